#pragma once

#include "base/clock.h"

namespace app::shell {

// The browser's clocks: Date.now() and performance.now().
class BrowserClock final : public Clock {
public:
    Timestamp now() const override;
    MonotonicTime monotonic() const override;
};

}  // namespace app::shell
