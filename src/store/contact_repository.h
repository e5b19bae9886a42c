#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// A HubSpot contact as last read or written.
struct ContactRow {
    ConnectionId connection;
    HubSpotId id;
    std::string email;
    std::string first_name;
    std::string last_name;
    std::string company;
    std::string phone;
    bool archived = false;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.email, self.first_name, self.last_name, self.company,
                        self.phone, self.archived, self.modified_at);
    }
};

class ContactRepository {
public:
    explicit ContactRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces all columns; the row id that lists use stays.
    Result<void> put(const ContactRow& row);
    Result<std::optional<ContactRow>> find(const ConnectionId& connection, const HubSpotId& id);
    Result<std::optional<ContactRow>> by_row_id(std::int64_t row_id);
    // Not archived, ASCII letters compared without case, in order of id. Empty for an empty address.
    Result<std::vector<ContactRow>> by_email(const ConnectionId& connection, std::string_view email);
    // Not archived, by "first last", ASCII letters compared without case, in order of id.
    Result<std::vector<ContactRow>> by_name(const ConnectionId& connection, std::string_view name);
    // Keeps the rest. Nothing happens to one that was never seen.
    Result<void> set_archived(const ConnectionId& connection, const HubSpotId& id, bool archived);
    // Not archived ones.
    Result<std::int64_t> count(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
