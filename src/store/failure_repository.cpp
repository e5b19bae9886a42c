#include "store/failure_repository.h"

namespace app::store {

Result<std::int64_t> FailureRepository::raise(const FailureRow& row)
{
    return m_database.number(R"sql(
        INSERT INTO failure (
            object, quickbooks_connection, quickbooks_id, run_id, at, code, sentence, next_step,
            detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (object, quickbooks_connection, quickbooks_id) WHERE resolved_at IS NULL
        DO UPDATE SET
            run_id = excluded.run_id, at = excluded.at, code = excluded.code,
            sentence = excluded.sentence, next_step = excluded.next_step, detail = excluded.detail
        RETURNING row_id
    )sql",
                             row.key, row.run, row.at, row.code, row.sentence, row.next_step, row.detail);
}

Result<bool> FailureRepository::resolve(const RecordKey& key, Timestamp at)
{
    TRY(m_database.execute(R"sql(
        UPDATE failure SET resolved_at = ?4
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND resolved_at IS NULL
    )sql",
                           key, at));
    return m_database.changes() == 1;
}

Result<std::optional<FailureRow>> FailureRepository::open_for(const RecordKey& key)
{
    return m_database.first_row<FailureRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, run_id, at, code, sentence,
               next_step, detail, resolved_at
        FROM failure
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND resolved_at IS NULL
    )sql",
                                            key);
}

Result<std::vector<FailureRow>> FailureRepository::open(std::int64_t limit)
{
    return m_database.all_rows<FailureRow>(R"sql(
        SELECT row_id, object, quickbooks_connection, quickbooks_id, run_id, at, code, sentence,
               next_step, detail, resolved_at
        FROM failure
        WHERE resolved_at IS NULL
        ORDER BY at DESC, row_id DESC
        LIMIT ?1
    )sql",
                                           limit);
}

Result<std::int64_t> FailureRepository::count_open()
{
    return m_database.number("SELECT count(*) FROM failure WHERE resolved_at IS NULL");
}

// With max() SQLite takes the other columns from the row that has the maximum.
Result<std::vector<FailureCount>> FailureRepository::counts_by_code()
{
    return m_database.all_rows<FailureCount>(R"sql(
        SELECT code, sentence, count
        FROM (SELECT code, sentence, count(*) AS count, max(at)
              FROM failure
              WHERE resolved_at IS NULL
              GROUP BY code)
        ORDER BY count DESC, code
    )sql");
}

}  // namespace app::store
