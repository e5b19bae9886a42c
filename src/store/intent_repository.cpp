#include "store/intent_repository.h"

namespace app::store {

Result<void> IntentRepository::add(const IntentRow& row, const std::vector<IntentItemRow>& items)
{
    TRY(m_database.execute(R"sql(
        INSERT INTO intent (
            operation_id, run_id, connection_id, object, action, method, path, body, state,
            attempts, created_at, first_sent_at, last_sent_at, answer, error)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
    )sql",
                           row));
    std::int64_t position = 0;
    for (const IntentItemRow& item : items) {
        TRY(m_database.execute(R"sql(
            INSERT INTO intent_item (
                operation_id, position, trace_id, object, quickbooks_connection, quickbooks_id,
                payload, outcome, hubspot_id, error)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        )sql",
                               row.operation, position, item));
        ++position;
    }
    return {};
}

Result<std::optional<IntentRow>> IntentRepository::find(const OperationId& operation)
{
    return m_database.first_row<IntentRow>(R"sql(
        SELECT operation_id, run_id, connection_id, object, action, method, path, body, state,
               attempts, created_at, first_sent_at, last_sent_at, answer, error
        FROM intent
        WHERE operation_id = ?1
    )sql",
                                           operation);
}

Result<void> IntentRepository::set_sending(const OperationId& operation, Timestamp at)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'sending', attempts = attempts + 1, last_sent_at = ?2,
                          first_sent_at = coalesce(first_sent_at, ?2)
        WHERE operation_id = ?1 AND state IN ('ready', 'unknown')
    )sql",
                           operation, at));
    return expect_one_change(operation, "sending");
}

Result<void> IntentRepository::set_unknown(const OperationId& operation, std::string_view error)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'unknown', error = ?2
        WHERE operation_id = ?1 AND state IN ('sending', 'unknown')
    )sql",
                           operation, error));
    return expect_one_change(operation, "unknown");
}

Result<void> IntentRepository::set_acknowledged(const OperationId& operation, std::string_view answer)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'acknowledged', answer = ?2, error = ''
        WHERE operation_id = ?1 AND state IN ('sending', 'unknown')
    )sql",
                           operation, answer));
    return expect_one_change(operation, "acknowledged");
}

Result<void> IntentRepository::set_rejected(const OperationId& operation, std::string_view answer,
                                            std::string_view error)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'rejected', answer = ?2, error = ?3
        WHERE operation_id = ?1 AND state IN ('sending', 'unknown')
    )sql",
                           operation, answer, error));
    return expect_one_change(operation, "rejected");
}

Result<void> IntentRepository::set_abandoned(const OperationId& operation, std::string_view reason)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'abandoned', error = ?2
        WHERE operation_id = ?1 AND state IN ('ready', 'unknown')
    )sql",
                           operation, reason));
    return expect_one_change(operation, "abandoned");
}

Result<void> IntentRepository::set_ready_again(const OperationId& operation, std::string_view error)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent SET state = 'ready', error = ?2
        WHERE operation_id = ?1 AND state = 'sending'
    )sql",
                           operation, error));
    return expect_one_change(operation, "ready");
}

Result<void> IntentRepository::expect_one_change(const OperationId& operation, std::string_view step)
{
    if (m_database.changes() == 1) return {};
    return failed(ErrorKind::conflict,
                  "The present state of the write does not allow '" + std::string(step) + "'.",
                  operation.value);
}

Result<std::vector<IntentRow>> IntentRepository::open()
{
    return m_database.all_rows<IntentRow>(R"sql(
        SELECT operation_id, run_id, connection_id, object, action, method, path, body, state,
               attempts, created_at, first_sent_at, last_sent_at, answer, error
        FROM intent
        WHERE state IN ('ready', 'sending', 'unknown')
        ORDER BY sequence
    )sql");
}

Result<std::int64_t> IntentRepository::count_open()
{
    return m_database.number("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')");
}

Result<std::vector<IntentRow>> IntentRepository::unsettled()
{
    return m_database.all_rows<IntentRow>(R"sql(
        SELECT operation_id, run_id, connection_id, object, action, method, path, body, state,
               attempts, created_at, first_sent_at, last_sent_at, answer, error
        FROM intent
        WHERE state = 'acknowledged'
          AND operation_id IN (SELECT operation_id FROM intent_item WHERE outcome = 'open')
        ORDER BY sequence
    )sql");
}

Result<std::vector<IntentItemRow>> IntentRepository::items(const OperationId& operation)
{
    return m_database.all_rows<IntentItemRow>(R"sql(
        SELECT trace_id, object, quickbooks_connection, quickbooks_id, payload, outcome,
               hubspot_id, error
        FROM intent_item
        WHERE operation_id = ?1
        ORDER BY position
    )sql",
                                              operation);
}

Result<void> IntentRepository::settle_item(const OperationId& operation, std::int64_t position,
                                           ItemOutcome outcome, const std::optional<HubSpotId>& hubspot_id,
                                           std::string_view error)
{
    TRY(m_database.execute(R"sql(
        UPDATE intent_item SET outcome = ?3, hubspot_id = ?4, error = ?5
        WHERE operation_id = ?1 AND position = ?2
    )sql",
                           operation, position, outcome, hubspot_id, error));
    return expect_one_change(operation, "settled");
}

Result<std::optional<OpenItemRow>> IntentRepository::open_item_for(const RecordKey& key)
{
    return m_database.first_row<OpenItemRow>(R"sql(
        SELECT t.operation_id, t.position, n.state, t.trace_id, t.object, t.quickbooks_connection,
               t.quickbooks_id, t.payload, t.outcome, t.hubspot_id, t.error
        FROM intent_item AS t JOIN intent AS n ON n.operation_id = t.operation_id
        WHERE t.object = ?1 AND t.quickbooks_connection = ?2 AND t.quickbooks_id = ?3
          AND t.outcome = 'open' AND n.state IN ('ready', 'sending', 'unknown', 'acknowledged')
        ORDER BY n.sequence
        LIMIT 1
    )sql",
                                             key);
}

}  // namespace app::store
