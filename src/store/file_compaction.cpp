#include "store/file_compaction.h"

#include "store/file_read.h"

namespace app::store {

FileCompaction::FileCompaction(Loop& loop, FileDirectory& directory, Place place, const FileIndex& index,
                               std::size_t slice_bytes)
    : m_loop(loop), m_directory(directory), m_place(std::move(place)), m_slice_bytes(slice_bytes)
{
    follow(index.all());
}

void FileCompaction::follow(const std::vector<Frame>& frames)
{
    m_source.apply(frames);
    for (const Frame& frame : frames) {
        m_to_copy.push_back(frame);
        m_bytes_left += frame.size;
    }
}

Task<> FileCompaction::copy_most()
{
    const std::uint64_t slices_max = 2 * (m_bytes_left / m_slice_bytes) + 4;
    for (std::uint64_t slice = 0; m_bytes_left > m_slice_bytes && slice < slices_max; ++slice) {
        co_await copy_slice(false);
        co_await m_loop.sleep(0);
    }
}

Task<> FileCompaction::finish()
{
    while (m_bytes_left > m_slice_bytes) co_await copy_slice(false);
    co_await copy_slice(true);
}

Task<> FileCompaction::copy_slice(bool is_last)
{
    const std::vector<Frame> frames = next_slice();
    if (frames.empty() && !is_last) co_return;
    const std::vector<Bytes> copies = co_await read_frames(m_directory, m_place.from, frames);
    FrameStep step(m_place.generation, m_end);
    for (std::size_t i = 0; i < frames.size(); ++i) step.add_copy(frames[i], copies[i]);
    if (is_last) step.add_complete();
    step.finish();
    co_await m_directory.append(m_place.to, m_end, step.take_bytes());
    m_index.apply(step.frames());
    m_end = step.frames().back().end();
}

std::vector<Frame> FileCompaction::next_slice()
{
    std::vector<Frame> frames;
    std::uint64_t bytes = 0;
    while (!m_to_copy.empty()) {
        const Frame& next = m_to_copy.front();
        if (counts(next)) {
            if (!frames.empty() && bytes + next.size > m_slice_bytes) break;
            frames.push_back(next);
            bytes += next.size;
        }
        m_bytes_left -= next.size;
        m_to_copy.pop_front();
    }
    return frames;
}

// Whether nothing that was written to `from` later takes the frame's place.
bool FileCompaction::counts(const Frame& frame) const
{
    const auto is_newest = [&](const Frame* newest) { return newest && newest->offset == frame.offset; };
    switch (frame.kind) {
    case FrameKind::record: return is_newest(m_source.record(frame.number));
    case FrameKind::block: return is_newest(m_source.block(static_cast<std::uint32_t>(frame.number)));
    case FrameKind::manifest: return is_newest(m_source.manifest() ? &*m_source.manifest() : nullptr);
    case FrameKind::trim: return true;
    case FrameKind::complete:
    case FrameKind::unknown: return false;
    }
    return false;
}

}  // namespace app::store
