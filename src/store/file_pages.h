#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task_group.h"
#include "base/turns.h"
#include "store/file_compaction.h"
#include "store/file_directory.h"
#include "store/file_index.h"
#include "store/file_scan.h"

namespace app::store {

// When a file is rewritten without what no longer counts.
struct FilePagesLimits {
    std::uint64_t slack_bytes =
        16 * std::uint64_t{1024} * 1024;                // the file is larger than twice what counts, and this
    std::size_t slice_bytes = 512 * std::size_t{1024};  // copied at once, while appends wait
};

// The page file in two files of a directory: one that counts and grows (file_frame.h has its format), and one that is
// empty or takes the next generation. Nothing is overwritten, nothing is renamed. What was acknowledged is durable;
// what was cut short is left out when the files are opened again. Damage anywhere else is an error that names the
// place.
//
// Opens with the first request. Trimmed records may come back when it is opened again before the next write.
class FilePages final : public PageFile {
public:
    FilePages(Loop& loop, std::unique_ptr<FileDirectory> directory, FilePagesLimits limits = {});

    Task<StoredLog> load() override;
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override;
    Task<> append(Records records) override;
    Task<> write_base(std::shared_ptr<const BaseWrite> write) override;
    Task<> trim(std::int64_t first, std::int64_t last) override;
    Task<> erase() override;

    // Of the file that counts; 0 until something was asked.
    std::uint64_t file_bytes() const { return m_opened ? m_opened->end : 0; }

private:
    static constexpr std::array<const char*, 2> names = {"pages.a", "pages.b"};

    // What is known of the file that counts.
    struct Opened {
        std::size_t file = 0;  // of names
        std::uint32_t generation = 1;
        std::uint64_t end = 0;
        FileIndex index;
        Bytes manifest;
    };
    // A file that no longer counts, and its size.
    struct Cut {
        std::size_t file = 0;
        std::uint64_t size = 0;
    };
    struct Trim {
        std::int64_t first;
        std::int64_t last;
    };

    template <class T>
    Task<T> in_turn(Task<T> work);

    Task<StoredLog> load_now();
    Task<std::vector<Bytes>> read_blocks_now(std::vector<std::uint32_t> numbers);
    Task<> append_now(Records records);
    Task<> write_base_now(std::shared_ptr<const BaseWrite> write);
    Task<> trim_now(std::int64_t first, std::int64_t last);
    Task<> erase_now();

    Task<> open_now();
    Task<std::vector<FileScan>> scan_files();
    Task<std::vector<Bytes>> read(std::vector<Frame> frames);
    FrameStep begin_step() const;
    Task<> write_step(FrameStep step);

    void compact_if_due();
    Task<> compact();
    Task<Cut> finish_compaction();
    Task<> empty_file(Cut cut);
    Task<> give_up_compaction();
    void stop_compaction();

    Loop& m_loop;
    std::unique_ptr<FileDirectory> m_directory;
    FilePagesLimits m_limits;
    Turns m_turns;
    std::optional<Opened> m_opened;  // none: not yet, or something failed and it must be looked at again
    std::vector<Trim> m_trims;       // done, and written with the next step
    std::unique_ptr<FileCompaction> m_compaction;
    std::uint64_t m_no_compaction_below = 0;  // bytes of the file, unless the last one succeeded
    TaskGroup m_tasks;
};

}  // namespace app::store
