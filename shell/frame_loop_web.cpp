#include "shell/frame_loop.h"

#include <emscripten/em_macros.h>

extern "C" {
// shell/frame_library.js
void frame_loop_start(app::shell::FrameLoop* loop);
void frame_loop_stop();
void frame_loop_schedule(bool frame, bool slice, double timer_ms);
void frame_loop_drawn(double milliseconds);

// Called by shell/frame_library.js.
EMSCRIPTEN_KEEPALIVE void frame_loop_frame(app::shell::FrameLoop* loop)
{
    loop->on_frame();
}
EMSCRIPTEN_KEEPALIVE void frame_loop_slice(app::shell::FrameLoop* loop)
{
    loop->on_slice();
}
EMSCRIPTEN_KEEPALIVE void frame_loop_input(app::shell::FrameLoop* loop, int frames)
{
    loop->on_input(frames);
}
EMSCRIPTEN_KEEPALIVE void frame_loop_visibility(app::shell::FrameLoop* loop, bool hidden)
{
    loop->on_visibility(hidden);
}
}

namespace app::shell {

namespace {

constexpr double no_timer = -1;

}  // namespace

FrameLoop::FrameLoop(Loop& loop, Draw draw, void* context) : m_loop(loop), m_draw(draw), m_context(context)
{
    m_loop.set_wake([](void* self) { static_cast<FrameLoop*>(self)->schedule(); }, this);
}

FrameLoop::~FrameLoop()
{
    m_loop.set_wake(nullptr, nullptr);
    frame_loop_stop();
}

void FrameLoop::start()
{
    frame_loop_start(this);
    schedule();
}

void FrameLoop::request_frames(int count)
{
    m_schedule.request_frames(count);
    schedule();
}

void FrameLoop::request_frame_in(double delay_ms)
{
    m_schedule.request_frame_at({m_loop.clock().monotonic().ms + delay_ms});
    schedule();
}

void FrameLoop::on_input(int frames)
{
    m_schedule.input_arrived(m_loop.clock().monotonic());
    request_frames(frames);
}

void FrameLoop::on_visibility(bool hidden)
{
    m_schedule.set_hidden(hidden);
    schedule();
}

void FrameLoop::run_tasks()
{
    m_loop.run_ready(m_schedule.task_budget_ms(m_loop.clock().monotonic()));
}

void FrameLoop::on_frame()
{
    const MonotonicTime start = m_loop.clock().monotonic();
    m_running = true;
    m_schedule.frame_started(start);
    run_tasks();
    m_draw(m_context);
    m_running = false;
    frame_loop_drawn(m_loop.clock().monotonic().ms - start.ms);
    schedule();
}

void FrameLoop::on_slice()
{
    m_running = true;
    run_tasks();
    m_running = false;
    schedule();
}

// While a frame or slice runs nothing is scheduled: its end looks at everything once.
void FrameLoop::schedule()
{
    if (m_running) return;
    const FrameSchedule::Next next =
        m_schedule.next(m_loop.clock().monotonic(), {.ready = m_loop.has_ready(), .due = m_loop.next_due()});
    frame_loop_schedule(next.frame, next.slice, next.timer_ms.value_or(no_timer));
}

}  // namespace app::shell
