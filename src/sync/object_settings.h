#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

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

// From what the name of a new customer is made (QBO: DisplayName).
enum class NameRule { person, company, company_and_person };

struct ObjectSettings {
    Direction direction = Direction::to_hubspot;
    WritePolicy in_hubspot = WritePolicy::create_and_update;
    // Making customers of all contacts is never a default: a person chooses it.
    WritePolicy in_quickbooks = WritePolicy::update_only;
    ConflictRule conflicts = ConflictRule::ask;
    std::map<std::string, ConflictRule> field_conflicts = {};  // by property, where it differs
    NameRule names = NameRule::person;

    bool operator==(const ObjectSettings&) const = default;

    bool writes_hubspot() const { return direction != Direction::to_quickbooks; }
    bool writes_quickbooks() const { return direction != Direction::to_hubspot; }
    bool creates_in_quickbooks() const;
    ConflictRule rule_for(const std::string& property) const;
};

using AllSettings = std::array<ObjectSettings, objects.size()>;

[[nodiscard]] std::string json_of(const ObjectSettings& settings);
// Members that are absent have their default; `malformed` names a word that is not known.
[[nodiscard]] Result<ObjectSettings> settings_from_json(std::string_view json);

// What of the settings this object cannot do yet, as a sentence; empty when all is well. Invoices are made in
// QuickBooks and only mirrored to HubSpot.
[[nodiscard]] std::string problem_with(Object object, const ObjectSettings& settings);

}  // namespace app::sync
