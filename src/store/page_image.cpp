#include "store/page_image.h"

#include <algorithm>
#include <cstring>

#include "base/assert.h"

namespace app::store {

std::size_t PageImage::read(std::int64_t offset, std::span<std::byte> into) const
{
    ASSERT(offset >= 0);
    const std::int64_t left = std::max<std::int64_t>(0, m_size - offset);
    const std::size_t there = std::min(into.size(), static_cast<std::size_t>(left));
    auto position = static_cast<std::size_t>(offset);
    for (std::size_t done = 0; done < there;) {
        const std::size_t within = position % chunk_size;
        const std::size_t part = std::min(there - done, chunk_size - within);
        std::memcpy(into.data() + done, m_chunks[position / chunk_size].get() + within, part);
        done += part;
        position += part;
    }
    if (there < into.size()) std::memset(into.data() + there, 0, into.size() - there);
    return there;
}

bool PageImage::write(std::int64_t offset, std::span<const std::byte> from)
{
    ASSERT(offset >= 0);
    const std::int64_t end = offset + static_cast<std::int64_t>(from.size());
    if (end > size_max) return false;
    grow_to(end);
    auto position = static_cast<std::size_t>(offset);
    for (std::size_t done = 0; done < from.size();) {
        const std::size_t within = position % chunk_size;
        const std::size_t part = std::min(from.size() - done, chunk_size - within);
        std::memcpy(m_chunks[position / chunk_size].get() + within, from.data() + done, part);
        done += part;
        position += part;
    }
    mark_range(offset, end);
    return true;
}

// New chunks are zero, and truncate() zeroes what it cuts off: bytes never written read as zero.
void PageImage::grow_to(std::int64_t size)
{
    if (size <= m_size) return;
    const std::int64_t old_size = m_size;
    m_size = size;
    const std::size_t chunks = (static_cast<std::size_t>(size) + chunk_size - 1) / chunk_size;
    while (m_chunks.size() < chunks) m_chunks.push_back(std::make_unique<std::byte[]>(chunk_size));
    m_dirty.resize((static_cast<std::size_t>(size) + block_size - 1) / block_size, false);
    mark_range(old_size, size);  // a hole that the write leaves is part of the new state
}

void PageImage::truncate(std::int64_t size)
{
    ASSERT(size >= 0);
    if (size >= m_size) return;
    m_size = size;
    const auto end = static_cast<std::size_t>(size);
    m_chunks.resize((end + chunk_size - 1) / chunk_size);
    m_dirty.resize((end + block_size - 1) / block_size);
    const std::size_t within = end % chunk_size;
    if (within != 0) std::memset(m_chunks.back().get() + within, 0, chunk_size - within);
    changed();
}

bool PageImage::has_dirty_blocks() const
{
    return std::ranges::find(m_dirty, true) != m_dirty.end();
}

std::vector<std::uint32_t> PageImage::take_dirty_blocks()
{
    std::vector<std::uint32_t> blocks;
    for (std::size_t block = 0; block < m_dirty.size(); ++block) {
        if (m_dirty[block]) blocks.push_back(static_cast<std::uint32_t>(block));
        m_dirty[block] = false;
    }
    return blocks;
}

void PageImage::mark_dirty(std::span<const std::uint32_t> blocks)
{
    for (const std::uint32_t block : blocks) {
        if (block < m_dirty.size()) m_dirty[block] = true;  // else it was cut off meanwhile
    }
}

void PageImage::copy_block(std::uint32_t block, std::span<std::byte, block_size> into) const
{
    read(static_cast<std::int64_t>(block) * static_cast<std::int64_t>(block_size), into);
}

void PageImage::mark_range(std::int64_t begin, std::int64_t end)
{
    if (begin == end) return;
    const auto first = static_cast<std::size_t>(begin) / block_size;
    const auto last = static_cast<std::size_t>(end - 1) / block_size;
    for (std::size_t block = first; block <= last; ++block) m_dirty[block] = true;
    changed();
}

void PageImage::changed()
{
    ++m_generation;
    if (m_listener) m_listener->image_changed();
}

}  // namespace app::store
