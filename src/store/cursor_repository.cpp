#include "store/cursor_repository.h"

namespace app::store {

Result<std::optional<std::string>> CursorRepository::get(const ConnectionId& connection,
                                                         std::string_view name)
{
    const auto row = TRY((m_database.first<std::string>(
        "SELECT value FROM cursor WHERE connection_id = ?1 AND name = ?2", connection, name)));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

Result<std::optional<Timestamp>> CursorRepository::updated_at(const ConnectionId& connection,
                                                              std::string_view name)
{
    const auto row = TRY((m_database.first<Timestamp>(
        "SELECT updated_at FROM cursor WHERE connection_id = ?1 AND name = ?2", connection, name)));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

Result<void> CursorRepository::set(const ConnectionId& connection, std::string_view name,
                                   std::string_view value, Timestamp at)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO cursor (connection_id, name, value, updated_at)
        VALUES (?1, ?2, ?3, ?4)
    )sql",
                              connection, name, value, at);
}

Result<void> CursorRepository::remove(const ConnectionId& connection, std::string_view name)
{
    return m_database.execute("DELETE FROM cursor WHERE connection_id = ?1 AND name = ?2", connection, name);
}

}  // namespace app::store
