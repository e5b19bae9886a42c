#include "shell/browser_clock.h"

#include <emscripten/html5.h>

namespace app::shell {

Timestamp BrowserClock::now() const
{
    return {static_cast<std::int64_t>(emscripten_date_now())};
}

MonotonicTime BrowserClock::monotonic() const
{
    return {emscripten_get_now()};
}

}  // namespace app::shell
