#include "base/random.h"

#include <format>

#include "base/assert.h"

namespace app {

std::string make_uuid(Random& random)
{
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    return std::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                       high & 0xfff, 0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffff);
}

std::uint64_t random_below(Random& random, std::uint64_t bound)
{
    ASSERT(bound > 0);
    // Values below this threshold would make small results more likely than large ones.
    const std::uint64_t threshold = (0 - bound) % bound;
    while (true) {
        const std::uint64_t value = random.next();
        if (value >= threshold) return value % bound;
    }
}

}  // namespace app
