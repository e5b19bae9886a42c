#include "sync/quickbooks_writer.h"

#include <algorithm>

#include "clients/fault.h"
#include "clients/quickbooks/encode.h"
#include "sync/observe_quickbooks.h"
#include "sync/quickbooks_settling.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using clients::Resend;
using quickbooks::BatchOperation;
using store::IntentAction;
using store::IntentState;

constexpr int deliveries_max = 3;
// How long QuickBooks knows a request id is not documented; until then it is relied on.
constexpr std::int64_t repeatable_for_ms = std::int64_t{20} * 3'600'000;

constexpr std::string_view stale_code = "5010";
constexpr std::string_view name_taken_code = "6240";

std::string body_of(quickbooks::Entity entity, IntentAction action, const std::vector<QuickBooksItem>& items)
{
    std::vector<quickbooks::BatchItem> inputs;
    for (std::size_t at = 0; at < items.size(); ++at) {
        inputs.push_back(
            {.id = trace_id_at(at),
             .operation = action == IntentAction::create ? BatchOperation::create : BatchOperation::update,
             .record = items[at].record});
    }
    return quickbooks::encode_batch(entity, inputs);
}

const quickbooks::WriteAnswer* answer_for(const std::vector<quickbooks::WriteAnswer>& answers,
                                          const std::string& trace_id)
{
    const auto found = std::ranges::find(answers, trace_id, &quickbooks::WriteAnswer::item);
    return found == answers.end() ? nullptr : &*found;
}

}  // namespace

Task<std::vector<WriteItem>> QuickBooksWriter::send(Object object, IntentAction action,
                                                    std::vector<QuickBooksItem> items)
{
    if (items.empty()) co_return std::vector<WriteItem>();
    co_await m_context.control.checkpoint();
    const OperationId operation = co_await file(object, action, std::move(items));
    co_return co_await deliver(operation);
}

Task<> QuickBooksWriter::finish_open_intents(std::vector<Object> armed)
{
    const std::vector<store::IntentRow> open = co_await m_context.ledger.intents.open();
    for (const store::IntentRow& intent : open) {
        if (intent.connection != m_context.accounts.quickbooks) continue;
        if (!std::ranges::contains(armed, object_of(intent.object))) continue;
        co_await m_context.control.checkpoint();
        m_context.progress.phase = "Finishing what was interrupted";
        if (intent.state == IntentState::sending) {
            co_await m_context.ledger.intents.set_unknown(intent.operation,
                                                          "the page went away before the answer came");
        }
        if (co_await is_too_old(intent)) {
            co_await m_context.ledger.intents.set_abandoned(
                intent.operation, "too old to be repeated; what it did is read, and the rest planned anew");
            continue;
        }
        co_await deliver(intent.operation);
    }
}

Result<bool> QuickBooksWriter::is_too_old(const store::IntentRow& intent)
{
    if (TRY(is_from_backup(m_context, intent))) return true;
    const std::int64_t age_ms = m_context.clock.now().ms - intent.created_at.ms;
    return age_ms < 0 || age_ms > repeatable_for_ms;
}

Result<OperationId> QuickBooksWriter::file(Object object, IntentAction action,
                                           std::vector<QuickBooksItem> items)
{
    store::IntentRow intent;
    intent.connection = m_context.accounts.quickbooks;
    intent.object = object_type(object);
    intent.action = action;
    intent.path = "batch";
    intent.body = body_of(entity_of(object), action, items);
    std::vector<WriteItem> filed;
    for (QuickBooksItem& item : items) filed.push_back(std::move(item.item));
    return file_write(m_context, std::move(intent), filed);
}

Task<std::vector<WriteItem>> QuickBooksWriter::deliver(OperationId operation)
{
    for (int delivery = 1;; ++delivery) {
        co_await m_context.ledger.intents.set_sending(operation, m_context.clock.now());
        // The barrier: nothing goes out whose intent would not survive the page.
        co_await m_context.ledger.persisted();
        FiledWrite sent = co_await filed_write(m_context, operation);
        Result<Answers> answers = co_await outcome(m_context.quickbooks.write_batch(
            {.entity = entity_of(object_of(sent.intent.object)),
             .body = sent.intent.body,
             .operation = operation,
             // QuickBooks tells a repetition itself, so the proxy need not.
             .resend = sent.intent.attempts > 1 ? Resend::yes : Resend::no}));
        if (answers) co_return co_await settle(std::move(sent), *std::move(answers));
        const bool ask_again = answers.error().kind == ErrorKind::timed_out && delivery < deliveries_max;
        if (!ask_again) co_return co_await not_delivered(std::move(sent), std::move(answers).error());
        co_await m_context.ledger.intents.set_unknown(operation, answers.error().message);
    }
}

