#include "store/product_list.h"

#include "store/search_words.h"

namespace app::store {

// A price as REAL is good enough to sort by; it is never shown or added.
Result<std::vector<ListId>> ProductList::ids(const ProductQuery& query)
{
    Rows rows = TRY(m_database.query(R"sql(
        SELECT list_id
        FROM (
            SELECT *,
                   CASE ?3
                       WHEN 'name' THEN lower(name)
                       WHEN 'sku' THEN lower(sku)
                       WHEN 'price' THEN CAST(price AS REAL)
                       WHEN 'type' THEN type
                       WHEN 'state' THEN CASE state
                           WHEN 'failing' THEN 0 WHEN 'waiting' THEN 1 WHEN 'not_linked' THEN 2
                           WHEN 'excluded' THEN 3 ELSE 4 END
                   END AS sort_key
            FROM (
                SELECT row_id AS list_id, full_name AS name, sku, unit_price AS price, type,
                       description, state
                FROM item_status
                UNION ALL
                SELECT -row_id, name, sku, price, '', '', 'not_linked'
                FROM product_unlinked
            )
        )
        WHERE (?2 IS NULL OR state = ?2)
          AND NOT EXISTS (
              SELECT 1 FROM json_each(?1) AS word
              WHERE instr(lower(concat_ws(char(10), name, sku, description)),
                          lower(word.value)) = 0)
        ORDER BY CASE WHEN ?4 = 'ascending' THEN sort_key END,
                 CASE WHEN ?4 = 'descending' THEN sort_key END DESC,
                 lower(name), list_id
    )sql",
                                     SearchWords(query.search).all(), query.state, query.sort, query.order));

    std::vector<ListId> ids;
    while (TRY(rows.next())) ids.push_back(std::get<0>(TRY((rows.read<ListId>()))));
    return ids;
}

Result<std::optional<ProductListRow>> ProductList::row(ListId id)
{
    if (id > 0) {
        return m_database.first_row<ProductListRow>(R"sql(
            SELECT connection_id, record_id, hubspot_connection, hubspot_id, full_name, sku,
                   unit_price, type, active, state, problem
            FROM item_status
            WHERE row_id = ?1
        )sql",
                                                    id);
    }
    return m_database.first_row<ProductListRow>(R"sql(
        SELECT NULL, NULL, connection_id, record_id, name, sku, price, '', 1, 'not_linked', ''
        FROM product_unlinked
        WHERE row_id = ?1
    )sql",
                                                -id);
}

Result<std::int64_t> ProductList::count(SyncState state)
{
    if (state == SyncState::not_linked) {
        return m_database.number("SELECT count(*) FROM product_unlinked");
    }
    return m_database.number("SELECT count(*) FROM item_status WHERE state = ?1", state);
}

}  // namespace app::store
