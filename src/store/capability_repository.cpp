#include "store/capability_repository.h"

namespace app::store {

Result<std::optional<Capability>> CapabilityRepository::get(const ConnectionId& connection,
                                                            std::string_view name)
{
    return m_database.first_row<Capability>(
        "SELECT value, probed_at FROM capability WHERE connection_id = ?1 AND name = ?2", connection, name);
}

Result<std::map<std::string, Capability>> CapabilityRepository::all(const ConnectionId& connection)
{
    Rows rows = TRY(m_database.query("SELECT name, value, probed_at FROM capability WHERE connection_id = ?1",
                                     connection));
    std::map<std::string, Capability> capabilities;
    while (TRY(rows.next())) {
        auto [name, capability] = TRY((rows.read<std::string, Capability>()));
        capabilities.emplace(std::move(name), std::move(capability));
    }
    return capabilities;
}

Result<void> CapabilityRepository::set(const ConnectionId& connection, std::string_view name,
                                       const Capability& capability)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO capability (connection_id, name, value, probed_at)
        VALUES (?1, ?2, ?3, ?4)
    )sql",
                              connection, name, capability);
}

Result<void> CapabilityRepository::forget(const ConnectionId& connection)
{
    return m_database.execute("DELETE FROM capability WHERE connection_id = ?1", connection);
}

}  // namespace app::store
