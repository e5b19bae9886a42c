#include "sync/writer.h"

#include <algorithm>

#include "base/json.h"
#include "sync/journal_recovery.h"
#include "sync/settling.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using clients::Resend;
using store::IntentAction;
using store::IntentState;

constexpr double slice_ms = 3;
// An answer that was lost is asked for again this often within a run, each time under the same key.
constexpr int deliveries_max = 3;

hubspot::BatchAction batch_action(IntentAction action)
{
    if (action == IntentAction::create) return hubspot::BatchAction::create;
    return action == IntentAction::update ? hubspot::BatchAction::update : hubspot::BatchAction::upsert;
}

bool goes_to_contacts(const store::IntentRow& intent)
{
    return intent.path.contains("/contacts/batch/");
}

std::vector<SentItem> sent_items(const std::vector<WriteItem>& items, store::ObjectType object)
{
    const std::string property = key_property(hubspot_type(object));
    std::vector<SentItem> sent;
    for (std::size_t at = 0; at < items.size(); ++at) {
        const auto key = items[at].sent.find(property);
        sent.push_back({.trace_id = trace_id_at(at),
                        .key = key == items[at].sent.end() ? std::string() : key->second,
                        .hubspot_id = items[at].hubspot_id});
    }
    return sent;
}

// Associations and removals have no results of their own: what no error names is done.
std::vector<ItemOutcome> outcomes_without_results(const std::vector<WriteItem>& items,
                                                  const hubspot::BatchAnswer& answer)
{
    std::vector<ItemOutcome> outcomes;
    for (const WriteItem& item : items) {
        outcomes.push_back({.kind = ItemOutcome::Kind::done, .hubspot_id = HubSpotId(item.hubspot_id)});
    }
    for (const hubspot::BatchError& error : answer.errors) {
        for (std::size_t at = 0; at < items.size(); ++at) {
            const bool named =
                error.ids.empty() || std::ranges::contains(error.ids, HubSpotId(items[at].hubspot_id));
            if (!named) continue;
            outcomes[at] = {.kind = ItemOutcome::Kind::refused,
                            .code = error.code.empty() ? error.category : error.code,
                            .message = error.message,
                            .detail = error.details};
        }
    }
    return outcomes;
}

ItemOutcome said_or_unanswered(ItemOutcome outcome)
{
    if (outcome.kind == ItemOutcome::Kind::unanswered) outcome.code = "UNANSWERED";
    return outcome;
}

// Association errors need not say which input they are about.
bool hides_whose_errors(IntentAction action, const hubspot::BatchAnswer& answer)
{
    return is_about_associations(action) &&
           std::ranges::any_of(answer.errors,
                               [](const hubspot::BatchError& error) { return error.ids.empty(); });
}

Error refusal_of(const hubspot::BatchError& error)
{
    return {.kind = ErrorKind::rejected, .message = error.message, .detail = error.details};
}

// The journal gives the same unreadable answer for ever, and an archive call cannot ask for a resend.
bool is_spent(IntentAction action, const Error& error)
{
    return error.kind == ErrorKind::malformed || action == IntentAction::archive;
}

}  // namespace

Task<> Writer::send(Write write)
{
    if (write.items.empty()) co_return;
    co_await m_context.control.checkpoint();
    const OperationId operation = co_await file(write);
    co_await deliver(operation, Resend::no);
}

Task<> Writer::finish_open_intents(std::vector<Object> armed)
{
    const std::vector<store::IntentRow> open = co_await m_context.ledger.intents.open();
    for (const store::IntentRow& intent : open) {
        if (intent.connection != m_context.accounts.hubspot) continue;
        if (!std::ranges::contains(armed, object_of(intent.object))) continue;
        co_await m_context.control.checkpoint();
        if (intent.action != IntentAction::create && co_await is_from_backup(m_context, intent)) {
            co_await abandon_to_next_plan(intent.operation);
            continue;
        }
        m_context.progress.phase = "Finishing what was interrupted";
        if (is_from_journal(intent)) {
            co_await outwait(intent);
            continue;
        }
        if (intent.state == IntentState::sending) {
            co_await m_context.ledger.intents.set_unknown(intent.operation,
                                                          "the page went away before the answer came");
        }
        // The journal was asked already and could not tell: asking again would say no more.
        const bool is_asked = intent.state == IntentState::unknown && intent.action == IntentAction::create;
        if (is_asked) co_await look(intent.operation);
        else co_await deliver(intent.operation, Resend::no);
    }
}

Result<void> Writer::abandon_to_next_plan(const OperationId& operation)
{
    return m_context.ledger.intents.set_abandoned(operation, "a backup was restored; planned anew");
}

Result<OperationId> Writer::file(const Write& write)
{
    store::IntentRow intent;
    intent.connection = m_context.accounts.hubspot;
    intent.object = stored_type(write.type);
    intent.action = write.action;
    intent.method = write.action == IntentAction::archive ? "DELETE" : "POST";
    intent.path = path_of(write);
    intent.body = body_of(write);
    return file_write(m_context, std::move(intent), write.items);
}

Task<> Writer::deliver(OperationId operation, Resend resend)
{
    for (int delivery = 1;; ++delivery) {
        co_await m_context.ledger.intents.set_sending(operation, m_context.clock.now());
        // The barrier: nothing goes out whose intent would not survive the page, and one loss of the browser's.
        co_await m_context.ledger.persisted_everywhere();
        FiledWrite sent = co_await filed_write(m_context, operation);
        Result<hubspot::BatchAnswer> answer = co_await outcome(call(sent.intent, sent.items, resend));
        if (answer) {
            co_await settle(std::move(sent), *std::move(answer));
            co_return;
        }
        // Repeating anything but a plain creation changes nothing, so the proxy may do it. A creation
        // that may have happened is looked for instead: the session has asked the journal already.
        const bool ask_again = may_have_happened(answer.error()) && delivery < deliveries_max &&
                               sent.intent.action != IntentAction::create;
        if (!ask_again) {
            co_await not_delivered(std::move(sent), std::move(answer).error());
            co_return;
        }
        co_await m_context.ledger.intents.set_unknown(operation, answer.error().message);
        resend = Resend::yes;
    }
}

