#pragma once

#include <optional>
#include <string_view>

#include "clients/fault.h"
#include "net/retry.h"

namespace app::clients {

// Why an attempt did not bring what was asked for.
struct Refusal {
    Error error;                                 // what the caller is told if it is final
    std::optional<net::AttemptFailure> failure;  // nothing when repeating cannot help
    bool may_have_happened = false;              // the service may have carried the call out
};

// Judges the end of one attempt; nothing when the service carried the call out. Pure.
[[nodiscard]] std::optional<Refusal> judge(net::Service service, std::string_view asked,
                                           const Result<net::Response>& answer);

}  // namespace app::clients
