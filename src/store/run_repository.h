#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class RunKind { first, incremental, preview };
template <>
struct Words<RunKind> {
    static constexpr std::array<std::string_view, 3> words{"first", "incremental", "preview"};
};

enum class RunState { running, paused, completed, failed, stopped, interrupted };
template <>
struct Words<RunState> {
    static constexpr std::array<std::string_view, 6> words{"running", "paused",  "completed",
                                                           "failed",  "stopped", "interrupted"};
};

struct RunRow {
    RunId id;
    RunKind kind = RunKind::incremental;
    RunState state = RunState::running;
    Timestamp started_at;
    std::optional<Timestamp> finished_at;
    std::string counts = "{}";    // JSON
    std::string calls = "{}";     // JSON
    std::string coverage = "{}";  // JSON
    std::string problem;          // a sentence when failed

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.id, self.kind, self.state, self.started_at, self.finished_at, self.counts,
                        self.calls, self.coverage, self.problem);
    }
};

class RunRepository {
public:
    explicit RunRepository(Database& database) : m_database(database) {}

    Result<void> start(const RunRow& row);
    Result<void> update_counts(const RunId& id, std::string_view counts, std::string_view calls,
                               std::string_view coverage);
    // running <-> paused. Ended runs stay as they are.
    Result<void> set_state(const RunId& id, RunState state);
    // `state` is one of completed, failed, stopped.
    Result<void> finish(const RunId& id, RunState state, Timestamp at, std::string_view problem);
    Result<std::optional<RunRow>> find(const RunId& id);
    // The one that started last; of one kind when given.
    Result<std::optional<RunRow>> latest();
    Result<std::optional<RunRow>> latest_of(RunKind kind);
    // Newest first.
    Result<std::vector<RunRow>> list(std::int64_t limit);
    // For start-up: whatever ran or was paused when the page went away. Gives how many.
    Result<std::int64_t> interrupt_running(Timestamp at);

private:
    Database& m_database;
};

}  // namespace app::store
