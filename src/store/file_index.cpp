#include "store/file_index.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace app::store {

namespace {

std::uint64_t room_of(const Frame& frame)
{
    return frame_header_size + frame.size;
}

template <class Number>
const Frame* find(const std::map<Number, Frame>& frames, Number number)
{
    const auto found = frames.find(number);
    return found == frames.end() ? nullptr : &found->second;
}

}  // namespace

template <class Number>
void FileIndex::place(std::map<Number, Frame>& frames, Number number, const Frame& frame)
{
    const auto [at, added] = frames.try_emplace(number, frame);
    if (!added) m_live_bytes -= room_of(std::exchange(at->second, frame));
    m_live_bytes += room_of(frame);
}

void FileIndex::apply(const Frame& frame)
{
    switch (frame.kind) {
    case FrameKind::record: place(m_records, frame.number, frame); break;
    case FrameKind::block: m_blocks_to_come.push_back(frame); break;
    case FrameKind::manifest:
        for (const Frame& block : m_blocks_to_come) {
            place(m_blocks, static_cast<std::uint32_t>(block.number), block);
        }
        m_blocks_to_come.clear();
        if (m_manifest) m_live_bytes -= room_of(*m_manifest);
        m_manifest = frame;
        m_live_bytes += room_of(frame);
        break;
    case FrameKind::trim: trim(frame.number, frame.to); break;
    case FrameKind::complete: m_complete = true; break;
    case FrameKind::unknown: ASSERT(false); break;
    }
}

bool FileIndex::trim(std::int64_t first, std::int64_t last)
{
    if (first > last) return false;
    const auto begin = m_records.lower_bound(first);
    const auto end = m_records.upper_bound(last);
    for (auto at = begin; at != end; ++at) m_live_bytes -= room_of(at->second);
    const bool any = begin != end;
    m_records.erase(begin, end);
    return any;
}

const Frame* FileIndex::record(std::int64_t number) const
{
    return find(m_records, number);
}

const Frame* FileIndex::block(std::uint32_t number) const
{
    return find(m_blocks, number);
}

std::vector<Frame> FileIndex::all() const
{
    std::vector<Frame> frames;
    frames.reserve(m_blocks.size() + m_records.size() + 1);
    for (const auto& [number, frame] : m_blocks) frames.push_back(frame);
    std::ranges::sort(frames, {}, &Frame::offset);
    if (m_manifest) frames.push_back(*m_manifest);
    for (const auto& [number, frame] : m_records) frames.push_back(frame);
    return frames;
}

}  // namespace app::store
