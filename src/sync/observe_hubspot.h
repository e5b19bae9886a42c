#pragma once

#include "sync/run_context.h"

namespace app::sync {

// Reads what HubSpot holds before the first plan, once per connection and again only after the
// local data was lost: contacts and products to match against, and invoices with their lines to
// recognise what was written earlier. Goes on where an interrupted reading stopped.
Task<> observe_hubspot(RunContext& context);

// What is asked of contacts, and of products.
[[nodiscard]] std::vector<std::string> properties_read(const RunContext& context,
                                                       clients::hubspot::ObjectType type);

// The next run lists HubSpot from its beginning: the local state may be older than what HubSpot holds of ours.
Result<void> list_hubspot_again(Ledger& ledger, const ConnectionId& hubspot);

// Files a HubSpot record as last read or written. The caller has a transaction open.
Result<void> file_hubspot_record(RunContext& context, clients::hubspot::ObjectType type, const HubSpotId& id,
                                 const Fields& fields, Timestamp modified_at);

// Files a record as read, unless a newer version of it is known; what both sides agreed on is looked at again
// when a field of it changed. The caller has a transaction open.
Result<void> observe_hubspot_record(RunContext& context, clients::hubspot::ObjectType type,
                                    const clients::hubspot::ObjectRecord& record);

// Files that a record was archived in HubSpot. Nothing happens to one that was never seen, or is archived
// already. The caller has a transaction open.
Result<void> observe_archived(RunContext& context, clients::hubspot::ObjectType type, const HubSpotId& id);

// When the last known version of a record was made, by HubSpot's clock; zero when that is not known.
[[nodiscard]] Result<Timestamp> known_version(RunContext& context, clients::hubspot::ObjectType type,
                                              const HubSpotId& id);

// The properties of a HubSpot record as last read or written; nothing when it was never seen.
[[nodiscard]] Result<std::optional<Fields>> known_fields(RunContext& context,
                                                         clients::hubspot::ObjectType type,
                                                         const HubSpotId& id);

}  // namespace app::sync
