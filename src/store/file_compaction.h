#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/loop.h"
#include "store/file_directory.h"
#include "store/file_index.h"

namespace app::store {

// Writes what counts of one file into another, which counts once this has finished and not before. The file that is
// read may grow meanwhile.
class FileCompaction {
public:
    struct Place {
        std::string from;
        std::string to;                // is empty
        std::uint32_t generation = 0;  // of `to`
    };
    FileCompaction(Loop& loop, FileDirectory& directory, Place place, const FileIndex& index,
                   std::size_t slice_bytes);
    FileCompaction(const FileCompaction&) = delete;
    FileCompaction& operator=(const FileCompaction&) = delete;

    // What was written to `from` since, in order.
    void follow(const std::vector<Frame>& frames);

    // Copies in slices, giving way after each, until one slice at most is left, or appends come faster for long.
    Task<> copy_most();

    // The rest, and the mark that the file counts. Nobody may write to `from` meanwhile. Whether the file counts after
    // a failure is not known.
    Task<> finish();

    const Place& place() const { return m_place; }
    const FileIndex& index() const { return m_index; }
    std::uint64_t end() const { return m_end; }

private:
    // Up to `m_slice_bytes`, but at least one frame that counts if one is left.
    Task<> copy_slice(bool is_last);
    std::vector<Frame> next_slice();
    bool counts(const Frame& frame) const;

    Loop& m_loop;
    FileDirectory& m_directory;
    Place m_place;
    std::size_t m_slice_bytes;
    FileIndex m_source;  // of `from`
    std::deque<Frame> m_to_copy;
    std::uint64_t m_bytes_left = 0;  // of m_to_copy
    FileIndex m_index;               // of `to`
    std::uint64_t m_end = 0;         // of `to`
};

}  // namespace app::store
