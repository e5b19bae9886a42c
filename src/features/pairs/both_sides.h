#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "clients/hubspot/types.h"
#include "clients/quickbooks/types.h"
#include "features/company.h"
#include "features/pairs/view.h"
#include "store/record_types.h"
#include "sync/object.h"

namespace app::features {

// The two stored halves of a pair of records.
struct BothSides {
    std::optional<Json> quickbooks;
    sync::Fields hubspot;
    PairSidesView view;  // without `fields` and `problem`
};

struct SidesQuery {
    store::ObjectType object;
    clients::quickbooks::Entity entity;
    clients::hubspot::ObjectType hubspot_type;
    std::optional<ConnectionId> quickbooks_connection;
    std::optional<QuickBooksId> quickbooks_id;
    std::optional<ConnectionId> hubspot_connection;
    std::optional<HubSpotId> hubspot_id;
};

[[nodiscard]] Result<BothSides> both_sides(sync::Ledger& ledger, const Company& company,
                                           const SidesQuery& query);

}  // namespace app::features
