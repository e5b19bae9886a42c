#include "store/conflict_repository.h"

namespace app::store {

Result<void> ConflictRepository::park(const ConflictRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO conflict (
            object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, title, property,
            base, hubspot, quickbooks, found_at, choice, resolved_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', NULL)
        ON CONFLICT (object, quickbooks_connection, quickbooks_id, hubspot_connection, property)
            WHERE resolved_at IS NULL
        DO UPDATE SET
            choice = CASE WHEN hubspot = excluded.hubspot AND quickbooks = excluded.quickbooks
                          THEN choice ELSE 'open' END,
            hubspot_id = excluded.hubspot_id, title = excluded.title, base = excluded.base,
            hubspot = excluded.hubspot, quickbooks = excluded.quickbooks
    )sql",
                              row.quickbooks, row.hubspot_connection, row.hubspot_id, row.title, row.property,
                              row.base, row.hubspot, row.quickbooks_value, row.found_at);
}

Result<std::vector<ConflictRow>> ConflictRepository::of(const RecordKey& key,
                                                        const ConnectionId& hubspot_connection)
{
    return m_database.all_rows<ConflictRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, title,
               property, base, hubspot, quickbooks, found_at, choice, resolved_at
        FROM conflict
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND hubspot_connection = ?4 AND resolved_at IS NULL
        ORDER BY property
    )sql",
                                            key, hubspot_connection);
}

Result<std::vector<ConflictRow>> ConflictRepository::open(std::int64_t limit)
{
    return m_database.all_rows<ConflictRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, title,
               property, base, hubspot, quickbooks, found_at, choice, resolved_at
        FROM conflict
        WHERE choice = 'open' AND resolved_at IS NULL
        ORDER BY row_id
        LIMIT ?1
    )sql",
                                            limit);
}

Result<std::int64_t> ConflictRepository::count_open()
{
    return m_database.number("SELECT count(*) FROM conflict WHERE choice = 'open' AND resolved_at IS NULL");
}

Result<std::int64_t> ConflictRepository::count_open(ObjectType object)
{
    return m_database.number(
        "SELECT count(*) FROM conflict WHERE object = ?1 AND choice = 'open' AND resolved_at IS NULL",
        object);
}

Result<ConflictRow> ConflictRepository::choose(std::int64_t row_id, ConflictChoice choice)
{
    TRY(m_database.execute("UPDATE conflict SET choice = ?2 WHERE row_id = ?1 AND resolved_at IS NULL",
                           row_id, choice));
    auto row = TRY(m_database.first_row<ConflictRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, hubspot_connection, hubspot_id, title,
               property, base, hubspot, quickbooks, found_at, choice, resolved_at
        FROM conflict
        WHERE row_id = ?1 AND resolved_at IS NULL
    )sql",
                                                     row_id));
    if (!row) return failed(ErrorKind::not_found, "This conflict has been resolved meanwhile.");
    return *std::move(row);
}

Result<void> ConflictRepository::resolve(const RecordKey& key, const ConnectionId& hubspot_connection,
                                         std::string_view property, Timestamp at)
{
    return m_database.execute(R"sql(
        UPDATE conflict SET resolved_at = ?6
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND hubspot_connection = ?4 AND property = ?5 AND resolved_at IS NULL
    )sql",
                              key, hubspot_connection, property, at);
}

}  // namespace app::store
