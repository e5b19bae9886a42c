#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "store/page_file.h"

// The format of the files behind FilePages: frames, one after the other, nothing between them. A frame is a header of
// fixed size, little-endian, and its bytes. What is appended at once is a step: frames that count all or not at all.
namespace app::store {

enum class FrameKind : std::uint8_t {
    record = 1,  // one of the log, under its number
    block = 2,   // one of the base; counts from the next manifest on
    manifest = 3,
    trim = 4,      // records [number, to] are removed; no bytes
    complete = 5,  // from here on the file counts; no bytes
    unknown,       // intact, but of a newer version of this format
};

struct Frame {
    FrameKind kind = FrameKind::unknown;
    bool ends_step = false;
    std::int64_t number = 0;
    std::int64_t to = 0;
    std::uint32_t generation = 0;  // of the file: grows with every rewriting
    std::uint32_t size = 0;        // of the bytes
    std::uint32_t checksum = 0;    // CRC-32C of the bytes
    std::uint64_t step = 0;        // where the frame's step begins in the file
    std::uint64_t offset = 0;      // where the header stands; not stored

    std::uint64_t bytes_begin() const;
    std::uint64_t end() const { return bytes_begin() + size; }
    bool operator==(const Frame&) const = default;
};

inline constexpr std::size_t frame_header_size = 48;

inline std::uint64_t Frame::bytes_begin() const
{
    return offset + frame_header_size;
}

// The frame whose header is at the front of `bytes`, which stand at `offset` in their file; nothing when that is no
// intact header.
[[nodiscard]] std::optional<Frame> frame_at(std::uint64_t offset, std::span<const std::byte> bytes);

[[nodiscard]] bool is_intact(const Frame& frame, std::span<const std::byte> bytes);

// Collects the frames of one step.
class FrameStep {
public:
    FrameStep(std::uint32_t generation, std::uint64_t offset) : m_generation(generation), m_offset(offset) {}

    void add(FrameKind kind, std::int64_t number, std::span<const std::byte> bytes)
    {
        add(kind, number, 0, bytes);
    }
    void add_trim(std::int64_t first, std::int64_t last) { add(FrameKind::trim, first, last, {}); }
    void add_copy(const Frame& frame, std::span<const std::byte> bytes)
    {
        add(frame.kind, frame.number, frame.to, bytes);
    }
    void add_complete() { add(FrameKind::complete, 0, 0, {}); }

    // Closes the step; nothing is added after that. It has at least one frame.
    void finish();
    const std::vector<Frame>& frames() const { return m_frames; }
    std::uint64_t offset() const { return m_offset; }
    std::uint64_t end() const { return m_offset + m_bytes.size(); }
    Bytes take_bytes() { return std::move(m_bytes); }

private:
    void add(FrameKind kind, std::int64_t number, std::int64_t to, std::span<const std::byte> bytes);

    std::uint32_t m_generation;
    std::uint64_t m_offset;
    std::vector<Frame> m_frames;
    Bytes m_bytes;
};

}  // namespace app::store
