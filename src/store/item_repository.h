#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// A QuickBooks item (product or service) as last read.
struct ItemRow {
    ConnectionId connection;
    QuickBooksId id;
    std::string name;
    std::string full_name;  // with the categories above it: "Hardware:Bolts"
    std::string sku;
    std::string type;  // QuickBooks' word: Inventory, NonInventory, Service, Bundle, Category
    std::string description;
    std::optional<Decimal> unit_price;
    bool taxable = false;
    bool active = true;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.name, self.full_name, self.sku, self.type,
                        self.description, self.unit_price, self.taxable, self.active, self.modified_at);
    }
};

class ItemRepository {
public:
    explicit ItemRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces all columns; the row id that lists use stays.
    Result<void> put(const ItemRow& row);
    Result<std::optional<ItemRow>> find(const ConnectionId& connection, const QuickBooksId& id);
    Result<std::optional<ItemRow>> by_row_id(std::int64_t row_id);
    // Inactive ones too, equal except for ASCII case, in the order in which they were first read. Empty for an
    // empty text.
    Result<std::vector<ItemRow>> by_sku(const ConnectionId& connection, std::string_view sku);
    Result<std::vector<ItemRow>> by_name(const ConnectionId& connection, std::string_view name);
    // Active ones only.
    Result<std::int64_t> count(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
