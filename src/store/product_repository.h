#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// A HubSpot product as last read or written.
struct ProductRow {
    ConnectionId connection;
    HubSpotId id;
    std::string name;
    std::string sku;
    std::optional<Decimal> price;
    bool archived = false;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.name, self.sku, self.price, self.archived,
                        self.modified_at);
    }
};

class ProductRepository {
public:
    explicit ProductRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces all columns; the row id that lists use stays.
    Result<void> put(const ProductRow& row);
    Result<std::optional<ProductRow>> find(const ConnectionId& connection, const HubSpotId& id);
    Result<std::optional<ProductRow>> by_row_id(std::int64_t row_id);
    // Not archived, equal except for ASCII case, in order of id. Empty for an empty text.
    Result<std::vector<ProductRow>> by_sku(const ConnectionId& connection, std::string_view sku);
    Result<std::vector<ProductRow>> by_name(const ConnectionId& connection, std::string_view name);
    // Keeps the rest. Nothing happens to one that was never seen.
    Result<void> set_archived(const ConnectionId& connection, const HubSpotId& id, bool archived);
    // Not archived ones.
    Result<std::int64_t> count(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
