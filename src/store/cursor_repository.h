#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace app::store {

// How far reading has come, per account and question ("cdc", "contacts"). Written in the transaction of the
// records that it accounts for.
class CursorRepository {
public:
    explicit CursorRepository(Database& database) : m_database(database) {}

    Result<std::optional<std::string>> get(const ConnectionId& connection, std::string_view name);
    Result<std::optional<Timestamp>> updated_at(const ConnectionId& connection, std::string_view name);
    Result<void> set(const ConnectionId& connection, std::string_view name, std::string_view value,
                     Timestamp at);
    // The next reading starts from the beginning.
    Result<void> remove(const ConnectionId& connection, std::string_view name);

private:
    Database& m_database;
};

}  // namespace app::store
