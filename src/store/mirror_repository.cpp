#include "store/mirror_repository.h"

namespace app::store {

Result<PutOutcome> MirrorRepository::put(const MirrorRow& row)
{
    const auto before = TRY((m_database.first<bool>(R"sql(
        SELECT version = ?4 AND state = ?5 AND payload = ?6
        FROM mirror
        WHERE connection_id = ?1 AND entity = ?2 AND record_id = ?3
    )sql",
                                                    row.connection, row.entity, row.record_id, row.version,
                                                    row.state, row.payload)));

    if (before && std::get<0>(*before)) {
        TRY(m_database.execute(R"sql(
            UPDATE mirror SET seen_at = ?4
            WHERE connection_id = ?1 AND entity = ?2 AND record_id = ?3
        )sql",
                               row.connection, row.entity, row.record_id, row.seen_at));
        return PutOutcome::same;
    }
    TRY(m_database.execute(R"sql(
        INSERT INTO mirror (
            connection_id, entity, record_id, version, modified_at, state, payload, seen_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (connection_id, entity, record_id) DO UPDATE SET
            version = excluded.version, modified_at = excluded.modified_at, state = excluded.state,
            payload = excluded.payload, seen_at = excluded.seen_at
    )sql",
                           row));
    return before ? PutOutcome::changed : PutOutcome::added;
}

Result<std::optional<MirrorRow>> MirrorRepository::find(const ConnectionId& connection,
                                                        std::string_view entity, std::string_view record_id)
{
    return m_database.first_row<MirrorRow>(R"sql(
        SELECT connection_id, entity, record_id, version, modified_at, state, payload, seen_at
        FROM mirror
        WHERE connection_id = ?1 AND entity = ?2 AND record_id = ?3
    )sql",
                                           connection, entity, record_id);
}

Result<bool> MirrorRepository::set_state(const ConnectionId& connection, std::string_view entity,
                                         std::string_view record_id, MirrorState state, Timestamp seen_at)
{
    TRY(m_database.execute(R"sql(
        UPDATE mirror SET state = ?4, seen_at = ?5
        WHERE connection_id = ?1 AND entity = ?2 AND record_id = ?3
    )sql",
                           connection, entity, record_id, state, seen_at));
    return m_database.changes() == 1;
}

Result<std::optional<MirrorRow>> MirrorRepository::at(const ConnectionId& connection, std::string_view entity,
                                                      std::int64_t position)
{
    return m_database.first_row<MirrorRow>(R"sql(
        SELECT connection_id, entity, record_id, version, modified_at, state, payload, seen_at
        FROM mirror
        WHERE connection_id = ?1 AND entity = ?2 AND state <> 'deleted'
        ORDER BY record_id
        LIMIT 1 OFFSET ?3
    )sql",
                                           connection, entity, position);
}

Result<std::int64_t> MirrorRepository::count(const ConnectionId& connection, std::string_view entity)
{
    return m_database.number(R"sql(
        SELECT count(*) FROM mirror
        WHERE connection_id = ?1 AND entity = ?2 AND state <> 'deleted'
    )sql",
                             connection, entity);
}

}  // namespace app::store
