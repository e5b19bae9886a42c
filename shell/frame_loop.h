#pragma once

#include "base/loop.h"
#include "shell/frame_schedule.h"

namespace app::shell {

// Drives the page: draws frames and runs the loop's ready tasks when FrameSchedule says so. One per
// page. Wakes up by input (shell/input_library.js), by the loop's posts, by timers, and by requests.
class FrameLoop {
public:
    // `draw(context)` draws one frame: begin_frame … end_frame of the backend. Ready tasks have run
    // just before it. The loop and the context outlive this.
    using Draw = void (*)(void* context);
    FrameLoop(Loop& loop, Draw draw, void* context);
    ~FrameLoop();
    FrameLoop(const FrameLoop&) = delete;
    FrameLoop& operator=(const FrameLoop&) = delete;

    // Draws the first frame as soon as the browser asks for one.
    void start();
    // For changes that did not come from input: new rows, a finished run, a step of an animation.
    void request_frames(int count = 1);
    void request_frame_in(double delay_ms);

    // Entry points of the web half.
    void on_frame();
    void on_slice();
    void on_input(int frames);
    void on_visibility(bool hidden);

private:
    void schedule();
    void run_tasks();

    Loop& m_loop;
    Draw m_draw;
    void* m_context;
    FrameSchedule m_schedule;
    bool m_running = false;
};

}  // namespace app::shell
