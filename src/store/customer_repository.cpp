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

Result<std::int64_t> CustomerRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM customer WHERE connection_id = ?1 AND active = 1",
                             connection);
}

}  // namespace app::store
