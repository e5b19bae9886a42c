#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/loop.h"
#include "base/random.h"
#include "clients/hubspot/client.h"
#include "clients/journal.h"
#include "clients/quickbooks/client.h"
#include "sync/fields/field_mapping.h"
#include "sync/ledger.h"
#include "sync/object_settings.h"
#include "sync/progress.h"
#include "sync/run_control.h"

namespace app::sync {

// The two accounts that a run keeps in step.
struct Accounts {
    ConnectionId quickbooks;
    std::string quickbooks_account;  // the company's id, part of the key that HubSpot records carry
    std::string home_currency = {};
    std::string time_zone = {};
    ConnectionId hubspot;
    std::string hubspot_account = {};                  // the portal's id
    std::vector<std::string> hubspot_currencies = {};  // in which HubSpot takes amounts
};

// What a run needs from outside, handed to each of its parts.
struct RunContext {
    Ledger& ledger;
    clients::hubspot::Client& hubspot;
    clients::quickbooks::Client& quickbooks;
    clients::Journal& journal;
    Loop& loop;
    const Clock& clock;
    Random& random;
    const TimeZones& zones;
    RunControl& control;
    Progress& progress;
    Accounts accounts;
    RunId run;
    // Asked before a first load with the number of records to come; fails when there is no room for them. Empty: there is.
    std::function<Task<>(std::int64_t records)> room_for = {};
    std::vector<std::string> coverage = {};  // sentences on what was read, for the report
    AllSettings settings = {};               // as read by load_settings
    AllMappings mappings = {};               // those that can be used; read likewise
    // Names of new records that are on their way to QuickBooks, in lower case, per object.
    std::array<std::set<std::string>, objects.size()> names_on_the_way = {};

    Date today() const { return date_in_zone(zones, accounts.time_zone, clock.now()); }
    const ObjectSettings& settings_of(Object object) const
    {
        return settings[static_cast<std::size_t>(object)];
    }
    const FieldMappings& mappings_of(Object object) const
    {
        return mappings[static_cast<std::size_t>(object)];
    }
    std::set<std::string>& names_of(Object object)
    {
        return names_on_the_way[static_cast<std::size_t>(object)];
    }
    // The value of the id property: ids of two companies may be equal.
    std::string key_of(const QuickBooksId& id) const { return accounts.quickbooks_account + ":" + id.value; }
    store::RecordKey record_key(store::ObjectType object, QuickBooksId id) const
    {
        return {.object = object, .connection = accounts.quickbooks, .id = std::move(id)};
    }
    // Of a record that only HubSpot has so far: named by where it is.
    store::RecordKey hubspot_key(store::ObjectType object, const HubSpotId& id) const
    {
        return {.object = object, .connection = accounts.hubspot, .id = QuickBooksId(id.value)};
    }
};

[[nodiscard]] store::ObjectType object_type(Object object);
// The object that a stored record belongs to; lines belong to invoices.
[[nodiscard]] Object object_of(store::ObjectType type);
[[nodiscard]] clients::quickbooks::Entity entity_of(Object object);

// Takes over what the person set: settings and mappings.
Result<void> load_settings(RunContext& context);

}  // namespace app::sync
