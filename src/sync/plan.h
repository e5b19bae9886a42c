#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/gone.h"
#include "sync/merge.h"
#include "sync/object.h"
#include "sync/object_settings.h"

namespace app::sync {

// The last agreement about a pair of records.
struct Agreement {
    std::int64_t link_row_id = 0;
    std::string hubspot_id;
    Fields base;               // what both sides held when they last agreed
    Fields hubspot_base = {};  // the same as HubSpot had it, where that differs
    bool broken = false;       // one of the two is gone, and the pair was given up
};

// A HubSpot record without a link that is certainly the same thing.
struct Match {
    std::string hubspot_id;
    std::string how;  // "email", "sku", "name", "key"
    Fields current;   // what HubSpot holds now, of the mapped properties
};

// What counts besides when changes of HubSpot travel to QuickBooks.
struct TwoWay {
    Fields hubspot;                // what HubSpot holds now
    std::set<std::string> fields;  // that travel both ways
    // What QuickBooks holds of the fields that only travel there, with their names.
    Fields quickbooks_bound = {};
    std::set<std::string> quickbooks_bound_names = {};
    std::set<std::string> blank_counts = {};  // fields of which a blank overwrites
    Side newer = Side::quickbooks;
    std::map<std::string, Side> chosen = {};  // a person's decisions about conflicts
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
    ObjectSettings settings = {};
    std::optional<TwoWay> two_way = {};  // when QuickBooks may be written
    std::optional<Gone> gone = {};       // of a pair: one of the two is not there any more
};

// Why a record does not begin to take part.
inline constexpr std::string_view before_history = "older than the history that is synced";

enum class ActionKind {
    nothing,
    create,                // in HubSpot
    update,                // on either side or both
    link,                  // two records become a pair; either side may be written
    create_in_quickbooks,  // from a record that only HubSpot has
    ask,                   // nothing but conflicts
    unlink,                // a pair ends, because one of the two is gone
    remove,                // the same, and the other is archived or made inactive
    excluded,
};

struct FieldChange {
    std::string property;
    std::string before;
    std::string after;
    Side in = Side::hubspot;  // where it is changed
    bool operator==(const FieldChange&) const = default;
};

struct Action {
    ActionKind kind = ActionKind::nothing;
    std::string hubspot_id = {};  // of update and link
    std::string reason = {};
    std::vector<FieldChange> changes = {};
    Fields fields = {};             // to send to HubSpot
    Fields quickbooks_fields = {};  // to send to QuickBooks, by HubSpot's property names
    Fields agreed = {};             // what both sides hold already without having agreed on it
    std::vector<FieldConflict> conflicts = {};
    Side remove_in = Side::hubspot;  // of `remove`
};

// Decides what to do for one record. Pure: no clock, no store, no network. With `two_way` the pair is merged
// field by field (sync/merge.h); a pair that never agreed has conflicts wherever the two differ. Without it
// QuickBooks leads:
// - A blank in QuickBooks overwrites a value in HubSpot only where it is in `wanted`.
// - Of a linked record only what differs from the agreement is sent, so that an edit made in
//   HubSpot stays until the same field changes in QuickBooks.
// - A pair of which one record is gone follows its object's deletion policy (sync/gone.h).
// - A matched record becomes linked and takes QuickBooks' values where they differ.
[[nodiscard]] Action plan(const Observation& seen);

}  // namespace app::sync
