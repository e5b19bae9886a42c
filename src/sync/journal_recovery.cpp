#include "sync/journal_recovery.h"

#include <array>

#include "clients/hubspot/paths.h"
#include "net/retry.h"
#include "store/restore.h"
#include "sync/write.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;

// What began less than this ago, or later than now, counts as sent now: the clocks of page and server may differ.
constexpr std::int64_t recent_ms = 24 * 60 * 60'000;
constexpr double wait_first_ms = 500;

Timestamp certainly_sent_before(Timestamp started_at, Timestamp now)
{
    return now.ms - started_at.ms < recent_ms ? now : started_at;
}

store::IntentRow intent_of(const RunContext& context, const clients::OpenOperation& operation,
                           store::ObjectType object)
{
    store::IntentRow intent;
    intent.operation = operation.id;
    intent.run = context.run;
    intent.connection = operation.connection;
    intent.object = object;
    intent.action = store::IntentAction::create;
    intent.path = operation.path;
    intent.state = store::IntentState::unknown;
    intent.attempts = 1;
    intent.created_at = context.clock.now();
    intent.first_sent_at = operation.started_at;
    intent.last_sent_at = certainly_sent_before(operation.started_at, context.clock.now());
    intent.error = "sent before the data of this browser were lost or replaced";
    return intent;
}

Result<void> file(RunContext& context, const std::vector<clients::OpenOperation>& operations)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const clients::OpenOperation& operation : operations) {
        const std::optional<store::ObjectType> object = plainly_created(operation);
        if (!object || operation.connection != context.accounts.hubspot) continue;
        if (TRY(context.ledger.intents.find(operation.id))) continue;
        TRY(context.ledger.intents.add(intent_of(context, operation, *object), {}));
    }
    TRY(context.ledger.settings.set(store::journal_read_setting, std::to_string(context.clock.now().ms)));
    return transaction.commit();
}

bool may_pass(const Error& error)
{
    return error.kind == ErrorKind::offline || error.kind == ErrorKind::timed_out;
}

// As often as any other reading call.
Task<std::vector<clients::OpenOperation>> ask(RunContext& context)
{
    double wait_ms = wait_first_ms;
    for (int attempt = 1;; ++attempt) {
        auto answer = co_await outcome(context.journal.open_operations());
        const bool is_last = answer || !may_pass(answer.error()) || attempt == net::attempts_max;
        if (is_last) co_return co_await std::move(answer);
        co_await context.loop.sleep(wait_ms);
        co_await context.control.checkpoint();
        wait_ms *= 2;
    }
}

}  // namespace

Task<> learn_from_journal(RunContext& context)
{
    const auto read = co_await context.ledger.settings.get(store::journal_read_setting);
    if (read) co_return;
    context.progress.phase = "Asking what was sent before";
    const std::vector<clients::OpenOperation> operations = co_await ask(context);
    co_await file(context, operations);
}

Result<void> forget_journal(Ledger& ledger)
{
    return ledger.settings.remove(store::journal_read_setting);
}

bool is_from_journal(const store::IntentRow& intent)
{
    return intent.action == store::IntentAction::create && intent.body.empty();
}

std::optional<store::ObjectType> plainly_created(const clients::OpenOperation& operation)
{
    if (operation.method != "POST") return std::nullopt;
    for (const hubspot::ObjectType type : {hubspot::ObjectType::contact, hubspot::ObjectType::product,
                                           hubspot::ObjectType::invoice, hubspot::ObjectType::line_item}) {
        const std::string path = hubspot::objects_path(type);
        if (operation.path == path || operation.path == path + "/batch/create") return stored_type(type);
    }
    return std::nullopt;
}

}  // namespace app::sync
