#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "sync/object.h"
#include "sync/object_settings.h"

// Three-way merge of one pair of records, field by field.
namespace app::sync {

enum class Side { hubspot, quickbooks };

// A field that both sides changed, differently, since they last agreed.
struct FieldConflict {
    std::string property;
    std::string base;  // empty when there was no agreement about it
    std::string hubspot;
    std::string quickbooks;
    bool operator==(const FieldConflict&) const = default;
};

struct MergeInput {
    // What each side held when the two last agreed. The services write some values in their own way ("10" and
    // "10.00"), so a side is compared with what it held itself.
    Fields quickbooks_base;
    Fields hubspot_base;
    // What each side holds now, in HubSpot's words; blank values may be left out.
    Fields quickbooks;
    Fields hubspot;
    // Properties that travel both ways. All others of `quickbooks` only go to HubSpot.
    std::set<std::string> two_way;
    // Properties that only travel to QuickBooks.
    std::set<std::string> to_quickbooks_only = {};
    // Properties of which a blank counts as a value.
    std::set<std::string> blank_counts = {};
    bool writes_hubspot = true;
    bool writes_quickbooks = true;
    // Which side was changed last, for the rule `newest`.
    Side newer = Side::quickbooks;
    std::function<ConflictRule(const std::string& property)> rule;
    // A person's decisions about conflicts.
    std::map<std::string, Side> chosen;
};

struct MergeResult {
    Fields to_hubspot;
    Fields to_quickbooks;
    std::vector<FieldConflict> conflicts;
    // Where both sides hold the same, although the last agreement does not say so yet.
    Fields agreed;
    bool operator==(const MergeResult&) const = default;
};

// Pure. A side counts as changed in a field when it holds a value that is not blank and differs from what it
// held at the agreement; so a blank never overwrites, and never conflicts, unless it counts for that property and
// there was a value at the agreement. A field changed on one side goes to
// the other, if that one may be written; a field changed on both to different values follows its rule.
[[nodiscard]] MergeResult merge(const MergeInput& input);

// The value of a property, blank when it is absent.
[[nodiscard]] std::string value_in(const Fields& fields, const std::string& property);

}  // namespace app::sync
