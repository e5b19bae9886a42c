#include "features/products/detail.h"

#include <algorithm>

#include "base/money.h"
#include "clients/hubspot/types.h"
#include "clients/quickbooks/decode.h"
#include "features/both_sides.h"
#include "features/field_pairs.h"
#include "sync/product_mapping.h"

namespace app::features {
namespace {

// QuickBooks' words are one word each.
std::string type_words(const std::string& type)
{
    if (type == "NonInventory") return "Non-inventory";
    return type == "Group" ? "Bundle" : type;
}

// A unit price may be finer than the currency's smallest coin; nothing of it is hidden.
std::string price_text(const Decimal& price, const std::string& currency)
{
    return price.to_text(std::max(currency_digits(currency), price.scale()));
}

}  // namespace

ProductRowView product_row_view(std::int64_t row_id, const store::ProductListRow& row,
                                const std::string& home_currency)
{
    return {.row_id = row_id,
            .name = row.name,
            .sku = row.sku,
            .price = row.price ? price_text(*row.price, home_currency) : std::string(),
            .type = type_words(row.type),
            .active = row.active,
            .state = static_cast<PairState>(row.state)};
}

Result<ProductDetailView> product_detail(sync::Ledger& ledger, const Company& company, std::int64_t row_id,
                                         const store::ProductListRow& row)
{
    BothSides sides = TRY(both_sides(ledger, {.object = store::ObjectType::products,
                                              .entity = "Item",
                                              .hubspot_entity = "products",
                                              .quickbooks_connection = row.quickbooks_connection,
                                              .quickbooks_id = row.quickbooks_id,
                                              .hubspot_connection = row.hubspot_connection,
                                              .hubspot_id = row.hubspot_id}));
    ProductDetailView view;
    view.row = product_row_view(row_id, row, company.home_currency);
    sync::Fields wanted;
    if (sides.quickbooks) {
        const auto item = TRY(clients::quickbooks::decode_item(*sides.quickbooks));
        wanted = sync::product_from_item(item, "");
        view.description = item.description;
    }
    view.fields = field_pairs(wanted, sides.hubspot);
    view.quickbooks_fields = std::move(sides.quickbooks_fields);
    view.hubspot_fields = std::move(sides.hubspot_fields);
    view.matched_how = std::move(sides.matched_how);
    view.problem = row.problem;
    if (row.quickbooks_id) view.quickbooks_url = quickbooks_url(company, "item", row.quickbooks_id->value);
    if (row.hubspot_id) {
        view.hubspot_url = hubspot_url(
            company, std::string(clients::hubspot::type_id(clients::hubspot::ObjectType::product)),
            row.hubspot_id->value);
    }
    return view;
}

}  // namespace app::features
