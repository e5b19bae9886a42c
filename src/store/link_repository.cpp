#include "store/link_repository.h"

namespace app::store {

Result<std::optional<LinkRow>> LinkRepository::by_quickbooks(const RecordKey& key,
                                                             const ConnectionId& hubspot_connection)
{
    return m_database.first_row<LinkRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection,
               hubspot_id, base, hubspot_base, state, linked_how, linked_at, base_at, changed_at
        FROM link
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND hubspot_connection = ?4
    )sql",
                                         key, hubspot_connection);
}

Result<std::optional<LinkRow>> LinkRepository::by_hubspot(ObjectType object,
                                                          const ConnectionId& hubspot_connection,
                                                          const HubSpotId& hubspot_id)
{
    return m_database.first_row<LinkRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection,
               hubspot_id, base, hubspot_base, state, linked_how, linked_at, base_at, changed_at
        FROM link
        WHERE object = ?1 AND hubspot_connection = ?2 AND hubspot_id = ?3
    )sql",
                                         object, hubspot_connection, hubspot_id);
}

Result<std::int64_t> LinkRepository::add(const LinkRow& row)
{
    TRY(m_database.execute(R"sql(
        INSERT INTO link (
            object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, base,
            hubspot_base, state, linked_how, linked_at, base_at, changed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    )sql",
                           row.quickbooks, row.hubspot_connection, row.hubspot_id, row.base, row.hubspot_base,
                           row.state, row.linked_how, row.linked_at, row.base_at, row.changed_at));
    return m_database.last_row_id();
}

Result<void> LinkRepository::set_base(std::int64_t row_id, std::string_view base,
                                      std::string_view hubspot_base, Timestamp at)
{
    return m_database.execute(R"sql(
        UPDATE link SET base = ?2, hubspot_base = ?3, base_at = ?4, changed_at = NULL WHERE row_id = ?1
    )sql",
                              row_id, base, hubspot_base, at);
}

Result<void> LinkRepository::mark_changed(std::int64_t row_id, Timestamp at)
{
    return m_database.execute("UPDATE link SET changed_at = ?2 WHERE row_id = ?1 AND changed_at IS NULL",
                              row_id, at);
}

Result<void> LinkRepository::clear_changed(std::int64_t row_id)
{
    return m_database.execute("UPDATE link SET changed_at = NULL WHERE row_id = ?1", row_id);
}

Result<void> LinkRepository::set_state(std::int64_t row_id, LinkState state)
{
    return m_database.execute("UPDATE link SET state = ?2 WHERE row_id = ?1", row_id, state);
}

Result<void> LinkRepository::move_to(std::int64_t row_id, const HubSpotId& hubspot_id)
{
    return m_database.execute("UPDATE link SET hubspot_id = ?2 WHERE row_id = ?1", row_id, hubspot_id);
}

Result<void> LinkRepository::mark_all_changed(ObjectType object, const ConnectionId& quickbooks_connection,
                                              Timestamp at)
{
    return m_database.execute(R"sql(
        UPDATE link SET changed_at = ?3
        WHERE object = ?1 AND quickbooks_connection = ?2 AND state = 'linked' AND changed_at IS NULL
    )sql",
                              object, quickbooks_connection, at);
}

Result<void> LinkRepository::remove(std::int64_t row_id)
{
    return m_database.execute("DELETE FROM link WHERE row_id = ?1", row_id);
}

Result<std::int64_t> LinkRepository::count(ObjectType object)
{
    return m_database.number("SELECT count(*) FROM link WHERE object = ?1 AND state = 'linked'", object);
}

// One row per statement: a walk with one open statement would see what the visitor writes.
Result<void> LinkRepository::each(ObjectType object, const std::function<Result<void>(const LinkRow&)>& visit)
{
    const std::int64_t last = TRY(m_database.number("SELECT coalesce(max(row_id), 0) FROM link"));
    std::int64_t row_id = 0;
    while (row_id < last) {
        const std::optional<LinkRow> link = TRY(m_database.first_row<LinkRow>(R"sql(
            SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection,
                   hubspot_id, base, hubspot_base, state, linked_how, linked_at, base_at, changed_at
            FROM link
            WHERE row_id > ?1 AND row_id <= ?2 AND object = ?3
            ORDER BY row_id
            LIMIT 1
        )sql",
                                                                              row_id, last, object));
        if (!link) break;
        TRY(visit(*link));
        row_id = link->row_id;
    }
    return {};
}

// Between '<invoice>:' and '<invoice>;': the character after the colon.
Result<std::vector<LinkRow>> LinkRepository::lines_of(const ConnectionId& quickbooks_connection,
                                                      const QuickBooksId& invoice)
{
    return m_database.all_rows<LinkRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection,
               hubspot_id, base, hubspot_base, state, linked_how, linked_at, base_at, changed_at
        FROM link
        WHERE object = 'line_items' AND quickbooks_connection = ?1
          AND quickbooks_id > ?2 || ':' AND quickbooks_id < ?2 || ';'
        ORDER BY row_id
    )sql",
                                        quickbooks_connection, invoice);
}

}  // namespace app::store
