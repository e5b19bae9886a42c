#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace app::testing {

// A promise of a contract: an error that names it when it is broken.
inline Result<void> require(bool holds, std::string what)
{
    if (holds) return {};
    return failed(ErrorKind::rejected, "broken: " + std::move(what));
}

}  // namespace app::testing
