#pragma once

#include "features/contacts/view.h"
#include "features/pairs/pair_list.h"
#include "store/contact_list.h"

namespace app::features {

struct ContactKind {
    using View = ContactsView;
    using Row = ContactRowView;
    using Sort = ContactSort;
    using List = store::ContactList;
    using ListRow = store::ContactListRow;
    using Query = store::ContactQuery;
    using StoreSort = store::ContactSort;

    static Row row_view(const Company& company, std::int64_t row_id, const ListRow& row);
    // Both sides of one contact as they are known locally.
    static Result<ContactDetailView> detail(sync::Ledger& ledger, const Company& company, std::int64_t row_id,
                                            const ListRow& row);
};

// QuickBooks customers with their HubSpot contacts, and contacts that are only in HubSpot.
using Contacts = PairList<ContactKind>;

}  // namespace app::features
