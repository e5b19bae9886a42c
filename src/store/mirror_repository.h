#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace app::store {

enum class MirrorState { active, inactive, deleted };
template <>
struct Words<MirrorState> {
    static constexpr std::array<std::string_view, 3> words{"active", "inactive", "deleted"};
};

// A record exactly as its provider last sent it.
struct MirrorRow {
    ConnectionId connection;
    std::string entity;  // the API's own name: "Customer", "contacts"
    std::string record_id;
    std::string version;  // SyncToken, or HubSpot's updatedAt
    std::optional<Timestamp> modified_at;
    MirrorState state = MirrorState::active;
    std::string payload;  // the record's JSON text
    Timestamp seen_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.entity, self.record_id, self.version, self.modified_at,
                        self.state, self.payload, self.seen_at);
    }
};

enum class PutOutcome { added, changed, same };

class MirrorRepository {
public:
    explicit MirrorRepository(Database& database) : m_database(database) {}

    // `same` when version, state and payload are equal: then only seen_at moves on.
    Result<PutOutcome> put(const MirrorRow& row);
    Result<std::optional<MirrorRow>> find(const ConnectionId& connection, std::string_view entity,
                                          std::string_view record_id);
    // Keeps the payload. False when the record was never seen.
    Result<bool> set_state(const ConnectionId& connection, std::string_view entity,
                           std::string_view record_id, MirrorState state, Timestamp seen_at);
    // The record at this position, counted from 0 in order of id, of those that are not deleted.
    Result<std::optional<MirrorRow>> at(const ConnectionId& connection, std::string_view entity,
                                        std::int64_t position);
    // Records that are not deleted.
    Result<std::int64_t> count(const ConnectionId& connection, std::string_view entity);

private:
    Database& m_database;
};

}  // namespace app::store
