#include "store/run_repository.h"

#include "base/assert.h"

namespace app::store {

Result<void> RunRepository::start(const RunRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO run (
            id, kind, state, started_at, finished_at, counts, calls, coverage, problem)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    )sql",
                              row);
}

Result<void> RunRepository::update_counts(const RunId& id, std::string_view counts, std::string_view calls,
                                          std::string_view coverage)
{
    return m_database.execute("UPDATE run SET counts = ?2, calls = ?3, coverage = ?4 WHERE id = ?1", id,
                              counts, calls, coverage);
}

Result<void> RunRepository::set_state(const RunId& id, RunState state)
{
    ASSERT(state == RunState::running || state == RunState::paused);
    return m_database.execute("UPDATE run SET state = ?2 WHERE id = ?1 AND state IN ('running', 'paused')",
                              id, state);
}

Result<void> RunRepository::finish(const RunId& id, RunState state, Timestamp at, std::string_view problem)
{
    ASSERT(state != RunState::running && state != RunState::paused);
    return m_database.execute(R"sql(
        UPDATE run SET state = ?2, finished_at = ?3, problem = ?4
        WHERE id = ?1 AND state IN ('running', 'paused')
    )sql",
                              id, state, at, problem);
}

Result<std::optional<RunRow>> RunRepository::find(const RunId& id)
{
    return m_database.first_row<RunRow>(R"sql(
        SELECT id, kind, state, started_at, finished_at, counts, calls, coverage, problem
        FROM run
        WHERE id = ?1
    )sql",
                                        id);
}

Result<std::optional<RunRow>> RunRepository::latest()
{
    return m_database.first_row<RunRow>(R"sql(
        SELECT id, kind, state, started_at, finished_at, counts, calls, coverage, problem
        FROM run
        ORDER BY sequence DESC
        LIMIT 1
    )sql");
}

Result<std::optional<RunRow>> RunRepository::latest_of(RunKind kind)
{
    return m_database.first_row<RunRow>(R"sql(
        SELECT id, kind, state, started_at, finished_at, counts, calls, coverage, problem
        FROM run
        WHERE kind = ?1
        ORDER BY sequence DESC
        LIMIT 1
    )sql",
                                        kind);
}

Result<std::vector<RunRow>> RunRepository::list(std::int64_t limit)
{
    return m_database.all_rows<RunRow>(R"sql(
        SELECT id, kind, state, started_at, finished_at, counts, calls, coverage, problem
        FROM run
        ORDER BY sequence DESC
        LIMIT ?1
    )sql",
                                       limit);
}

Result<std::int64_t> RunRepository::interrupt_running(Timestamp at)
{
    TRY(m_database.execute(R"sql(
        UPDATE run SET state = 'interrupted', finished_at = ?1 WHERE state IN ('running', 'paused')
    )sql",
                           at));
    return m_database.changes();
}

}  // namespace app::store
