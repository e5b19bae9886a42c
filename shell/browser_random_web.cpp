#include "shell/browser_random.h"

#include <unistd.h>

#include "base/assert.h"

namespace app::shell {

std::uint64_t BrowserRandom::next()
{
    std::uint64_t value = 0;
    const int failed = getentropy(&value, sizeof value);
    ASSERT(failed == 0);
    return value;
}

}  // namespace app::shell
