#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "sync/object.h"

// What a person sets for one kind of object. Stored as JSON beside the switches of `object_setting`.
namespace app::sync {

// Which way changes travel.
enum class Direction { to_hubspot, both, to_quickbooks };

// What happens on a side when a record is made or changed on the other.
enum class WritePolicy { create_and_update, update_only, create_only, nothing };

// Which value counts when both sides changed the same field.
enum class ConflictRule { ask, newest, hubspot, quickbooks };

// Which records that are not in step yet take part.
enum class History {
    everything,
    from_date,  // made or changed since a day; of invoices, with a date since then
    from_now,   // made or changed since this was chosen
};

// What happens to the counterpart of a record that is gone: deleted, voided, made inactive, archived, merged away.
enum class DeletionPolicy {
    nothing,  // the pair stays
    unlink,   // both stay as they are, but belong together no more
    remove,   // it is archived in HubSpot, or made inactive in QuickBooks
};

// From what the name of a new customer is made (QBO: DisplayName).
enum class NameRule { person, company, company_and_person };

// As what a product becomes an item (QBO: Item, Type).
enum class NewItemType { service, non_inventory };

// What QuickBooks wants to know of each new item, chosen once.
struct NewItems {
    NewItemType type = NewItemType::service;
    std::string income_account = {};       // its id in QuickBooks; empty until a person chose one
    std::string income_account_name = {};  // as it was called then

    bool operator==(const NewItems&) const = default;
};
// Why a product does not become an item.
inline constexpr std::string_view no_income_account =
    "choose the income account of new items first, under Sync, Rules, Products";

struct ObjectSettings {
    Direction direction = Direction::to_hubspot;
    WritePolicy in_hubspot = WritePolicy::create_and_update;
    // Making customers of all contacts is never a default: a person chooses it.
    WritePolicy in_quickbooks = WritePolicy::update_only;
    ConflictRule conflicts = ConflictRule::ask;
    std::map<std::string, ConflictRule> field_conflicts = {};  // by property, where it differs
    DeletionPolicy deletions = DeletionPolicy::nothing;
    History history = History::everything;
    // Of `from_date` that day's beginning (UTC), of `from_now` the moment of the choice.
    Timestamp history_since = {};
    NameRule names = NameRule::person;
    NewItems new_items = {};

    bool operator==(const ObjectSettings&) const = default;

    bool writes_hubspot() const { return direction != Direction::to_quickbooks; }
    bool writes_quickbooks() const { return direction != Direction::to_hubspot; }
    bool creates_in_quickbooks() const;
    // Whether a record with this last change is too old to begin with.
    bool leaves_out(Timestamp changed_at) const
    {
        return history != History::everything && changed_at < history_since;
    }
    ConflictRule rule_for(const std::string& property) const;
};

using AllSettings = std::array<ObjectSettings, objects.size()>;

[[nodiscard]] std::string json_of(const ObjectSettings& settings);
// Members that are absent have their default; `malformed` names a word that is not known.
[[nodiscard]] Result<ObjectSettings> settings_from_json(std::string_view json);

// Whether changes of this object can travel to QuickBooks. Invoices are made in QuickBooks and only mirrored.
[[nodiscard]] bool can_travel_both_ways(Object object);
// What of the settings this object cannot do, as a sentence; empty when all is well.
[[nodiscard]] std::string problem_with(Object object, const ObjectSettings& settings);

}  // namespace app::sync
