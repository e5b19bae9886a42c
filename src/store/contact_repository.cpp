#include "store/contact_repository.h"

namespace app::store {

Result<void> ContactRepository::put(const ContactRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO contact (connection_id, record_id, email, first_name, last_name, company, phone, archived,
            modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (connection_id, record_id) DO UPDATE SET
            email = excluded.email, first_name = excluded.first_name, last_name =
            excluded.last_name, company = excluded.company, phone = excluded.phone, archived =
            excluded.archived, modified_at = excluded.modified_at
    )sql",
                              row);
}

Result<std::optional<ContactRow>> ContactRepository::find(const ConnectionId& connection, const HubSpotId& id)
{
    return m_database.first_row<ContactRow>(R"sql(
        SELECT connection_id, record_id, email, first_name, last_name, company, phone, archived,
               modified_at
        FROM contact
        WHERE connection_id = ?1 AND record_id = ?2
    )sql",
                                            connection, id);
}

Result<std::optional<ContactRow>> ContactRepository::by_row_id(std::int64_t row_id)
{
    return m_database.first_row<ContactRow>(R"sql(
        SELECT connection_id, record_id, email, first_name, last_name, company, phone, archived,
               modified_at
        FROM contact
        WHERE row_id = ?1
    )sql",
                                            row_id);
}

Result<std::vector<ContactRow>> ContactRepository::by_email(const ConnectionId& connection,
                                                            std::string_view email)
{
    return m_database.all_rows<ContactRow>(R"sql(
        SELECT connection_id, record_id, email, first_name, last_name, company, phone, archived,
               modified_at
        FROM contact
        WHERE connection_id = ?1 AND lower(email) = lower(?2) AND ?2 <> '' AND archived = 0
        ORDER BY length(record_id), record_id
    )sql",
                                           connection, email);
}

Result<std::vector<ContactRow>> ContactRepository::by_name(const ConnectionId& connection,
                                                           std::string_view name)
{
    if (name.empty()) return std::vector<ContactRow>();
    return m_database.all_rows<ContactRow>(R"sql(
        SELECT connection_id, record_id, email, first_name, last_name, company, phone, archived, modified_at
        FROM contact
        WHERE connection_id = ?1 AND lower(first_name || ' ' || last_name) = lower(?2) AND archived = 0
        ORDER BY record_id
    )sql",
                                           connection, name);
}

Result<void> ContactRepository::set_archived(const ConnectionId& connection, const HubSpotId& id,
                                             bool archived)
{
    return m_database.execute("UPDATE contact SET archived = ?3 WHERE connection_id = ?1 AND record_id = ?2",
                              connection, id, archived);
}

Result<std::int64_t> ContactRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM contact WHERE connection_id = ?1 AND archived = 0",
                             connection);
}

}  // namespace app::store
