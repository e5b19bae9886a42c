#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/contact_list.h"
#include "store/database.h"

namespace app::store {

enum class ProductSort { name, sku, price, type, state };
template <>
struct Words<ProductSort> {
    static constexpr std::array<std::string_view, 5> words{"name", "sku", "price", "type", "state"};
};

struct ProductQuery {
    std::string search;  // part of name, SKU or description
    std::optional<SyncState> state;
    ProductSort sort = ProductSort::name;
    SortOrder order = SortOrder::ascending;
};

struct ProductListRow {
    std::optional<ConnectionId> quickbooks_connection;  // nothing: only in HubSpot
    std::optional<QuickBooksId> quickbooks_id;
    std::optional<ConnectionId> hubspot_connection;
    std::optional<HubSpotId> hubspot_id;
    std::string name;
    std::string sku;
    std::optional<Decimal> price;
    std::string type;  // QuickBooks' word, empty when only in HubSpot
    bool active = true;
    SyncState state = SyncState::waiting;
    std::string problem;  // the open failure's sentence or the reason of the exclusion, else empty

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.quickbooks_connection, self.quickbooks_id, self.hubspot_connection,
                        self.hubspot_id, self.name, self.sku, self.price, self.type, self.active, self.state,
                        self.problem);
    }
};

// QuickBooks items with their HubSpot products, and HubSpot products without an item.
class ProductList {
public:
    explicit ProductList(Database& database) : m_database(database) {}

    // In order; equal values by name, then by list id. By state: what needs attention comes first.
    Result<std::vector<ListId>> ids(const ProductQuery& query);
    Result<std::optional<ProductListRow>> row(ListId id);
    // Lines in one state.
    Result<std::int64_t> count(SyncState state);

private:
    Database& m_database;
};

}  // namespace app::store
