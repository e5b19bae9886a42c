#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "features/company.h"
#include "features/contacts/view.h"
#include "store/record_types.h"
#include "sync/object.h"

namespace app::features {

// The two stored halves of a pair of records.
struct BothSides {
    std::optional<Json> quickbooks;
    std::vector<RawFieldView> quickbooks_fields;
    sync::Fields hubspot;
    std::vector<RawFieldView> hubspot_fields;
    std::string matched_how;  // empty when not linked
};

// `entity` and `hubspot_entity` are the APIs' own names ("Customer", "contacts").
struct SidesQuery {
    store::ObjectType object;
    std::string entity;
    std::string hubspot_entity;
    std::optional<ConnectionId> quickbooks_connection;
    std::optional<QuickBooksId> quickbooks_id;
    std::optional<ConnectionId> hubspot_connection;
    std::optional<HubSpotId> hubspot_id;
};

[[nodiscard]] Result<BothSides> both_sides(sync::Ledger& ledger, const SidesQuery& query);

}  // namespace app::features
