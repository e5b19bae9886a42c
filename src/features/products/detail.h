#pragma once

#include "features/company.h"
#include "features/products/view.h"
#include "store/product_list.h"

namespace app::features {

[[nodiscard]] ProductRowView product_row_view(std::int64_t row_id, const store::ProductListRow& row,
                                              const std::string& home_currency);

// Both sides of one product as they are known locally.
[[nodiscard]] Result<ProductDetailView> product_detail(sync::Ledger& ledger, const Company& company,
                                                       std::int64_t row_id, const store::ProductListRow& row);

}  // namespace app::features
