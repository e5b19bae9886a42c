#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/loop.h"
#include "store/page_file.h"

namespace app::store {

// What survives: shared by the page files that are opened on it one after the other, as tabs and
// restarts would.
struct MemoryDisk {
    StoredImage image;
    std::int64_t flushes = 0;  // that were applied
};

// Faults for the next flushes, counted from 1 for the first flush after they were set.
struct MemoryFaults {
    enum class Kind {
        fails_once,       // the k-th flush fails, nothing is stored
        fails_from_then,  // the k-th and all later ones fail
        answer_lost,      // the k-th is stored, and fails
        never_answers,    // the k-th is not stored and never returns
    };
    Kind kind = Kind::fails_once;
    int flush = 1;
};

// A page file in memory: for tests, and for a page whose browser has no storage.
class MemoryPages final : public PageFile {
public:
    // A flush takes `flush_delay_ms` of the loop's time before it is stored, as a disk would.
    MemoryPages(Loop& loop, std::shared_ptr<MemoryDisk> disk, double flush_delay_ms = 0)
        : m_loop(loop), m_disk(std::move(disk)), m_flush_delay_ms(flush_delay_ms)
    {
    }

    Task<StoredImage> load() override;
    Task<> flush(std::shared_ptr<const BlockBatch> batch) override;

    void set_faults(std::optional<MemoryFaults> faults);
    int flushes_seen() const { return m_flushes_seen; }

private:
    Result<void> store(const BlockBatch& batch);

    Loop& m_loop;
    std::shared_ptr<MemoryDisk> m_disk;
    double m_flush_delay_ms;
    std::optional<MemoryFaults> m_faults;
    int m_flushes_seen = 0;
    bool m_flushing = false;
};

}  // namespace app::store
