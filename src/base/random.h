#pragma once

#include <cstdint>
#include <string>

namespace app {

// The only source of randomness. The real one (cryptographic) is made in shell; tests seed theirs.
class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
};

// A version-4 UUID in its usual 36-character form.
[[nodiscard]] std::string make_uuid(Random& random);

// Evenly distributed in [0, bound); bound > 0.
[[nodiscard]] std::uint64_t random_below(Random& random, std::uint64_t bound);

}  // namespace app
