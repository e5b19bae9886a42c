#pragma once

#include "features/pairs/view.h"

namespace app::features {

enum class ProductSort { name, sku, price, type, state };

struct ProductRowView {
    std::int64_t row_id = 0;  // negative for records that are only in HubSpot
    std::string name;
    std::string sku;
    std::string price;  // exact text with the home currency's decimals
    std::string type;   // "Service", "Non-inventory", "Inventory", "Bundle"
    bool active = true;
    PairState state = PairState::waiting;
};

struct ProductDetailView {
    PairSidesView sides;
    ProductRowView row;
    std::string description;
};

using ProductsView = PairListView<ProductSort, ProductDetailView>;

}  // namespace app::features
