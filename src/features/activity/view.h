#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "features/row_source.h"

namespace app::features {

enum class ActivityKind { read, decision, write, settled, failure, connection, setting };
inline constexpr std::size_t activity_kind_count = 7;

struct ActivityRowView {
    std::int64_t row_id = 0;
    Timestamp at;
    ActivityKind kind = ActivityKind::read;
    std::string object;  // "Invoices", may be empty
    std::string record;  // name or number, may be empty
    std::string summary;
    std::string cause;        // "Sync", "You"
    std::string detail;       // JSON or text, shown on demand
    std::string correlation;  // the API's own id of the call
};

struct ActivityView {
    LoadState state = LoadState::loading;
    std::int64_t count_all = 0;
    std::optional<ActivityKind> filter;
    std::string search;
    std::optional<std::int64_t> selected;
};

}  // namespace app::features
