#include "net/retry.h"

#include <algorithm>

#include "base/text.h"

namespace app::net {
namespace {

using Kind = AttemptFailure::Kind;

constexpr double second_ms = 1'000;
constexpr double backoff_first_ms = 500;
constexpr double backoff_max_ms = 30 * second_ms;
constexpr double locked_ms = 2 * second_ms;
constexpr double in_progress_max_ms = 5 * second_ms;
constexpr int unreached_attempts_max = 3;
constexpr int throttled_attempts_max = 4;
// The proxy answers at the latest when the service's own 120 s are over.
constexpr int in_progress_attempts_max = 60;

double doubled(double first_ms, int attempt)
{
    double delay_ms = first_ms;
    for (int step = 1; step < attempt && delay_ms < backoff_max_ms; ++step) delay_ms *= 2;
    return std::min(delay_ms, backoff_max_ms);
}

bool is_overload(int status)
{
    return status == 408 || status >= 500;
}

// What a 429 asks for when it names no time.
std::optional<double> throttled_ms(Service service, const AttemptFailure& failure, int attempt)
{
    if (service == Service::quickbooks) return 60 * second_ms;
    if (failure.policy == "DAILY") return std::nullopt;
    if (failure.policy == "SECONDLY") return attempt * second_ms;
    return attempt * 10 * second_ms;
}

std::optional<double> answered_ms(Service service, RetryClass retry_class, int attempt,
                                  const AttemptFailure& failure)
{
    switch (failure.status) {
    case 423: return std::max(locked_ms, doubled(locked_ms, attempt));
    case 429:
        if (attempt >= throttled_attempts_max) return std::nullopt;
        return throttled_ms(service, failure, attempt);
    case 477:
        if (!failure.retry_after_s) return std::nullopt;
        return *failure.retry_after_s * second_ms;
    default: break;
    }
    if (!is_overload(failure.status) || retry_class == RetryClass::keyed_write) return std::nullopt;
    return doubled(2 * backoff_first_ms, attempt);
}

std::optional<double> wanted_ms(Service service, RetryClass retry_class, int attempt,
                                const AttemptFailure& failure)
{
    if (failure.kind == Kind::in_progress) {
        if (attempt >= in_progress_attempts_max) return std::nullopt;
        return std::min(attempt * second_ms, in_progress_max_ms);
    }
    if (attempt >= attempts_max) return std::nullopt;
    switch (failure.kind) {
    case Kind::offline:
    case Kind::unreached:
        if (attempt >= unreached_attempts_max) return std::nullopt;
        return doubled(backoff_first_ms, attempt);
    case Kind::broken: return doubled(backoff_first_ms, attempt);
    case Kind::uncertain:
        if (retry_class != RetryClass::read) return std::nullopt;
        return doubled(2 * backoff_first_ms, attempt);
    case Kind::answered: return answered_ms(service, retry_class, attempt, failure);
    case Kind::in_progress: break;
    }
    return std::nullopt;
}

double jitter(Random& random)
{
    return 1.0 + static_cast<double>(random_below(random, 251)) / 1000.0;
}

}  // namespace

std::optional<double> retry_delay_ms(Service service, RetryClass retry_class, int attempt,
                                     const AttemptFailure& failure, Random& random)
{
    std::optional<double> wanted = wanted_ms(service, retry_class, attempt, failure);
    if (!wanted) return std::nullopt;
    if (failure.retry_after_s) wanted = std::max(*wanted, *failure.retry_after_s * second_ms);
    if (*wanted > retry_wait_max_ms) return std::nullopt;
    return *wanted * jitter(random);
}

double service_pause_ms(Service service, const AttemptFailure& failure)
{
    if (failure.kind != Kind::answered || (failure.status != 429 && failure.status != 477)) return 0;
    const double told_ms = failure.retry_after_s.value_or(0) * second_ms;
    const double own_ms = failure.status == 429 ? throttled_ms(service, failure, 1).value_or(0) : 0;
    const double pause_ms = std::max(told_ms, own_ms);
    return pause_ms > retry_wait_max_ms ? 0 : pause_ms;
}

std::optional<double> parse_retry_after(std::string_view text)
{
    const std::string_view digits = trimmed(text);
    double seconds = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9' || seconds > 1e9) return std::nullopt;
        seconds = seconds * 10 + (digit - '0');
    }
    if (digits.empty()) return std::nullopt;
    return seconds;
}

}  // namespace app::net
