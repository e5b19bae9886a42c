#pragma once

#include "features/contacts/view.h"

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
    ProductRowView row;
    std::string description;
    std::vector<FieldPairView> fields;
    std::vector<RawFieldView> quickbooks_fields;
    std::vector<RawFieldView> hubspot_fields;
    std::string matched_how;
    std::string problem;
    std::string quickbooks_url;
    std::string hubspot_url;
};

struct ProductsView {
    LoadState state = LoadState::loading;
    std::string problem;
    std::int64_t count_all = 0;
    std::int64_t count_by_state[pair_state_count] = {};
    std::optional<PairState> filter;
    std::string search;
    ProductSort sort = ProductSort::name;
    bool ascending = true;
    std::optional<std::int64_t> selected;
    std::optional<ProductDetailView> detail;
};

}  // namespace app::features
