#include "features/products/products.h"

#include <algorithm>

#include "base/money.h"
#include "clients/quickbooks/decode.h"
#include "features/pairs/both_sides.h"
#include "features/pairs/field_pairs.h"
#include "sync/fields/mapping_store.h"
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

ProductRowView ProductKind::row_view(const Company& company, std::int64_t row_id, const ListRow& row)
{
    return {.row_id = row_id,
            .name = row.name,
            .sku = row.sku,
            .price = row.price ? price_text(*row.price, company.home_currency) : std::string(),
            .type = type_words(row.type),
            .active = row.active,
            .state = static_cast<PairState>(row.state)};
}

Result<ProductDetailView> ProductKind::detail(sync::Ledger& ledger, const Company& company,
                                              std::int64_t row_id, const ListRow& row)
{
    BothSides sides = TRY(both_sides(ledger, company,
                                     {.object = store::ObjectType::products,
                                      .entity = clients::quickbooks::Entity::item,
                                      .hubspot_type = clients::hubspot::ObjectType::product,
                                      .quickbooks_connection = row.quickbooks_connection,
                                      .quickbooks_id = row.quickbooks_id,
                                      .hubspot_connection = row.hubspot_connection,
                                      .hubspot_id = row.hubspot_id}));
    ProductDetailView view;
    view.row = row_view(company, row_id, row);
    sync::Fields wanted;
    if (sides.quickbooks) {
        const auto item = TRY(clients::quickbooks::decode_item(*sides.quickbooks));
        const auto mappings = TRY(sync::usable_mappings(
            ledger, row.hubspot_connection.value_or(ConnectionId()), sync::Object::products));
        wanted = sync::product_from_item(*sides.quickbooks, mappings, "").value_or(sync::Fields());
        view.description = item.description;
    }
    view.sides = std::move(sides.view);
    view.sides.fields = field_pairs(wanted, sides.hubspot);
    view.sides.problem = row.problem;
    return view;
}

}  // namespace app::features