Task<hubspot::BatchAnswer> Writer::call(store::IntentRow intent, std::vector<WriteItem> items, Resend resend)
{
    if (intent.action == IntentAction::archive) {
        co_await m_context.hubspot.archive_object(hubspot_type(intent.object),
                                                  HubSpotId(items.front().hubspot_id), intent.operation);
        co_return hubspot::BatchAnswer{};
    }
    if (is_about_associations(intent.action)) {
        co_return co_await m_context.hubspot.associate_batch(
            {.action = intent.action == IntentAction::associate ? hubspot::AssociationAction::create
                                                                : hubspot::AssociationAction::archive,
             .from = hubspot::ObjectType::invoice,
             .to = goes_to_contacts(intent) ? hubspot::ObjectType::contact : hubspot::ObjectType::line_item,
             .body = intent.body,
             .operation = intent.operation,
             .resend = resend});
    }
    co_return co_await m_context.hubspot.send_batch({.type = hubspot_type(intent.object),
                                                     .action = batch_action(intent.action),
                                                     .body = intent.body,
                                                     .operation = intent.operation,
                                                     .resend = resend});
}

Task<> Writer::settle(FiledWrite sent, hubspot::BatchAnswer answer)
{
    const IntentAction action = sent.intent.action;
    if (sent.items.size() > 1 && hides_whose_errors(action, answer)) {
        co_await split(std::move(sent), refusal_of(answer.errors.front()));
        co_return;
    }
    const bool has_results = !is_about_associations(action) && action != IntentAction::archive;
    const std::vector<ItemOutcome> outcomes =
        has_results ? match_answer(sent_items(sent.items, sent.intent.object), answer,
                                   key_property(hubspot_type(sent.intent.object)))
                    : outcomes_without_results(sent.items, answer);
    for (std::size_t at = 0; at < outcomes.size();) {
        at += co_await settle_slice(sent, outcomes, at);
        co_await m_context.loop.pause_if_due();
    }
    const bool unanswered = std::ranges::any_of(
        outcomes, [](const ItemOutcome& outcome) { return outcome.kind == ItemOutcome::Kind::unanswered; });
    if (unanswered && action == IntentAction::create) {
        co_await m_context.ledger.intents.set_unknown(sent.intent.operation,
                                                      "the answer did not mention every record");
        co_await look(sent.intent.operation);
        co_return;
    }
    co_await m_context.ledger.intents.set_acknowledged(sent.intent.operation, answer.correlation_id);
}

// Settles items from `begin` on until the slice is used up; gives how many. Items settled by an
// earlier attempt stay as they are. An unanswered item of a write that may be repeated counts as
// failed: the next plan writes it again.
Result<std::size_t> Writer::settle_slice(const FiledWrite& sent, const std::vector<ItemOutcome>& outcomes,
                                         std::size_t begin)
{
    store::Transaction transaction = TRY(store::Transaction::begin(m_context.ledger.database));
    const double end_ms = m_context.clock.monotonic().ms + slice_ms;
    std::size_t at = begin;
    while (at < outcomes.size()) {
        const ItemOutcome& outcome = outcomes[at];
        const auto position = static_cast<std::int64_t>(at);
        const bool settled = sent.rows[at].outcome != store::ItemOutcome::open;
        if (!settled && outcome.kind == ItemOutcome::Kind::done) {
            TRY(settle_done(
                m_context, sent.intent, sent.items[at],
                {.id = outcome.hubspot_id, .updated_at = outcome.updated_at, .held = outcome.held}));
            TRY(m_context.ledger.intents.settle_item(sent.intent.operation, position,
                                                     store::ItemOutcome::done, outcome.hubspot_id, ""));
        } else if (!settled && (outcome.kind == ItemOutcome::Kind::refused ||
                                sent.intent.action != IntentAction::create)) {
            TRY(settle_refused(m_context, sent.intent, sent.items[at], said_or_unanswered(outcome)));
            TRY(m_context.ledger.intents.settle_item(
                sent.intent.operation, position, store::ItemOutcome::failed, std::nullopt, outcome.message));
        }
        ++at;
        if (m_context.clock.monotonic().ms >= end_ms) break;
    }
    TRY(transaction.commit());
    return at - begin;
}

Task<> Writer::not_delivered(FiledWrite sent, Error error)
{
    const OperationId operation = sent.intent.operation;
    if (refuses_the_data(error)) {
        co_await split(std::move(sent), std::move(error));
        co_return;
    }
    if (may_have_happened(error)) {
        co_await m_context.ledger.intents.set_unknown(operation, error.message);
        if (sent.intent.action == IntentAction::create) {
            co_await look(operation);
            co_return;
        }
        // Its key leads to nothing any more. What it was to do is still a difference, which the next
        // plan finds and writes again: harmless, whether this one was carried out or not.
        if (is_spent(sent.intent.action, error)) {
            co_await m_context.ledger.intents.set_abandoned(operation, error.message);
        }
    } else {
        co_await m_context.ledger.intents.set_ready_again(operation, error.message);
    }
    co_await Result<void>(std::unexpected(std::move(error)));
}

}  // namespace app::sync
