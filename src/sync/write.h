#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/hubspot/types.h"
#include "store/intent_repository.h"
#include "sync/object.h"

namespace app::sync {

// WriteItem::how of one whose pair ends with the write.
inline constexpr std::string_view removed_how = "removed";

// One record within a write.
struct WriteItem {
    store::RecordKey key;
    std::string title;
    std::string hubspot_id;       // of updates, associations and removals
    std::string how = "created";  // how a new link comes about
    Fields sent;                  // the properties that go out; of a removed association, its member
    Fields agreed;                // what becomes part of the agreement when it is done
};

// One call that changes HubSpot, before it is filed as an intent.
struct Write {
    clients::hubspot::ObjectType type = clients::hubspot::ObjectType::contact;
    store::IntentAction action = store::IntentAction::upsert;
    // The other side of an association.
    clients::hubspot::ObjectType to = clients::hubspot::ObjectType::contact;
    std::vector<WriteItem> items;
};

// The agreement's members that are associations, not properties of the record. They never go out as
// properties; a call of their own makes them.
inline constexpr const char* contact_association = "~contact";
inline constexpr const char* invoice_association = "~invoice";
[[nodiscard]] bool is_association(const std::string& member);
[[nodiscard]] Fields without_associations(const Fields& fields);
[[nodiscard]] bool is_about_associations(store::IntentAction action);

// The property that holds the QuickBooks key of this type.
[[nodiscard]] const char* key_property(clients::hubspot::ObjectType type);
[[nodiscard]] store::ObjectType stored_type(clients::hubspot::ObjectType type);
[[nodiscard]] clients::hubspot::ObjectType hubspot_type(store::ObjectType object);

// The exact body and the path, filed and sent unchanged however often it is repeated.
[[nodiscard]] std::string body_of(const Write& write);
[[nodiscard]] std::string path_of(const Write& write);
[[nodiscard]] std::string trace_id_at(std::size_t position);

// An item as it is filed, and back; a restart must find all that settling needs.
[[nodiscard]] std::string payload_of(const WriteItem& item);
[[nodiscard]] Result<WriteItem> item_from(const store::IntentItemRow& row);

}  // namespace app::sync
