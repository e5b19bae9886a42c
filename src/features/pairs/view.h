#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "features/row_source.h"

namespace app::features {

// Where a record stands between the two systems.
enum class PairState { in_sync, waiting, failing, excluded, only_hubspot };
inline constexpr std::size_t pair_state_count = 5;

// One field as both sides hold it.
struct FieldPairView {
    std::string label;
    std::string quickbooks;
    std::string hubspot;
    bool differs = false;
};

struct RawFieldView {
    std::string name;
    std::string value;
};

// What happened to a record, as the activity log has it.
struct RecordEventView {
    Timestamp at;
    std::string text;
    std::string cause;  // "Sync", "You"
    bool is_failure = false;
};

// What the details of every kind of pair hold.
struct PairSidesView {
    std::vector<FieldPairView> fields;
    std::vector<RawFieldView> quickbooks_fields;
    std::vector<RawFieldView> hubspot_fields;
    std::vector<RecordEventView> timeline = {};  // newest first
    std::string matched_how;  // "by e-mail", "created by Ledgerbridge", empty when not linked
    std::string problem;
    std::string quickbooks_url;
    std::string hubspot_url;
};

// A list of QuickBooks records with their twins in HubSpot, and of records that are only in HubSpot.
template <class Sort, class Detail>
struct PairListView {
    LoadState state = LoadState::loading;
    std::string problem;
    std::int64_t count_all = 0;
    std::int64_t count_by_state[pair_state_count] = {};
    std::optional<PairState> filter;
    std::string search;
    Sort sort = Sort::name;
    bool ascending = true;
    std::optional<std::int64_t> selected;
    std::optional<Detail> detail;
};

}  // namespace app::features
