#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class ConnectionHealth { connected, reconnect_needed, disconnected };
template <>
struct Words<ConnectionHealth> {
    static constexpr std::array<std::string_view, 3> words{"connected", "reconnect_needed", "disconnected"};
};

// One account at a provider. The proxy keeps its tokens; here is only what a person may see.
struct ConnectionRow {
    ConnectionId id;
    Provider provider = Provider::hubspot;
    std::string account_id;
    std::string account_name;
    std::string environment;  // "sandbox" or "production"
    std::string currency;     // ISO 4217, empty until the account was asked
    std::string country;
    std::string time_zone;      // IANA name, empty until the account was asked
    std::string scopes = "[]";  // JSON array of text
    std::string connected_by;   // empty when the provider does not say
    std::optional<Timestamp> connected_at;
    ConnectionHealth health = ConnectionHealth::connected;
    std::string details = "{}";         // JSON: further facts of the account
    std::optional<Timestamp> facts_at;  // when currency, country, time zone and details were read

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.id, self.provider, self.account_id, self.account_name, self.environment,
                        self.currency, self.country, self.time_zone, self.scopes, self.connected_by,
                        self.connected_at, self.health, self.details, self.facts_at);
    }
};

class ConnectionRepository {
public:
    explicit ConnectionRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces all columns.
    Result<void> save(const ConnectionRow& row);
    // By provider, then by name.
    Result<std::vector<ConnectionRow>> all();
    Result<std::optional<ConnectionRow>> find(const ConnectionId& id);
    // Disconnected ones included; by name.
    Result<std::vector<ConnectionRow>> by_provider(Provider provider);
    Result<void> set_health(const ConnectionId& id, ConnectionHealth health);
    // Forgets the account and everything read from it; links to it stay as `broken`. The caller has a
    // transaction open.
    Result<void> remove(const ConnectionId& id);

private:
    Database& m_database;
};

}  // namespace app::store
