#pragma once

#include <source_location>

// A bug, not a condition: on in every build. Writes one line to standard error and aborts; on the
// web the page's error panel shows it.
#define ASSERT(condition)                                                                                    \
    do {                                                                                                     \
        if (!(condition)) ::app::assertion_failed(#condition, std::source_location::current());              \
    } while (false)

namespace app {

[[noreturn]] void assertion_failed(const char* condition, std::source_location where);

}  // namespace app
