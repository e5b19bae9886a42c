#include "store/page_image.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/assert.h"

namespace app::store {

namespace {

// One word of marks covers 64 lines, which is SQLite's page.
constexpr std::size_t unit_size = line_size * 64;
static_assert(PageImage::chunk_size % unit_size == 0 && block_size % unit_size == 0);
static_assert(PageImage::chunk_size % block_size == 0);

// A gap of one line costs as much as the head of another range and is cheaper to replay.
constexpr std::uint32_t joined_gap_max = 1;

std::uint64_t word_at(const std::byte* at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Not memcmp, which WebAssembly has as a call that looks at single bytes.
bool lines_equal(const std::byte* left, const std::byte* right)
{
    std::uint64_t differing = 0;
    for (std::size_t at = 0; at < line_size; at += sizeof differing) {
        differing |= word_at(left + at) ^ word_at(right + at);
    }
    return differing == 0;
}

}  // namespace

std::uint32_t PageImage::block_count() const
{
    return static_cast<std::uint32_t>((static_cast<std::size_t>(m_size) + block_size - 1) / block_size);
}

std::optional<std::size_t> PageImage::read(std::int64_t offset, std::span<std::byte> into)
{
    ASSERT(offset >= 0);
    if (!m_read.empty() && !into.empty()) {
        const auto first = static_cast<std::size_t>(offset) / block_size;
        const auto last = (static_cast<std::size_t>(offset) + into.size() - 1) / block_size;
        for (std::size_t block = first; block <= last && block < m_read.size(); ++block) {
            m_read[block] = true;
            if (!m_absent[block]) continue;
            m_missed = static_cast<std::uint32_t>(block);
            return std::nullopt;
        }
    }
    copy(offset, into);
    const std::int64_t left = std::max<std::int64_t>(0, m_size - offset);
    return std::min(into.size(), static_cast<std::size_t>(left));
}

void PageImage::copy(std::int64_t offset, std::span<std::byte> into) const
{
    const std::int64_t left = std::max<std::int64_t>(0, m_size - offset);
    const std::size_t there = std::min(into.size(), static_cast<std::size_t>(left));
    auto position = static_cast<std::size_t>(offset);
    for (std::size_t done = 0; done < there;) {
        const std::size_t part = std::min(there - done, chunk_size - position % chunk_size);
        std::memcpy(into.data() + done, at(position), part);
        done += part;
        position += part;
    }
    if (there < into.size()) std::memset(into.data() + there, 0, into.size() - there);
}

bool PageImage::write(std::int64_t offset, std::span<const std::byte> from)
{
    ASSERT(offset >= 0);
    const std::int64_t end = offset + static_cast<std::int64_t>(from.size());
    if (end > size_max || m_absent_count > 0) return false;
    const bool grows = end > m_size;
    grow_to(end);
    bool any = grows;
    auto position = static_cast<std::size_t>(offset);
    for (std::size_t done = 0; done < from.size();) {
        const std::size_t part = std::min(from.size() - done, unit_size - position % unit_size);
        any = write_within_unit(position, from.subspan(done, part)) || any;
        done += part;
        position += part;
    }
    if (any) changed();
    return true;
}

// Marks only the lines whose bytes differ: SQLite writes whole pages for a few changed bytes.
bool PageImage::write_within_unit(std::size_t position, std::span<const std::byte> from)
{
    std::byte* const into = at(position);
    std::uint64_t lines = 0;
    if (position % line_size == 0 && from.size() % line_size == 0) {
        const std::size_t first = position % unit_size / line_size;
        for (std::size_t line = 0; line < from.size() / line_size; ++line) {
            const bool same = lines_equal(into + line * line_size, from.data() + line * line_size);
            if (!same) lines |= std::uint64_t{1} << (first + line);
        }
    } else if (std::memcmp(into, from.data(), from.size()) != 0) {
        const std::size_t first = position % unit_size / line_size;
        const std::size_t last = (position + from.size() - 1) % unit_size / line_size;
        for (std::size_t line = first; line <= last; ++line) lines |= std::uint64_t{1} << line;
    }
    if (lines == 0) return false;
    std::memcpy(into, from.data(), from.size());
    mark_unit(position / unit_size, lines);
    return true;
}

void PageImage::mark_unit(std::size_t unit, std::uint64_t lines)
{
    if (m_marks[unit] == 0) m_changed_units.push_back(static_cast<std::uint32_t>(unit));
    m_marks[unit] |= lines;
}

// New chunks are zero, and truncate() zeroes what it cuts off: bytes never written read as zero. What is new counts
// as changed even where it is zero, because the stored base may still hold what was there before a cut.
void PageImage::grow_to(std::int64_t size)
{
    if (size <= m_size) return;
    const auto begin = static_cast<std::size_t>(m_size);
    const auto end = static_cast<std::size_t>(size);
    make_room(size);
    for (std::size_t line = begin / line_size; line <= (end - 1) / line_size; ++line) {
        mark_unit(line / 64, std::uint64_t{1} << (line % 64));
    }
}

void PageImage::make_room(std::int64_t size)
{
    m_size = size;
    const auto end = static_cast<std::size_t>(size);
    while (m_chunks.size() < (end + chunk_size - 1) / chunk_size) {
        m_chunks.push_back(std::make_unique<std::byte[]>(chunk_size));
    }
    m_marks.resize((end + unit_size - 1) / unit_size, 0);
}

void PageImage::truncate(std::int64_t size)
{
    ASSERT(size >= 0 && m_absent_count == 0);
    if (size >= m_size) return;
    m_size = size;
    const auto end = static_cast<std::size_t>(size);
    m_chunks.resize((end + chunk_size - 1) / chunk_size);
    m_marks.resize((end + unit_size - 1) / unit_size);
    std::erase_if(m_changed_units, [&](std::uint32_t unit) { return unit >= m_marks.size(); });
    const std::size_t within = end % chunk_size;
    if (within != 0) std::memset(m_chunks.back().get() + within, 0, chunk_size - within);
    m_cut = true;
    changed();
}

std::vector<LineRange> PageImage::take_changes()
{
    std::ranges::sort(m_changed_units);
    std::vector<LineRange> ranges;
    const std::size_t lines = (static_cast<std::size_t>(m_size) + line_size - 1) / line_size;
    for (const std::uint32_t unit : m_changed_units) {
        std::uint64_t marks = std::exchange(m_marks[unit], 0);
        while (marks != 0) {
            const auto line = unit * 64 + static_cast<std::uint32_t>(std::countr_zero(marks));
            marks &= marks - 1;
            if (line >= lines) continue;  // cut off within a page
            if (!ranges.empty() && line - (ranges.back().first + ranges.back().count) <= joined_gap_max) {
                ranges.back().count = line + 1 - ranges.back().first;
            } else {
                ranges.push_back({line, 1});
            }
        }
    }
    m_changed_units.clear();
    m_cut = false;
    return ranges;
}

void PageImage::apply(std::int64_t size, std::span<const LineRange> ranges, std::span<const std::byte> lines)
{
    ASSERT(!has_changes());
    truncate(size);
    grow_to(size);
    for (const LineRange& range : ranges) {
        const std::size_t bytes = range.count * line_size;
        const auto offset = static_cast<std::int64_t>(range.first * line_size);
        const std::size_t inside = std::min(bytes, static_cast<std::size_t>(m_size - offset));
        const bool written = write(offset, lines.first(inside));
        ASSERT(written);
        lines = lines.subspan(bytes);
    }
    take_changes();
}

void PageImage::begin_loading(std::int64_t size)
{
    ASSERT(m_size == 0 && size >= 0 && size <= size_max);
    make_room(size);
    m_absent.assign(block_count(), true);
    m_read.assign(block_count(), false);
    m_absent_count = block_count();
}

void PageImage::fill_block(std::uint32_t block, std::span<const std::byte, block_size> bytes)
{
    ASSERT(is_absent(block));
    const std::size_t begin = block * block_size;
    const std::size_t size = std::min(block_size, static_cast<std::size_t>(m_size) - begin);
    std::memcpy(at(begin), bytes.data(), size);
    m_absent[block] = false;
    --m_absent_count;
}

std::optional<std::uint32_t> PageImage::take_missed_block()
{
    return std::exchange(m_missed, std::nullopt);
}

std::vector<std::uint32_t> PageImage::blocks_read() const
{
    std::vector<std::uint32_t> blocks;
    for (std::size_t block = 0; block < m_read.size(); ++block) {
        if (m_read[block]) blocks.push_back(static_cast<std::uint32_t>(block));
    }
    return blocks;
}

void PageImage::changed()
{
    ++m_generation;
    if (m_listener) m_listener->image_changed();
}

}  // namespace app::store