Task<std::vector<WriteItem>> QuickBooksWriter::settle(FiledWrite sent, Answers answers)
{
    std::vector<WriteItem> anew;
    std::vector<Missing> to_look_for;
    const bool creates = sent.intent.action == IntentAction::create;
    const auto file = [&]() -> Result<void> {
        store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
        for (std::size_t at = 0; at < sent.items.size(); ++at) {
            if (sent.rows[at].outcome != store::ItemOutcome::open) continue;
            const WriteItem& item = sent.items[at];
            const auto position = static_cast<std::int64_t>(at);
            const quickbooks::WriteAnswer* answer = answer_for(answers, sent.rows[at].trace_id);
            if (answer && answer->record) {
                TRY(settle_in_quickbooks(m_context, sent.intent, item, *answer->record));
                TRY(m_context.ledger.intents.settle_item(sent.intent.operation, position,
                                                         store::ItemOutcome::done, HubSpotId(item.hubspot_id),
                                                         ""));
                continue;
            }
            const std::string code = answer ? clients::fault_code(answer->record.error()) : std::string();
            const bool is_unknown = !answer || may_have_happened(answer->record.error());
            if (creates && (is_unknown || code == name_taken_code)) {
                to_look_for.push_back({.position = at, .name_is_taken = code == name_taken_code});
                continue;
            }
            if (is_unknown || code == stale_code) anew.push_back(item);
            else TRY(settle_refused_by_quickbooks(m_context, item, answer->record.error()));
            TRY(m_context.ledger.intents.settle_item(
                sent.intent.operation, position, store::ItemOutcome::failed, std::nullopt,
                answer ? answer->record.error().message : "not mentioned in the answer"));
        }
        return transaction.commit();
    };
    co_await file();
    const OperationId operation = sent.intent.operation;
    if (!to_look_for.empty()) {
        std::vector<WriteItem> more = co_await look(std::move(sent), std::move(to_look_for));
        std::ranges::move(more, std::back_inserter(anew));
    }
    co_await m_context.ledger.intents.set_acknowledged(operation, "");
    co_return anew;
}

// New records whose outcome is not known, or whose name is taken: by ourselves, if what has that name is ours.
// Otherwise they are decided anew, with what was found in mind. One that surfaces late is no danger: its name exists
// once.
Task<std::vector<WriteItem>> QuickBooksWriter::look(FiledWrite sent, std::vector<Missing> missing)
{
    std::vector<WriteItem> anew;
    m_context.progress.phase = "Looking for what may have been written";
    const quickbooks::Entity entity = entity_of(object_of(sent.intent.object));
    for (const Missing& one : missing) {
        const WriteItem& item = sent.items[one.position];
        const std::vector<quickbooks::Record> found =
            co_await m_context.quickbooks.records_named(entity, item.title);
        if (!co_await settle_found(sent, one, found)) anew.push_back(item);
    }
    co_return anew;
}

Result<bool> QuickBooksWriter::settle_found(const FiledWrite& sent, const Missing& one,
                                            const std::vector<quickbooks::Record>& found)
{
    const WriteItem& item = sent.items[one.position];
    store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
    bool is_done = false;
    for (const quickbooks::Record& record : found) {
        TRY(observe_record(m_context, record));
        if (is_done || !TRY(was_made_from(m_context, item, record))) continue;
        TRY(settle_in_quickbooks(m_context, sent.intent, item, record));
        is_done = true;
    }
    if (!is_done && one.name_is_taken) TRY(note_taken_name(m_context, item));
    TRY(m_context.ledger.intents.settle_item(sent.intent.operation, static_cast<std::int64_t>(one.position),
                                             is_done ? store::ItemOutcome::done : store::ItemOutcome::failed,
                                             HubSpotId(item.hubspot_id),
                                             is_done ? "" : "not made under this name"));
    TRY(transaction.commit());
    return is_done;
}

Result<void> QuickBooksWriter::refuse_all(const FiledWrite& sent, const Error& error)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
    for (const WriteItem& item : sent.items) TRY(settle_refused_by_quickbooks(m_context, item, error));
    TRY(m_context.ledger.intents.set_rejected(sent.intent.operation, error.detail, error.message));
    return transaction.commit();
}

Task<std::vector<WriteItem>> QuickBooksWriter::not_delivered(FiledWrite sent, Error error)
{
    const OperationId operation = sent.intent.operation;
    // QuickBooks answers for each record; a whole refusal is about the call, so halves would fare no better.
    if (refuses_the_data(error)) {
        co_await refuse_all(sent, error);
        co_return std::vector<WriteItem>();
    }
    if (may_have_happened(error)) {
        // Asking again may give the same unreadable answer for ever. What was carried out, now or later, is read
        // with the next changes and recognised by its version or its mark; what was not is planned anew.
        co_await m_context.ledger.intents.set_unknown(operation, error.message);
        co_await m_context.ledger.intents.set_abandoned(operation, error.message);
    } else {
        co_await m_context.ledger.intents.set_ready_again(operation, error.message);
    }
    co_await Result<void>(std::unexpected(std::move(error)));
    co_return std::vector<WriteItem>();
}

}  // namespace app::sync
