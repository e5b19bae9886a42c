#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "net/service.h"

namespace app::net {

// What repeating a call may do.
enum class RetryClass {
    read,              // nothing: repeat after every passing failure
    repeatable_write,  // the same state again (update, upsert, associate): repeat like a read
    keyed_write,       // a second effect: repeat only when it is certain that nothing happened, or
                       // when the exchange with the proxy broke, whose journal knows the key
};

// How one attempt failed.
struct AttemptFailure {
    enum class Kind {
        offline,      // nothing was reached
        broken,       // the exchange with the proxy broke after bytes may have left
        in_progress,  // the proxy is still carrying an earlier attempt with this key
        unreached,    // the proxy did not reach the service; nothing happened there
        uncertain,    // the proxy cannot tell whether the service got it
        answered,     // the service answered with `status`
    };
    Kind kind = Kind::answered;
    int status = 0;
    std::optional<double> retry_after_s = {};
    std::string policy = {};  // HubSpot's `policyName` of a 429: "TEN_SECONDLY_ROLLING"
};

inline constexpr int attempts_max = 6;
// Longer waits are the schedule's business, not a call's: the caller is told `throttled` instead.
inline constexpr double retry_wait_max_ms = 120'000;

// How long to wait before the next attempt; nothing when the failure is final. `attempt` counts from
// 1 and is the one that failed. Waits grow with it and carry up to a quarter of jitter, so that
// calls that failed together do not come back together. `Retry-After` is honoured as a minimum.
//   QuickBooks 429: 60 s at least (QBO: Limits and throttles).
//   HubSpot 429: by policy, 1 s SECONDLY, 10 s TEN_SECONDLY_ROLLING, none for DAILY (HubSpot: Usage
//   guidelines); 423: 2 s at least; 477 only with a Retry-After that is short enough.
[[nodiscard]] std::optional<double> retry_delay_ms(Service service, RetryClass retry_class, int attempt,
                                                   const AttemptFailure& failure, Random& random);

// For how long every call to the service has to wait after this failure: 0 for none.
[[nodiscard]] double service_pause_ms(Service service, const AttemptFailure& failure);

// Seconds of a `Retry-After` header; nothing when it is a date or no number.
[[nodiscard]] std::optional<double> parse_retry_after(std::string_view text);

}  // namespace app::net
