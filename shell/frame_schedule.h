#pragma once

#include "base/clock.h"

#include <optional>

namespace app::shell {

// When to draw and when to work. Pure: the web half (frame_loop_web.cpp) asks it after everything
// that happens and does what it says; a test asks it with its own clock.
//
// A page where nothing happens gets no frame and no timer at all. Tasks run inside frames when there are frames; they do
// not wait for one that is late: browsers hold back those of a page that is covered by another.
class FrameSchedule {
public:
    // The next `count` frames are drawn, one after the other. Dear ImGui needs a few to settle.
    void request_frames(int count);
    // A frame is drawn at or after this time: the next step of an animation, a clock that shows
    // minutes. The earliest of several wins; it counts once.
    void request_frame_at(MonotonicTime due);
    // A hidden page draws nothing; what it missed is drawn when it is seen again.
    void set_hidden(bool hidden);
    bool hidden() const { return m_hidden; }

    struct Work {
        bool ready = false;                               // tasks can go on now
        std::optional<MonotonicTime> due = std::nullopt;  // the next task timer
    };
    struct Next {
        bool frame = false;                             // ask the browser for an animation frame
        bool slice = false;                             // run tasks without a frame, as soon as possible
        std::optional<double> timer_ms = std::nullopt;  // look again after this time
        bool operator==(const Next&) const = default;
    };
    Next next(MonotonicTime now, const Work& work);

    // Called when a frame starts; uses up one requested frame and a deadline that is reached.
    void frame_started(MonotonicTime now);

    // How long tasks may run in one go: short while the person does something, longer when not.
    double task_budget_ms(MonotonicTime now) const;
    void input_arrived(MonotonicTime now);

private:
    bool frame_due(MonotonicTime now) const;
    bool frame_is_late(MonotonicTime now) const;

    int m_frames_wanted = 1;  // the first picture
    std::optional<MonotonicTime> m_frame_at;
    std::optional<MonotonicTime> m_frame_asked_at;  // it has not come yet
    std::optional<MonotonicTime> m_last_input;
    bool m_hidden = false;
};

}  // namespace app::shell
