#pragma once

#include "sync/fields/mapping_problem.h"
#include "sync/ledger.h"
#include "sync/run_context.h"

// Where mappings and what HubSpot says of its properties are kept.
namespace app::sync {

// What the person set; the defaults until then.
[[nodiscard]] Result<FieldMappings> stored_mappings(Ledger& ledger, Object object);
// The object's properties as the account last told them; empty until it was asked.
[[nodiscard]] Result<PropertyDefinitions> known_properties(Ledger& ledger, const ConnectionId& hubspot,
                                                           Object object);
// The stored ones that can be used.
[[nodiscard]] Result<FieldMappings> usable_mappings(Ledger& ledger, const ConnectionId& hubspot,
                                                    Object object);

// Whose mappings are changed.
struct MappedAccounts {
    ConnectionId quickbooks;
    ConnectionId hubspot;
};
// Files the mappings. All pairs of the object are decided anew, and HubSpot's records are listed again when a property
// came that was not read before. The caller has a transaction open.
Result<void> save_mappings(Ledger& ledger, const MappedAccounts& accounts, Object object,
                           const FieldMappings& mappings, Timestamp at);

// The properties that HubSpot is asked for: of lists and matching, and the mapped ones.
[[nodiscard]] std::vector<std::string> properties_to_read(const std::vector<std::string>& always,
                                                          const FieldMappings& mappings);

// Asks HubSpot for the object's properties, one call.
Task<> read_properties(RunContext& context, Object object);
// The same where a person mapped fields and the last answer is older than a day; takes over what can be used.
Task<> refresh_mappings(RunContext& context);

}  // namespace app::sync
