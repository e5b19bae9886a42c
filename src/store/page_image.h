#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "store/page_file.h"

namespace app::store {

class ImageListener {
public:
    // Called on every change, from within SQLite: remember, do nothing else.
    virtual void image_changed() = 0;

protected:
    virtual ~ImageListener() = default;
};

// The unit in which changes are noticed. A row inserted into a page changes a few of them.
inline constexpr std::size_t line_size = 64;

// Lines that follow one another.
struct LineRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool operator==(const LineRange&) const = default;
};

// The SQLite image in memory, in chunks, with a mark on every line whose bytes changed since the marks were last
// taken. SQLite reads and writes it synchronously; what is durable is the Store's business. While it is being loaded,
// blocks may be absent: reading one fails and is remembered, so that it can be fetched first; writing waits.
class PageImage {
public:
    static constexpr std::size_t chunk_size = 1024 * 1024;
    static constexpr std::int64_t size_max = std::int64_t{1} << 30;  // below SQLite's pending byte

    std::int64_t size() const { return m_size; }
    std::uint32_t block_count() const;

    // How many bytes are there; those beyond the end come back as zero. Nothing when a block it needs is absent.
    std::optional<std::size_t> read(std::int64_t offset, std::span<std::byte> into);
    // False, and nothing written, when blocks are absent or the image would grow beyond size_max.
    [[nodiscard]] bool write(std::int64_t offset, std::span<const std::byte> from);
    // Only ever makes the image smaller.
    void truncate(std::int64_t size);

    void set_listener(ImageListener* listener) { m_listener = listener; }

    // Grows with every change, so that a later state can be told from an earlier one.
    std::uint64_t generation() const { return m_generation; }
    bool has_changes() const { return !m_changed_units.empty() || m_cut; }
    // The changed lines in ascending order, close ones joined; forgets the marks.
    std::vector<LineRange> take_changes();
    // Copies whole lines or blocks; bytes beyond the end are zero. Absent blocks must not be asked for.
    void copy(std::int64_t offset, std::span<std::byte> into) const;

    // Makes the image what a record says, from the state before it. Not a change that is to be taken.
    void apply(std::int64_t size, std::span<const LineRange> ranges, std::span<const std::byte> lines);

    // Loading: begins an image of this size of which no block is there yet.
    void begin_loading(std::int64_t size);
    // The content of one absent block. Not a change.
    void fill_block(std::uint32_t block, std::span<const std::byte, block_size> bytes);
    bool is_absent(std::uint32_t block) const { return block < m_absent.size() && m_absent[block]; }
    std::size_t absent_count() const { return m_absent_count; }
    // The absent block that a read needed last; forgets it.
    std::optional<std::uint32_t> take_missed_block();
    // The blocks that were read since loading began.
    std::vector<std::uint32_t> blocks_read() const;

private:
    void grow_to(std::int64_t size);
    void make_room(std::int64_t size);
    void mark_unit(std::size_t unit, std::uint64_t lines);
    bool write_within_unit(std::size_t position, std::span<const std::byte> from);
    void changed();
    std::byte* at(std::size_t position)
    {
        return m_chunks[position / chunk_size].get() + position % chunk_size;
    }
    const std::byte* at(std::size_t position) const
    {
        return m_chunks[position / chunk_size].get() + position % chunk_size;
    }

    std::vector<std::unique_ptr<std::byte[]>> m_chunks;
    std::vector<std::uint64_t> m_marks;          // per unit of 64 lines, a bit per line
    std::vector<std::uint32_t> m_changed_units;  // those with a mark, in order of their first
    bool m_cut = false;                          // made smaller since the marks were taken
    std::int64_t m_size = 0;
    std::uint64_t m_generation = 0;
    ImageListener* m_listener = nullptr;
    std::vector<bool> m_absent;
    std::vector<bool> m_read;
    std::size_t m_absent_count = 0;
    std::optional<std::uint32_t> m_missed;
};

}  // namespace app::store
