#pragma once

#include "features/pairs/pair_list.h"
#include "features/products/view.h"
#include "store/product_list.h"

namespace app::features {

struct ProductKind {
    using View = ProductsView;
    using Row = ProductRowView;
    using Sort = ProductSort;
    using List = store::ProductList;
    using ListRow = store::ProductListRow;
    using Query = store::ProductQuery;
    using StoreSort = store::ProductSort;

    static Row row_view(const Company& company, std::int64_t row_id, const ListRow& row);
    // Both sides of one product as they are known locally.
    static Result<ProductDetailView> detail(sync::Ledger& ledger, const Company& company, std::int64_t row_id,
                                            const ListRow& row);
};

// QuickBooks items with their HubSpot products, and products that are only in HubSpot.
using Products = PairList<ProductKind>;

}  // namespace app::features
