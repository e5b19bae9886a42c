#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class IntentAction { create, update, upsert, associate, archive, schema, dissociate };
template <>
struct Words<IntentAction> {
    static constexpr std::array<std::string_view, 7> words{"create",  "update", "upsert",    "associate",
                                                           "archive", "schema", "dissociate"};
};

// ready -> sending -> acknowledged | rejected | unknown; unknown -> sending (again) | acknowledged |
// abandoned; ready -> abandoned.
enum class IntentState { ready, sending, unknown, acknowledged, rejected, abandoned };
template <>
struct Words<IntentState> {
    static constexpr std::array<std::string_view, 6> words{"ready",        "sending",  "unknown",
                                                           "acknowledged", "rejected", "abandoned"};
};

enum class ItemOutcome { open, done, failed };
template <>
struct Words<ItemOutcome> {
    static constexpr std::array<std::string_view, 3> words{"open", "done", "failed"};
};

// One write as it goes out: written before it is sent, and the same bytes on every attempt.
struct IntentRow {
    OperationId operation;
    RunId run;
    ConnectionId connection;  // where it goes
    ObjectType object = ObjectType::contacts;
    IntentAction action = IntentAction::create;
    std::string method = "POST";
    std::string path;
    std::string body;
    IntentState state = IntentState::ready;
    int attempts = 0;
    Timestamp created_at;
    std::optional<Timestamp> first_sent_at;
    std::optional<Timestamp> last_sent_at;
    std::string answer;  // what came back, for the report and for settling again
    std::string error;   // a sentence

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.operation, self.run, self.connection, self.object, self.action, self.method,
                        self.path, self.body, self.state, self.attempts, self.created_at, self.first_sent_at,
                        self.last_sent_at, self.answer, self.error);
    }
};

// One record within the write. Position 0, 1, … is the order of the body's inputs.
struct IntentItemRow {
    std::string trace_id;
    RecordKey key;
    std::string payload = "{}";  // JSON: the mapped values that become the base when it is done
    ItemOutcome outcome = ItemOutcome::open;
    std::optional<HubSpotId> hubspot_id;
    std::string error;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.trace_id, self.key, self.payload, self.outcome, self.hubspot_id, self.error);
    }
};

// An item together with where it is.
struct OpenItemRow {
    OperationId operation;
    std::int64_t position = 0;
    IntentState state = IntentState::ready;
    IntentItemRow item;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.operation, self.position, self.state, self.item);
    }
};

class IntentRepository {
public:
    explicit IntentRepository(Database& database) : m_database(database) {}

    // Positions are the order of `items`. The caller has a transaction open.
    Result<void> add(const IntentRow& row, const std::vector<IntentItemRow>& items);
    Result<std::optional<IntentRow>> find(const OperationId& operation);

    // Each fails with `conflict` when the present state does not allow the step.
    Result<void> set_sending(const OperationId& operation, Timestamp at);  // counts an attempt
    Result<void> set_unknown(const OperationId& operation, std::string_view error);
    Result<void> set_acknowledged(const OperationId& operation, std::string_view answer);
    Result<void> set_rejected(const OperationId& operation, std::string_view answer, std::string_view error);
    Result<void> set_abandoned(const OperationId& operation, std::string_view reason);
    // It certainly did not arrive (a refused connection, a 429): from sending back to ready.
    Result<void> set_ready_again(const OperationId& operation, std::string_view error);

    // States ready, sending and unknown, in order of creation.
    Result<std::vector<IntentRow>> open();
    Result<std::int64_t> count_open();
    // Acknowledged ones with items still open, in order of creation: to be settled first after a
    // restart.
    Result<std::vector<IntentRow>> unsettled();
    // In order of position.
    Result<std::vector<IntentItemRow>> items(const OperationId& operation);
    Result<void> settle_item(const OperationId& operation, std::int64_t position, ItemOutcome outcome,
                             const std::optional<HubSpotId>& hubspot_id, std::string_view error);
    // The record's open item within an intent that is ready, sending, unknown or acknowledged.
    Result<std::optional<OpenItemRow>> open_item_for(const RecordKey& key);

private:
    Result<void> expect_one_change(const OperationId& operation, std::string_view step);

    Database& m_database;
};

}  // namespace app::store
