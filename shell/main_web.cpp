#include "shell/backend_web.h"
#include "shell/browser_clock.h"
#include "shell/frame_loop.h"
#include "shell/palette_screen.h"

#include "base/loop.h"

namespace {

// Everything the page owns, in the order in which it must be made.
struct Page {
    app::shell::BrowserClock clock;
    app::Loop loop{clock};
    app::shell::FrameLoop frames{loop, &Page::draw, this};
    std::unique_ptr<app::shell::WebBackend> backend = app::shell::WebBackend::open(clock, frames);
    app::shell::PaletteScreen screen;

    static void draw(void* self)
    {
        Page& page = *static_cast<Page*>(self);
        page.backend->begin_frame();
        page.screen.draw(*page.backend);
        page.backend->end_frame();
    }
};

}  // namespace

int main()
{
    // Lives as long as the tab: nothing ever runs after it.
    static Page page;
    if (page.backend) page.frames.start();
    return 0;
}
