#include "store/product_repository.h"

namespace app::store {

Result<void> ProductRepository::put(const ProductRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO product (connection_id, record_id, name, sku, price, archived, modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (connection_id, record_id) DO UPDATE SET
            name = excluded.name, sku = excluded.sku, price = excluded.price, archived =
            excluded.archived, modified_at = excluded.modified_at
    )sql",
                              row);
}

Result<std::optional<ProductRow>> ProductRepository::find(const ConnectionId& connection, const HubSpotId& id)
{
    return m_database.first_row<ProductRow>(R"sql(
        SELECT connection_id, record_id, name, sku, price, archived, modified_at
        FROM product
        WHERE connection_id = ?1 AND record_id = ?2
    )sql",
                                            connection, id);
}

Result<std::optional<ProductRow>> ProductRepository::by_row_id(std::int64_t row_id)
{
    return m_database.first_row<ProductRow>(R"sql(
        SELECT connection_id, record_id, name, sku, price, archived, modified_at
        FROM product
        WHERE row_id = ?1
    )sql",
                                            row_id);
}

Result<std::vector<ProductRow>> ProductRepository::by_sku(const ConnectionId& connection,
                                                          std::string_view sku)
{
    return m_database.all_rows<ProductRow>(R"sql(
        SELECT connection_id, record_id, name, sku, price, archived, modified_at
        FROM product
        WHERE connection_id = ?1 AND lower(sku) = lower(?2) AND ?2 <> '' AND archived = 0
        ORDER BY length(record_id), record_id
    )sql",
                                           connection, sku);
}

Result<std::vector<ProductRow>> ProductRepository::by_name(const ConnectionId& connection,
                                                           std::string_view name)
{
    return m_database.all_rows<ProductRow>(R"sql(
        SELECT connection_id, record_id, name, sku, price, archived, modified_at
        FROM product
        WHERE connection_id = ?1 AND lower(name) = lower(?2) AND ?2 <> '' AND archived = 0
        ORDER BY length(record_id), record_id
    )sql",
                                           connection, name);
}

Result<void> ProductRepository::set_archived(const ConnectionId& connection, const HubSpotId& id,
                                             bool archived)
{
    return m_database.execute("UPDATE product SET archived = ?3 WHERE connection_id = ?1 AND record_id = ?2",
                              connection, id, archived);
}

Result<std::int64_t> ProductRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM product WHERE connection_id = ?1 AND archived = 0",
                             connection);
}

}  // namespace app::store
