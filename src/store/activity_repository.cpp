#include "store/activity_repository.h"

#include <limits>

namespace app::store {

namespace {

// The filter as ?1 to ?6: kind, run, object, connection, record, text. A record names its object too.
struct FilterColumns {
    std::optional<ActivityKind> kind;
    std::optional<RunId> run;
    std::optional<ObjectType> object;
    std::optional<ConnectionId> connection;
    std::optional<QuickBooksId> record;
    std::string text;

    explicit FilterColumns(const ActivityFilter& filter)
        : kind(filter.kind), run(filter.run), object(filter.object), text(filter.text)
    {
        if (!filter.record) return;
        object = filter.record->object;
        connection = filter.record->connection;
        record = filter.record->id;
    }
    auto columns(this auto&& self)
    {
        return std::tie(self.kind, self.run, self.object, self.connection, self.record, self.text);
    }
};

}  // namespace

Result<std::int64_t> ActivityRepository::append(const ActivityRow& row)
{
    TRY(m_database.execute(R"sql(
        INSERT INTO activity (
            at, cause, run_id, kind, object, quickbooks_connection, record_id, summary, detail,
            correlation)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
    )sql",
                           row.at, row.cause, row.run, row.kind, row.object, row.connection, row.record_id,
                           row.summary, row.detail, row.correlation));
    return m_database.last_row_id();
}

// instr() and not LIKE: what a person types has no wildcards here.
Result<std::vector<ActivityRow>> ActivityRepository::list(const ActivityFilter& filter,
                                                          std::optional<std::int64_t> before_row_id,
                                                          std::int64_t limit)
{
    const std::int64_t before = before_row_id.value_or(std::numeric_limits<std::int64_t>::max());
    return m_database.all_rows<ActivityRow>(R"sql(
        SELECT row_id, at, cause, run_id, kind, object, quickbooks_connection, record_id, summary,
               detail, correlation
        FROM activity
        WHERE row_id < ?7
          AND (?1 IS NULL OR kind = ?1)
          AND (?2 IS NULL OR run_id = ?2)
          AND (?3 IS NULL OR object = ?3)
          AND (?4 IS NULL OR quickbooks_connection = ?4)
          AND (?5 IS NULL OR record_id = ?5)
          AND (?6 = '' OR instr(lower(summary || char(10) || record_id || char(10) || detail),
                                lower(?6)) > 0)
        ORDER BY row_id DESC
        LIMIT ?8
    )sql",
                                            FilterColumns(filter), before, limit);
}

Result<std::int64_t> ActivityRepository::count(const ActivityFilter& filter)
{
    return m_database.number(R"sql(
        SELECT count(*)
        FROM activity
        WHERE (?1 IS NULL OR kind = ?1)
          AND (?2 IS NULL OR run_id = ?2)
          AND (?3 IS NULL OR object = ?3)
          AND (?4 IS NULL OR quickbooks_connection = ?4)
          AND (?5 IS NULL OR record_id = ?5)
          AND (?6 = '' OR instr(lower(summary || char(10) || record_id || char(10) || detail),
                                lower(?6)) > 0)
    )sql",
                             FilterColumns(filter));
}

Result<std::vector<ActivityRow>> ActivityRepository::recent_events(std::int64_t limit)
{
    return m_database.all_rows<ActivityRow>(R"sql(
        SELECT row_id, at, cause, run_id, kind, object, quickbooks_connection, record_id, summary,
               detail, correlation
        FROM activity INDEXED BY activity_events
        WHERE kind <> 'write'
        ORDER BY row_id DESC
        LIMIT ?1
    )sql",
                                            limit);
}

}  // namespace app::store
