#include "store/file_scan.h"

#include <algorithm>

#include "base/assert.h"

namespace app::store {

namespace {

// Small after a hop, because a next hop is likely, and growing as long as frames follow closely.
constexpr std::size_t portion_min = 4096;
constexpr std::size_t portion_max = 64 * portion_min;

}  // namespace

FileScan::FileScan(std::uint64_t file_size) : m_size(file_size), m_portion(portion_min)
{
    if (m_size < frame_header_size) finish();
}

std::optional<FileScan::Portion> FileScan::wanted() const
{
    if (m_phase == Phase::finished) return std::nullopt;
    return Portion{m_at, static_cast<std::size_t>(std::min<std::uint64_t>(m_portion, m_size - m_at))};
}

void FileScan::take(std::span<const std::byte> bytes)
{
    ASSERT(wanted() && bytes.size() == wanted()->size);
    const std::uint64_t begin = m_at;
    if (m_phase == Phase::reading) read_headers(bytes);
    if (m_phase == Phase::searching) search_headers(bytes.subspan(static_cast<std::size_t>(m_at - begin)));
    const bool hopped = m_at > begin + bytes.size();
    m_portion = hopped ? portion_min : std::min(m_portion * 4, portion_max);
    if (m_phase != Phase::finished && m_size - m_at < frame_header_size) finish();
}

void FileScan::read_headers(std::span<const std::byte> bytes)
{
    const std::uint64_t begin = m_at;
    while (m_at - begin + frame_header_size <= bytes.size()) {
        const std::optional<Frame> frame =
            frame_at(m_at, bytes.subspan(static_cast<std::size_t>(m_at - begin)));
        if (!frame) {
            m_unreadable = m_at;
            m_phase = Phase::searching;
            return;
        }
        if (frame->kind == FrameKind::unknown)
            return damaged(m_at, "written by a newer version of this page");
        if (!belongs_here(*frame)) return damaged(m_at, "a frame from another place");
        if (frame->end() > m_size) return finish();
        accept(*frame);
    }
}

// All that follows is torn if it is of the same step.
void FileScan::search_headers(std::span<const std::byte> bytes)
{
    for (std::size_t at = 0; at + frame_header_size <= bytes.size(); ++at, ++m_at) {
        const std::optional<Frame> frame = frame_at(m_at, bytes.subspan(at, frame_header_size));
        if (!frame || frame->step > m_at) continue;
        m_generation = std::max(m_generation, frame->generation);
        if (frame->step != m_step) return damaged(m_unreadable, "no frame, though others follow");
    }
}

bool FileScan::belongs_here(const Frame& frame) const
{
    return frame.step == m_step && frame.generation != 0 &&
           (m_generation == 0 || frame.generation == m_generation);
}

void FileScan::accept(const Frame& frame)
{
    m_frames.push_back(frame);
    m_generation = frame.generation;
    m_at = frame.end();
    if (frame.ends_step) m_step = m_at;
}

void FileScan::damaged(std::uint64_t offset, std::string what)
{
    m_damage = Damage{offset, std::move(what)};
    finish();
}

void FileScan::finish()
{
    m_phase = Phase::finished;
    while (!m_frames.empty() && !m_frames.back().ends_step) m_frames.pop_back();
}

void FileScan::drop_last_step()
{
    ASSERT(!m_frames.empty());
    const std::uint64_t step = m_frames.back().step;
    while (!m_frames.empty() && m_frames.back().step == step) m_frames.pop_back();
}

}  // namespace app::store
