#include "store/connection_repository.h"

namespace app::store {

Result<void> ConnectionRepository::save(const ConnectionRow& row)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO connection (
            id, provider, account_id, account_name, environment, currency, country, time_zone,
            scopes, connected_by, connected_at, health, details, facts_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    )sql",
                              row);
}

Result<std::vector<ConnectionRow>> ConnectionRepository::all()
{
    return m_database.all_rows<ConnectionRow>(R"sql(
        SELECT id, provider, account_id, account_name, environment, currency, country, time_zone,
               scopes, connected_by, connected_at, health, details, facts_at
        FROM connection
        ORDER BY provider, account_name, id
    )sql");
}

Result<std::optional<ConnectionRow>> ConnectionRepository::find(const ConnectionId& id)
{
    return m_database.first_row<ConnectionRow>(R"sql(
        SELECT id, provider, account_id, account_name, environment, currency, country, time_zone,
               scopes, connected_by, connected_at, health, details, facts_at
        FROM connection
        WHERE id = ?1
    )sql",
                                               id);
}

Result<std::vector<ConnectionRow>> ConnectionRepository::by_provider(Provider provider)
{
    return m_database.all_rows<ConnectionRow>(R"sql(
        SELECT id, provider, account_id, account_name, environment, currency, country, time_zone,
               scopes, connected_by, connected_at, health, details, facts_at
        FROM connection
        WHERE provider = ?1
        ORDER BY account_name, id
    )sql",
                                              provider);
}

Result<void> ConnectionRepository::set_health(const ConnectionId& id, ConnectionHealth health)
{
    return m_database.execute("UPDATE connection SET health = ?2 WHERE id = ?1", id, health);
}

Result<void> ConnectionRepository::remove(const ConnectionId& id)
{
    TRY(m_database.execute(R"sql(
        UPDATE link SET state = 'broken' WHERE quickbooks_connection = ?1 OR hubspot_connection = ?1
    )sql",
                           id));
    TRY(m_database.execute(R"sql(
        DELETE FROM invoice_search
        WHERE rowid IN (SELECT row_id FROM invoice WHERE connection_id = ?1)
    )sql",
                           id));
    TRY(m_database.execute("DELETE FROM invoice WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM payment WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM customer WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM item WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM contact WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM product WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM mirror WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM cursor WHERE connection_id = ?1", id));
    TRY(m_database.execute("DELETE FROM capability WHERE connection_id = ?1", id));
    return m_database.execute("DELETE FROM connection WHERE id = ?1", id);
}

}  // namespace app::store
