#include "sync/filed_write.h"

#include "store/restore.h"

namespace app::sync {

Result<OperationId> file_write(RunContext& context, store::IntentRow intent,
                               const std::vector<WriteItem>& items)
{
    intent.operation = OperationId(make_uuid(context.random));
    intent.run = context.run;
    intent.created_at = context.clock.now();
    std::vector<store::IntentItemRow> rows;
    for (std::size_t at = 0; at < items.size(); ++at) {
        store::IntentItemRow row;
        row.trace_id = trace_id_at(at);
        row.key = items[at].key;
        row.payload = payload_of(items[at]);
        rows.push_back(std::move(row));
    }
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(context.ledger.intents.add(intent, rows));
    TRY(transaction.commit());
    return intent.operation;
}

Result<FiledWrite> filed_write(RunContext& context, const OperationId& operation)
{
    auto intent = TRY(context.ledger.intents.find(operation));
    if (!intent)
        return failed(ErrorKind::storage, "the intent " + operation.value + " is not in the database");
    FiledWrite filed{.intent = *std::move(intent),
                     .rows = TRY(context.ledger.intents.items(operation)),
                     .items = {}};
    for (const store::IntentItemRow& row : filed.rows) filed.items.push_back(TRY(item_from(row)));
    return filed;
}

Result<bool> is_from_backup(RunContext& context, const store::IntentRow& intent)
{
    const std::optional<Timestamp> restored = TRY(store::restored_at(context.ledger.database));
    return restored && intent.created_at <= *restored;
}

bool may_have_happened(const Error& error)
{
    return error.kind == ErrorKind::timed_out || error.kind == ErrorKind::malformed;
}

bool refuses_the_data(const Error& error)
{
    return error.kind == ErrorKind::rejected || error.kind == ErrorKind::conflict ||
           error.kind == ErrorKind::not_found;
}

}  // namespace app::sync
