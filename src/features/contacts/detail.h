#pragma once

#include "features/company.h"
#include "features/contacts/view.h"
#include "store/contact_list.h"

namespace app::features {

[[nodiscard]] ContactRowView contact_row_view(std::int64_t row_id, const store::ContactListRow& row);

// Both sides of one contact as they are known locally.
[[nodiscard]] Result<ContactDetailView> contact_detail(sync::Ledger& ledger, const Company& company,
                                                       std::int64_t row_id, const store::ContactListRow& row);

}  // namespace app::features
