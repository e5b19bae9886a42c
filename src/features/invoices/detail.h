#pragma once

#include "features/company.h"
#include "features/invoices/view.h"
#include "store/invoice_list.h"

namespace app::features {

[[nodiscard]] InvoiceRowView invoice_row_view(std::int64_t row_id, const store::InvoiceListRow& row);

// Everything about one invoice that is known locally: lines, payments, both sides' fields, history.
[[nodiscard]] Result<InvoiceDetailView> invoice_detail(sync::Ledger& ledger, const Company& company,
                                                       std::int64_t row_id, const store::InvoiceListRow& row);

}  // namespace app::features
