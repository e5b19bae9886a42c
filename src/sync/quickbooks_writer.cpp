#include "sync/quickbooks_writer.h"

#include <algorithm>

#include "base/text.h"
#include "clients/fault.h"
#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/encode.h"
#include "store/restore.h"
#include "sync/customer_mapping.h"
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

std::string body_of(IntentAction action, const std::vector<QuickBooksItem>& items)
{
    std::vector<quickbooks::BatchItem> inputs;
    for (std::size_t at = 0; at < items.size(); ++at) {
        inputs.push_back(
            {.id = trace_id_at(at),
             .operation = action == IntentAction::create ? BatchOperation::create : BatchOperation::update,
             .record = items[at].record});
    }
    return quickbooks::encode_batch(quickbooks::Entity::customer, inputs);
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

const quickbooks::WriteAnswer* answer_for(const std::vector<quickbooks::WriteAnswer>& answers,
                                          const std::string& trace_id)
{
    const auto found = std::ranges::find(answers, trace_id, &quickbooks::WriteAnswer::item);
    return found == answers.end() ? nullptr : &*found;
}

bool is_from(const quickbooks::Record& record, const WriteItem& item, const std::string& hubspot_account)
{
    const auto customer = quickbooks::decode_customer(record.json);
    return customer && marked_origin(customer->notes, hubspot_account) == HubSpotId(item.hubspot_id);
}

}  // namespace

Task<std::vector<WriteItem>> QuickBooksWriter::send(IntentAction action, std::vector<QuickBooksItem> items)
{
    if (items.empty()) co_return std::vector<WriteItem>();
    co_await m_context.control.checkpoint();
    const OperationId operation = co_await file(action, items);
    co_return co_await deliver(operation);
}

Task<> QuickBooksWriter::finish_open_intents()
{
    const std::vector<store::IntentRow> open = co_await m_context.ledger.intents.open();
    for (const store::IntentRow& intent : open) {
        if (intent.connection != m_context.accounts.quickbooks) continue;
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

// After a restore both sides are read as if for the first time, which shows what was written.
Result<bool> QuickBooksWriter::is_too_old(const store::IntentRow& intent)
{
    const std::optional<Timestamp> restored = TRY(store::restored_at(m_context.ledger.database));
    if (restored && intent.created_at <= *restored) return true;
    const std::int64_t age_ms = m_context.clock.now().ms - intent.created_at.ms;
    return age_ms < 0 || age_ms > repeatable_for_ms;
}

Result<OperationId> QuickBooksWriter::file(IntentAction action, const std::vector<QuickBooksItem>& items)
{
    store::IntentRow intent;
    intent.operation = OperationId(make_uuid(m_context.random));
    intent.run = m_context.run;
    intent.connection = m_context.accounts.quickbooks;
    intent.object = store::ObjectType::contacts;
    intent.action = action;
    intent.path = "batch";
    intent.body = body_of(action, items);
    intent.created_at = m_context.clock.now();
    std::vector<store::IntentItemRow> rows;
    for (std::size_t at = 0; at < items.size(); ++at) {
        store::IntentItemRow row;
        row.trace_id = trace_id_at(at);
        row.key = items[at].item.key;
        row.payload = payload_of(items[at].item);
        rows.push_back(std::move(row));
    }
    store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
    TRY(m_context.ledger.intents.add(intent, rows));
    TRY(transaction.commit());
    return intent.operation;
}

Result<QuickBooksWriter::Sent> QuickBooksWriter::load(const OperationId& operation)
{
    auto intent = TRY(m_context.ledger.intents.find(operation));
    if (!intent)
        return failed(ErrorKind::storage, "the intent " + operation.value + " is not in the database");
    Sent sent{.intent = *std::move(intent),
              .rows = TRY(m_context.ledger.intents.items(operation)),
              .items = {}};
    for (const store::IntentItemRow& row : sent.rows) sent.items.push_back(TRY(item_from(row)));
    return sent;
}

Task<std::vector<WriteItem>> QuickBooksWriter::deliver(OperationId operation)
{
    for (int delivery = 1;; ++delivery) {
        co_await m_context.ledger.intents.set_sending(operation, m_context.clock.now());
        // The barrier: nothing goes out whose intent would not survive the page.
        co_await m_context.ledger.persisted();
        Sent sent = co_await load(operation);
        Result<Answers> answers = co_await outcome(m_context.quickbooks.write_batch(
            {.entity = quickbooks::Entity::customer,
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

Task<std::vector<WriteItem>> QuickBooksWriter::settle(Sent sent, Answers answers)
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

// New customers whose outcome is not known, or whose name is taken: by ourselves, if the customer of that name
// carries our mark. Otherwise they are made anew, under another name if that one is somebody else's. One that
// surfaces late is no danger: its name exists once.
Task<std::vector<WriteItem>> QuickBooksWriter::look(Sent sent, std::vector<Missing> missing)
{
    std::vector<WriteItem> anew;
    m_context.progress.phase = "Looking for what may have been written";
    for (const Missing& one : missing) {
        const WriteItem& item = sent.items[one.position];
        const std::vector<quickbooks::Record> found =
            co_await m_context.quickbooks.customers_named(item.title);
        const auto file = [&]() -> Result<void> {
            store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
            bool is_done = false;
            for (const quickbooks::Record& record : found) {
                TRY(observe_record(m_context, record));
                if (!is_from(record, item, m_context.accounts.hubspot_account)) continue;
                TRY(settle_in_quickbooks(m_context, sent.intent, item, record));
                is_done = true;
            }
            if (!is_done && one.name_is_taken)
                TRY(m_context.ledger.customers.note_taken_name(m_context.accounts.quickbooks, item.title,
                                                               m_context.clock.now()));
            if (!is_done) anew.push_back(item);
            TRY(m_context.ledger.intents.settle_item(
                sent.intent.operation, static_cast<std::int64_t>(one.position),
                is_done ? store::ItemOutcome::done : store::ItemOutcome::failed, HubSpotId(item.hubspot_id),
                is_done ? "" : "not made under this name"));
            return transaction.commit();
        };
        co_await file();
    }
    co_return anew;
}

Result<void> QuickBooksWriter::refuse_all(const Sent& sent, const Error& error)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
    for (const WriteItem& item : sent.items) TRY(settle_refused_by_quickbooks(m_context, item, error));
    TRY(m_context.ledger.intents.set_rejected(sent.intent.operation, error.detail, error.message));
    return transaction.commit();
}

Task<std::vector<WriteItem>> QuickBooksWriter::not_delivered(Sent sent, Error error)
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
