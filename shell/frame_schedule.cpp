#include "shell/frame_schedule.h"

#include <algorithm>

namespace app::shell {

namespace {

constexpr int frames_wanted_max = 8;
constexpr double busy_budget_ms = 4;
constexpr double idle_budget_ms = 12;
constexpr double hidden_budget_ms = 40;
constexpr double input_lasts_ms = 250;
constexpr double frame_is_late_ms = 50;

std::optional<double> sooner(std::optional<double> one, std::optional<double> two)
{
    if (!one) return two;
    if (!two) return one;
    return std::min(*one, *two);
}

}  // namespace

void FrameSchedule::request_frames(int count)
{
    m_frames_wanted = std::max(m_frames_wanted, std::min(count, frames_wanted_max));
}

void FrameSchedule::request_frame_at(MonotonicTime due)
{
    if (!m_frame_at || due < *m_frame_at) m_frame_at = due;
}

void FrameSchedule::set_hidden(bool hidden)
{
    if (m_hidden && !hidden) request_frames(2);
    m_hidden = hidden;
}

bool FrameSchedule::frame_due(MonotonicTime now) const
{
    return m_frames_wanted > 0 || (m_frame_at && *m_frame_at <= now);
}

bool FrameSchedule::frame_is_late(MonotonicTime now) const
{
    return m_frame_asked_at && now.ms - m_frame_asked_at->ms >= frame_is_late_ms;
}

FrameSchedule::Next FrameSchedule::next(MonotonicTime now, const Work& work)
{
    Next next;
    next.frame = !m_hidden && frame_due(now);
    if (!next.frame) m_frame_asked_at.reset();
    else if (!m_frame_asked_at) m_frame_asked_at = now;

    const bool tasks_now = work.ready || (work.due && *work.due <= now);
    next.slice = tasks_now && (!next.frame || frame_is_late(now));
    if (next.slice) return next;
    if (tasks_now) next.timer_ms = m_frame_asked_at->ms + frame_is_late_ms - now.ms;
    else if (work.due) next.timer_ms = work.due->ms - now.ms;
    if (!m_hidden && !next.frame && m_frame_at) {
        next.timer_ms = sooner(next.timer_ms, m_frame_at->ms - now.ms);
    }
    return next;
}

void FrameSchedule::frame_started(MonotonicTime now)
{
    m_frames_wanted = std::max(0, m_frames_wanted - 1);
    m_frame_asked_at.reset();
    if (m_frame_at && *m_frame_at <= now) m_frame_at.reset();
}

double FrameSchedule::task_budget_ms(MonotonicTime now) const
{
    if (m_hidden || frame_is_late(now)) return hidden_budget_ms;
    const bool busy = m_last_input && now.ms - m_last_input->ms < input_lasts_ms;
    return busy ? busy_budget_ms : idle_budget_ms;
}

void FrameSchedule::input_arrived(MonotonicTime now)
{
    m_last_input = now;
}

}  // namespace app::shell
