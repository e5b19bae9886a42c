#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// A QuickBooks customer as last read. Text that QuickBooks leaves out is empty.
struct CustomerRow {
    ConnectionId connection;
    QuickBooksId id;
    std::string display_name;
    std::string given_name;
    std::string family_name;
    std::string company_name;
    std::string email;
    std::string phone;
    bool active = true;
    std::optional<QuickBooksId> parent;  // of a sub-customer (a job)
    std::string currency;
    std::int64_t balance_e4 = 0;
    std::string city;
    std::string country;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.display_name, self.given_name, self.family_name,
                        self.company_name, self.email, self.phone, self.active, self.parent, self.currency,
                        self.balance_e4, self.city, self.country, self.modified_at);
    }
};

class CustomerRepository {
public:
    explicit CustomerRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces all columns; the row id that lists use stays.
    Result<void> put(const CustomerRow& row);
    Result<std::optional<CustomerRow>> find(const ConnectionId& connection, const QuickBooksId& id);
    Result<std::optional<CustomerRow>> by_row_id(std::int64_t row_id);
    // Whether a known customer has the name, or QuickBooks said that another record has it; case does not
    // count. Names of inactive customers count too.
    Result<bool> name_is_taken(const ConnectionId& connection, std::string_view display_name);
    Result<void> note_taken_name(const ConnectionId& connection, std::string_view display_name, Timestamp at);
    // With this address, or with this name; case does not count. In the order in which they were first read.
    Result<std::vector<CustomerRow>> by_email(const ConnectionId& connection, std::string_view email);
    Result<std::vector<CustomerRow>> by_name(const ConnectionId& connection, std::string_view display_name);
    // Active ones only.
    Result<std::int64_t> count(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
