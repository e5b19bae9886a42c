#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// Why a record does not get across. At most one is open per record.
struct FailureRow {
    std::int64_t row_id = 0;  // given by raise()
    RecordKey key;
    std::optional<RunId> run;
    Timestamp at;
    std::string code;       // snake_case, for counting
    std::string sentence;   // what is wrong
    std::string next_step;  // what to do
    std::string detail;     // raw answer or identifiers
    std::optional<Timestamp> resolved_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.row_id, self.key, self.run, self.at, self.code, self.sentence, self.next_step,
                        self.detail, self.resolved_at);
    }
};

struct FailureCount {
    std::string code;
    std::string sentence;  // of the newest one
    std::int64_t count = 0;

    constexpr auto columns(this auto&& self) { return std::tie(self.code, self.sentence, self.count); }
};

class FailureRepository {
public:
    explicit FailureRepository(Database& database) : m_database(database) {}

    // Replaces the record's open failure. Gives the row id; row.row_id and resolved_at are ignored.
    Result<std::int64_t> raise(const FailureRow& row);
    // False when the record had none.
    Result<bool> resolve(const RecordKey& key, Timestamp at);
    Result<std::optional<FailureRow>> open_for(const RecordKey& key);
    // Newest first.
    Result<std::vector<FailureRow>> open(std::int64_t limit);
    Result<std::int64_t> count_open();
    // Open ones by code, most frequent first.
    Result<std::vector<FailureCount>> counts_by_code();

private:
    Database& m_database;
};

}  // namespace app::store
