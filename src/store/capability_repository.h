#pragma once

#include <map>
#include <optional>
#include <string>

#include "store/database.h"

namespace app::store {

struct Capability {
    std::string value;
    Timestamp probed_at;

    constexpr auto columns(this auto&& self) { return std::tie(self.value, self.probed_at); }
};

// What an account was found to allow, by name: "unique_property.contacts" -> "yes".
class CapabilityRepository {
public:
    explicit CapabilityRepository(Database& database) : m_database(database) {}

    Result<std::optional<Capability>> get(const ConnectionId& connection, std::string_view name);
    Result<std::map<std::string, Capability>> all(const ConnectionId& connection);
    Result<void> set(const ConnectionId& connection, std::string_view name, const Capability& capability);
    // All are probed again.
    Result<void> forget(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
