#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "store/file_frame.h"

namespace app::store {

// What of a file's frames counts, and where it stands. Fed with the frames in the order of the file.
class FileIndex {
public:
    void apply(const Frame& frame);
    void apply(const std::vector<Frame>& frames)
    {
        for (const Frame& frame : frames) apply(frame);
    }
    // Removes the records [first, last]; false when there are none.
    bool trim(std::int64_t first, std::int64_t last);

    // Null when there is none.
    const Frame* record(std::int64_t number) const;
    const Frame* block(std::uint32_t number) const;
    const std::optional<Frame>& manifest() const { return m_manifest; }
    const std::map<std::int64_t, Frame>& records() const { return m_records; }
    // Frames from which a file with the same content can be made, in this order.
    std::vector<Frame> all() const;

    bool is_complete() const { return m_complete; }
    // Of all frames that count, with their headers.
    std::uint64_t live_bytes() const { return m_live_bytes; }

private:
    template <class Number>
    void place(std::map<Number, Frame>& frames, Number number, const Frame& frame);

    std::map<std::int64_t, Frame> m_records;
    std::map<std::uint32_t, Frame> m_blocks;
    std::vector<Frame> m_blocks_to_come;  // that wait for their manifest
    std::optional<Frame> m_manifest;
    bool m_complete = false;
    std::uint64_t m_live_bytes = 0;
};

}  // namespace app::store
