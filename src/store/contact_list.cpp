#include "store/contact_list.h"

#include "store/search_words.h"

namespace app::store {

Result<std::vector<ListId>> ContactList::ids(const ContactQuery& query)
{
    Rows rows = TRY(m_database.query(R"sql(
        SELECT list_id
        FROM (
            SELECT *,
                   CASE ?3
                       WHEN 'name' THEN lower(name)
                       WHEN 'email' THEN lower(email)
                       WHEN 'company' THEN lower(company)
                       WHEN 'balance' THEN balance_e4
                       WHEN 'state' THEN CASE state
                           WHEN 'failing' THEN 0 WHEN 'waiting' THEN 1 WHEN 'not_linked' THEN 2
                           WHEN 'excluded' THEN 3 ELSE 4 END
                   END AS sort_key
            FROM (
                SELECT row_id AS list_id, display_name AS name, email, company_name AS company,
                       phone, balance_e4, state
                FROM customer_status
                UNION ALL
                SELECT -row_id, trim(first_name || ' ' || last_name), email, company, phone, NULL,
                       'not_linked'
                FROM contact_unlinked
            )
        )
        WHERE (?2 IS NULL OR state = ?2)
          AND NOT EXISTS (
              SELECT 1 FROM json_each(?1) AS word
              WHERE instr(lower(concat_ws(char(10), name, email, company, phone)),
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

Result<std::optional<ContactListRow>> ContactList::row(ListId id)
{
    if (id > 0) {
        return m_database.first_row<ContactListRow>(R"sql(
            SELECT connection_id, record_id, hubspot_connection, hubspot_id, display_name, email,
                   phone, company_name, currency, balance_e4, active, state, problem
            FROM customer_status
            WHERE row_id = ?1
        )sql",
                                                    id);
    }
    return m_database.first_row<ContactListRow>(R"sql(
        SELECT NULL, NULL, connection_id, record_id, trim(first_name || ' ' || last_name), email,
               phone, company, '', NULL, 1, 'not_linked', ''
        FROM contact_unlinked
        WHERE row_id = ?1
    )sql",
                                                -id);
}

Result<std::int64_t> ContactList::count(SyncState state)
{
    if (state == SyncState::not_linked) {
        return m_database.number("SELECT count(*) FROM contact_unlinked");
    }
    return m_database.number("SELECT count(*) FROM customer_status WHERE state = ?1", state);
}

}  // namespace app::store
