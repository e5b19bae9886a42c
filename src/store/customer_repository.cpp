#include "store/customer_repository.h"

namespace app::store {

Result<void> CustomerRepository::put(const CustomerRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO customer (connection_id, record_id, display_name, given_name, family_name, company_name,
            email, phone, active, parent_id, currency, balance_e4, city, country, modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (connection_id, record_id) DO UPDATE SET
            display_name = excluded.display_name, given_name = excluded.given_name, family_name
            = excluded.family_name, company_name = excluded.company_name, email =
            excluded.email, phone = excluded.phone, active = excluded.active, parent_id =
            excluded.parent_id, currency = excluded.currency, balance_e4 = excluded.balance_e4,
            city = excluded.city, country = excluded.country, modified_at = excluded.modified_at
    )sql",
                              row);
}

Result<std::optional<CustomerRow>> CustomerRepository::find(const ConnectionId& connection,
                                                            const QuickBooksId& id)
{
    return m_database.first_row<CustomerRow>(R"sql(
        SELECT connection_id, record_id, display_name, given_name, family_name, company_name,
               email, phone, active, parent_id, currency, balance_e4, city, country, modified_at
        FROM customer
        WHERE connection_id = ?1 AND record_id = ?2
    )sql",
                                             connection, id);
}

Result<std::optional<CustomerRow>> CustomerRepository::by_row_id(std::int64_t row_id)
{
    return m_database.first_row<CustomerRow>(R"sql(
        SELECT connection_id, record_id, display_name, given_name, family_name, company_name,
               email, phone, active, parent_id, currency, balance_e4, city, country, modified_at
        FROM customer
        WHERE row_id = ?1
    )sql",
                                             row_id);
}

Result<bool> CustomerRepository::name_is_taken(const ConnectionId& connection, std::string_view display_name)
{
    return TRY(m_database.number(R"sql(
        SELECT EXISTS (SELECT 1 FROM customer
                       WHERE connection_id = ?1 AND lower(display_name) = lower(?2))
            OR EXISTS (SELECT 1 FROM taken_name WHERE connection_id = ?1 AND name = ?2)
    )sql",
                                 connection, display_name)) != 0;
}

Result<void> CustomerRepository::note_taken_name(const ConnectionId& connection,
                                                 std::string_view display_name, Timestamp at)
{
    return m_database.execute(
        "INSERT OR REPLACE INTO taken_name (connection_id, name, found_at) VALUES (?1, ?2, ?3)", connection,
        display_name, at);
}

Result<std::vector<CustomerRow>> CustomerRepository::by_email(const ConnectionId& connection,
                                                              std::string_view email)
{
    if (email.empty()) return std::vector<CustomerRow>();
    return m_database.all_rows<CustomerRow>(R"sql(
        SELECT connection_id, record_id, display_name, given_name, family_name, company_name, email,
               phone, active, parent_id, currency, balance_e4, city, country, modified_at
        FROM customer
        WHERE connection_id = ?1 AND lower(email) = lower(?2)
        ORDER BY row_id
    )sql",
                                            connection, email);
}

Result<std::vector<CustomerRow>> CustomerRepository::by_name(const ConnectionId& connection,
                                                             std::string_view display_name)
{
    if (display_name.empty()) return std::vector<CustomerRow>();
    return m_database.all_rows<CustomerRow>(R"sql(
        SELECT connection_id, record_id, display_name, given_name, family_name, company_name, email,
               phone, active, parent_id, currency, balance_e4, city, country, modified_at
        FROM customer
        WHERE connection_id = ?1 AND lower(display_name) = lower(?2)
        ORDER BY row_id
    )sql",
                                            connection, display_name);
}

Result<std::int64_t> CustomerRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM customer WHERE connection_id = ?1 AND active = 1",
                             connection);
}

}  // namespace app::store
