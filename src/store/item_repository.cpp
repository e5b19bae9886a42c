#include "store/item_repository.h"

namespace app::store {

Result<void> ItemRepository::put(const ItemRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO item (connection_id, record_id, name, full_name, sku, type, description, unit_price,
            taxable, active, modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (connection_id, record_id) DO UPDATE SET
            name = excluded.name, full_name = excluded.full_name, sku = excluded.sku, type =
            excluded.type, description = excluded.description, unit_price = excluded.unit_price,
            taxable = excluded.taxable, active = excluded.active, modified_at =
            excluded.modified_at
    )sql",
                              row);
}

Result<std::optional<ItemRow>> ItemRepository::find(const ConnectionId& connection, const QuickBooksId& id)
{
    return m_database.first_row<ItemRow>(R"sql(
        SELECT connection_id, record_id, name, full_name, sku, type, description, unit_price,
               taxable, active, modified_at
        FROM item
        WHERE connection_id = ?1 AND record_id = ?2
    )sql",
                                         connection, id);
}

Result<std::optional<ItemRow>> ItemRepository::by_row_id(std::int64_t row_id)
{
    return m_database.first_row<ItemRow>(R"sql(
        SELECT connection_id, record_id, name, full_name, sku, type, description, unit_price,
               taxable, active, modified_at
        FROM item
        WHERE row_id = ?1
    )sql",
                                         row_id);
}

Result<std::vector<ItemRow>> ItemRepository::by_sku(const ConnectionId& connection, std::string_view sku)
{
    return m_database.all_rows<ItemRow>(R"sql(
        SELECT connection_id, record_id, name, full_name, sku, type, description, unit_price,
               taxable, active, modified_at
        FROM item
        WHERE connection_id = ?1 AND lower(sku) = lower(?2) AND ?2 <> ''
        ORDER BY row_id
    )sql",
                                        connection, sku);
}

Result<std::vector<ItemRow>> ItemRepository::by_name(const ConnectionId& connection, std::string_view name)
{
    return m_database.all_rows<ItemRow>(R"sql(
        SELECT connection_id, record_id, name, full_name, sku, type, description, unit_price,
               taxable, active, modified_at
        FROM item
        WHERE connection_id = ?1 AND lower(name) = lower(?2) AND ?2 <> ''
        ORDER BY row_id
    )sql",
                                        connection, name);
}

Result<std::int64_t> ItemRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM item WHERE connection_id = ?1 AND active = 1", connection);
}

}  // namespace app::store
