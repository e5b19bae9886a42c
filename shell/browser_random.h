#pragma once

#include "base/random.h"

namespace app::shell {

// The browser's cryptographic random numbers (crypto.getRandomValues).
class BrowserRandom final : public Random {
public:
    std::uint64_t next() override;
};

}  // namespace app::shell
