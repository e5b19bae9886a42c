#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

// When the program saves a copy of the database on the application's server by itself.
namespace app::features {

inline constexpr std::int64_t copy_interval_ms = 60 * 60'000;
inline constexpr std::int64_t idle_copy_interval_ms = 24 * copy_interval_ms;
inline constexpr std::int64_t copy_retry_first_ms = 15 * 60'000;
inline constexpr std::int64_t copy_retry_max_ms = 4 * copy_interval_ms;

// How things were when a copy was saved, and how they are now.
struct CopyMark {
    Timestamp at;
    std::int64_t activity = 0;  // number of the last activity that is more than the end of a run
    std::int64_t sequence = 0;
    bool operator==(const CopyMark&) const = default;
};

struct CopyFailures {
    int count = 0;  // since the last success
    Timestamp last_at;
};

// A copy is due when
//   - none was saved from here yet and a sync has been completed, or
//   - something was written, refused or set since the last one, and that is an hour old, or
//   - anything at all was stored since, and the last one is a day old.
// What is only read from the services makes none by itself: they can be read again. After a failure the next attempt
// waits a quarter of an hour, each time twice as long, four hours at most.
[[nodiscard]] bool is_copy_due(const std::optional<CopyMark>& last, const CopyMark& now, bool has_synced,
                               const CopyFailures& failures);

}  // namespace app::features
