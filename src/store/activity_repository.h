#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class ActivityKind { read, decision, write, settled, failure, connection, setting };
template <>
struct Words<ActivityKind> {
    static constexpr std::array<std::string_view, 7> words{"read",    "decision",   "write",  "settled",
                                                           "failure", "connection", "setting"};
};

// One thing that happened. Never changed and never removed: the schema refuses both.
struct ActivityRow {
    std::int64_t row_id = 0;  // given by append()
    Timestamp at;
    std::string cause;  // who or what: "sync", "person"
    std::optional<RunId> run;
    ActivityKind kind = ActivityKind::read;
    std::optional<ObjectType> object;
    std::optional<ConnectionId> connection;  // with record_id: the record it is about
    std::string record_id;
    std::string summary;        // a sentence
    std::string detail = "{}";  // JSON
    std::string correlation;    // operation id or the provider's request id

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.row_id, self.at, self.cause, self.run, self.kind, self.object, self.connection,
                        self.record_id, self.summary, self.detail, self.correlation);
    }
};

// Everything that is given must fit.
struct ActivityFilter {
    std::optional<ActivityKind> kind;
    std::optional<RunId> run;
    std::optional<RecordKey> record;
    std::optional<ObjectType> object;
    std::string text;  // part of summary, record id or detail; ASCII letters without case
};

class ActivityRepository {
public:
    explicit ActivityRepository(Database& database) : m_database(database) {}

    // Gives the row id; row.row_id is ignored.
    Result<std::int64_t> append(const ActivityRow& row);
    // Newest first. `before_row_id` is the last row id of the page before; nothing for the first.
    Result<std::vector<ActivityRow>> list(const ActivityFilter& filter,
                                          std::optional<std::int64_t> before_row_id, std::int64_t limit);
    Result<std::int64_t> count(const ActivityFilter& filter);
    // The newest of all kinds but single writes, of which the run they belong to tells.
    Result<std::vector<ActivityRow>> recent_events(std::int64_t limit);

private:
    Database& m_database;
};

}  // namespace app::store
