#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/object.h"

namespace app::sync {

// The last agreement about a pair of records.
struct Agreement {
    std::int64_t link_row_id = 0;
    std::string hubspot_id;
    Fields base;  // what both sides held when they last agreed
};

// A HubSpot record without a link that is certainly the same thing.
struct Match {
    std::string hubspot_id;
    std::string how;  // "email", "sku", "name", "key"
    Fields current;   // what HubSpot holds now, of the mapped properties
};

// All that is known about one QuickBooks record when deciding.
struct Observation {
    std::string quickbooks_id;
    std::string title;
    Fields wanted;  // what HubSpot should hold; blank values are left out
    std::optional<Agreement> agreement = {};
    std::optional<Match> match = {};
    std::string excluded = {};  // why it is not synced; empty when it is
    std::string note = {};      // what is worth saying about the wanted values
};

enum class ActionKind { nothing, create, update, link, excluded };

struct FieldChange {
    std::string property;
    std::string before;
    std::string after;
    bool operator==(const FieldChange&) const = default;
};

struct Action {
    ActionKind kind = ActionKind::nothing;
    std::string hubspot_id = {};  // of update and link
    std::string reason = {};
    std::vector<FieldChange> changes = {};
    Fields fields = {};  // to send
};

// Decides what to do for one record when QuickBooks leads. Pure: no clock, no store, no network.
// - A blank in QuickBooks never overwrites a value in HubSpot: it is not in `wanted`.
// - Of a linked record only what differs from the agreement is sent, so that an edit made in
//   HubSpot stays until the same field changes in QuickBooks.
// - A matched record becomes linked and takes QuickBooks' values where they differ.
[[nodiscard]] Action plan(const Observation& seen);

}  // namespace app::sync
