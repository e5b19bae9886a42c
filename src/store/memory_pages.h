#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "base/loop.h"
#include "store/page_file.h"

namespace app::store {

// What survives: shared by the page files that are opened on it one after the other, as tabs and
// restarts would.
struct MemoryDisk {
    Bytes manifest;
    std::map<std::int64_t, Bytes> records;
    std::map<std::uint32_t, Bytes> blocks;
    std::int64_t writes = 0;  // that were applied
};

// Faults for the next writes (records, base, trims), counted from 1 for the first after they were set.
struct MemoryFaults {
    enum class Kind {
        fails_once,       // the k-th write fails, nothing is stored
        fails_from_then,  // the k-th and all later ones fail
        answer_lost,      // the k-th is stored, and fails
        never_answers,    // the k-th is not stored and never returns
    };
    Kind kind = Kind::fails_once;
    int write = 1;
};

// A page file in memory: for tests, and for a page whose browser has no storage.
class MemoryPages final : public PageFile {
public:
    // Everything takes `delay_ms` of the loop's time before it happens, as on a disk.
    MemoryPages(Loop& loop, std::shared_ptr<MemoryDisk> disk, double delay_ms = 0)
        : m_loop(loop), m_disk(std::move(disk)), m_delay_ms(delay_ms)
    {
    }

    Task<StoredLog> load() override;
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override;
    Task<> append(Records records) override;
    Task<> write_base(std::shared_ptr<const BaseWrite> write) override;
    Task<> trim(std::int64_t first, std::int64_t last) override;
    Task<> erase() override;

    void set_faults(std::optional<MemoryFaults> faults);
    int writes_seen() const { return m_writes_seen; }

private:
    template <class Apply>
    Task<> write(Apply apply);

    Loop& m_loop;
    std::shared_ptr<MemoryDisk> m_disk;
    double m_delay_ms;
    std::optional<MemoryFaults> m_faults;
    int m_writes_seen = 0;
    bool m_appending = false;
    bool m_writing_base = false;
};

}  // namespace app::store
