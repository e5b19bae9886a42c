#include "sync/pull_quickbooks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <set>

#include "sync/failure_words.h"
#include "sync/observe_quickbooks.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using quickbooks::Entity;
using quickbooks::Record;

constexpr std::array entities = {Entity::customer, Entity::item, Entity::invoice, Entity::payment};
constexpr std::int64_t overlap_ms = 10 * 60'000;
constexpr std::int64_t gap_max_ms = std::int64_t{28} * 24 * 60 * 60'000;
// A transaction never holds the thread longer than this.
constexpr double slice_ms = 3;

// A load that deletions keep disturbing goes on after this many attempts at one entity.
constexpr int restarts_max = 3;

constexpr std::string_view changes_cursor = "quickbooks.changes_since";
// When the load began: by the service's clock, for the change set after it, and by ours, to tell
// which records it did not bring. The two are never compared.
constexpr std::string_view load_cursor = "quickbooks.load_server_time";
constexpr std::string_view load_local_cursor = "quickbooks.load_local_time";

std::string page_cursor(Entity entity)
{
    return "quickbooks.load." + std::string(quickbooks::api_name(entity));
}

std::optional<std::int64_t> number_in(const std::optional<std::string>& text)
{
    std::int64_t number = 0;
    if (!text) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

std::optional<Object> object_of(Entity entity)
{
    switch (entity) {
    case Entity::customer: return Object::contacts;
    case Entity::item: return Object::products;
    case Entity::invoice: return Object::invoices;
    case Entity::payment:
    case Entity::credit_memo: return std::nullopt;
    }
    return std::nullopt;
}

std::string plural(Entity entity)
{
    switch (entity) {
    case Entity::customer: return "customers";
    case Entity::item: return "products and services";
    case Entity::invoice: return "invoices";
    case Entity::payment: return "payments";
    case Entity::credit_memo: return "credit memos";
    }
    return {};
}

Result<std::optional<std::int64_t>> cursor_number(RunContext& context, std::string_view name)
{
    return number_in(TRY(context.ledger.cursors.get(context.accounts.quickbooks, name)));
}

Result<void> set_cursor(RunContext& context, std::string_view name, std::int64_t value)
{
    return context.ledger.cursors.set(context.accounts.quickbooks, name, std::to_string(value),
                                      context.clock.now());
}

void count_seen(RunContext& context, Entity entity)
{
    if (const auto object = object_of(entity)) ++context.progress.of(*object).seen;
}

// One record that cannot be read blocks no other: it becomes a failure of its own, or a sentence in
// the report when it has no id or is of an entity that is not synced by itself.
Result<void> file_unreadable(RunContext& context, const quickbooks::UnreadableRecord& record)
{
    const auto object = object_of(record.entity);
    if (object) ++context.progress.of(*object).failed;
    if (!object || record.id.value.empty()) {
        context.coverage.push_back("left out of the " + plural(record.entity) +
                                   ", because it cannot be read: " + record.reason);
        return {};
    }
    const Error error{.kind = ErrorKind::malformed, .message = record.reason, .detail = record.raw};
    return raise_failure(context, context.record_key(object_type(*object), record.id), record.id.value,
                         words_for_error(error), record.reason + "\n" + record.raw);
}

Result<void> file_record(RunContext& context, const Record& record)
{
    const Result<store::PutOutcome> observed = observe_record(context, record);
    if (observed) return {};
    const Error& error = observed.error();
    if (error.kind != ErrorKind::malformed) return std::unexpected(error);
    return file_unreadable(
        context, {.entity = record.entity, .id = record.id, .reason = error.message, .raw = record.raw});
}

// Files records from `begin` on until the slice is used up; gives how many. One transaction.
Result<std::size_t> file_slice(RunContext& context, const std::vector<Record>& records, std::size_t begin)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    const double end_ms = context.clock.monotonic().ms + slice_ms;
    std::size_t at = begin;
    while (at < records.size()) {
        if (!records[at].deleted) TRY(file_record(context, records[at]));
        count_seen(context, records[at].entity);
        ++at;
        if (context.clock.monotonic().ms >= end_ms) break;
    }
    TRY(transaction.commit());
    return at - begin;
}

Task<> file_records(RunContext& context, std::vector<Record> records)
{
    for (std::size_t at = 0; at < records.size();) {
        at += co_await file_slice(context, records, at);
        co_await context.loop.pause_if_due();
    }
}

Result<void> file_unreadables(RunContext& context, const std::vector<quickbooks::UnreadableRecord>& records)
{
    if (records.empty()) return {};
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const quickbooks::UnreadableRecord& record : records) {
        count_seen(context, record.entity);
        TRY(file_unreadable(context, record));
    }
    return transaction.commit();
}

// A stub may be left of a record that was made and removed in between, or be plainly wrong: it
// counts only when a read confirms it.
Task<> file_deletions(RunContext& context, std::vector<Record> records)
{
    for (const Record& stub : records) {
        if (!stub.deleted) continue;
        const auto known = co_await context.ledger.mirror.find(
            context.accounts.quickbooks, quickbooks::api_name(stub.entity), stub.id.value);
        // The overlap of two change sets brings the same stub again.
        if (known && known->state == store::MirrorState::deleted) continue;
        co_await context.control.checkpoint();
        const Result<Record> present = co_await outcome(context.quickbooks.read(stub.entity, stub.id));
        if (present) {
            co_await file_records(context, {*present});
            continue;
        }
        const Error& error = present.error();
        if (error.kind == ErrorKind::malformed) {  // it is there
            co_await file_unreadables(context,
                                      {{.entity = stub.entity, .id = stub.id, .reason = error.message}});
            continue;
        }
        if (error.kind != ErrorKind::not_found) co_await Result<void>(std::unexpected(error));
        const auto file = [&]() -> Result<void> {
            store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
            TRY(observe_deletion(context, stub));
            return transaction.commit();
        };
        co_await file();
    }
}

// The first answer of a load fixes the moment from which the change set after it counts.
Result<void> note_server_time(RunContext& context, Timestamp server_time)
{
    if (TRY(cursor_number(context, load_cursor))) return {};
    return set_cursor(context, load_cursor, server_time.ms);
}

// Whether this load has filed the page's first record. Of a page that cannot be read it is not known; it
// counts as known, because such a record is never filed.
Result<bool> begins_with_a_known_row(RunContext& context, const quickbooks::RecordPage& page)
{
    if (page.records.empty() || !page.unreadable.empty()) return true;
    const Record& record = page.records.front();
    const auto began = TRY(cursor_number(context, load_local_cursor));
    const auto row = TRY(context.ledger.mirror.find(context.accounts.quickbooks,
                                                    quickbooks::api_name(record.entity), record.id.value));
    return row && row->seen_at.ms >= began.value_or(0);
}

Task<> load_entity(RunContext& context, Entity entity, std::int64_t expected)
{
    const std::string cursor = page_cursor(entity);
    std::int64_t start = (co_await cursor_number(context, cursor)).value_or(1);
    int pages = 0;
    int restarts = 0;
    // A count of 0 needs no page; nor does an entity that an interrupted load had finished.
    while (start <= expected) {
        co_await context.control.checkpoint();
        context.progress.phase = "Reading " + plural(entity) + " from QuickBooks";
        // The last row is asked for again: when another stands there, rows before it were deleted and
        // some moved up past us.
        const std::int64_t from = std::max<std::int64_t>(1, start - 1);
        quickbooks::RecordPage page = co_await context.quickbooks.query_page(
            {.entity = entity, .start_position = static_cast<int>(from)});
        ++pages;
        if (page.rows == 0) break;
        co_await note_server_time(context, page.server_time);
        const bool moved = from < start && !co_await begins_with_a_known_row(context, page);
        const std::int64_t next = from + page.rows;
        co_await file_unreadables(context, page.unreadable);
        co_await file_records(context, std::move(page.records));
        if (moved && ++restarts <= restarts_max) {
            start = 1;
            continue;
        }
        if (next <= start) break;
        start = next;
        co_await set_cursor(context, cursor, start);
    }
    context.coverage.push_back(std::format("{}: {} of {} read from the start in {} {}", plural(entity),
                                           std::min(start - 1, expected), expected, pages,
                                           pages == 1 ? "page" : "pages"));
}

Result<void> begin_load(RunContext& context)
{
    for (const Entity entity : entities) {
        TRY(context.ledger.cursors.remove(context.accounts.quickbooks, page_cursor(entity)));
    }
    TRY(context.ledger.cursors.remove(context.accounts.quickbooks, load_cursor));
    return set_cursor(context, load_local_cursor, context.clock.now().ms);
}

// Records known from before that the load did not bring may have been deleted; each is asked for.
Task<> confirm_missing(RunContext& context)
{
    const auto began = co_await cursor_number(context, load_local_cursor);
    for (const Entity entity : entities) {
        const auto ids = co_await context.ledger.queue.not_seen_since(
            context.accounts.quickbooks, quickbooks::api_name(entity), Timestamp{began.value_or(0)});
        std::vector<Record> stubs;
        for (const QuickBooksId& id : ids) stubs.push_back({.entity = entity, .id = id, .deleted = true});
        co_await file_deletions(context, std::move(stubs));
    }
}

Result<void> finish_load(RunContext& context)
{
    // An empty company gave no answer with a time; the next run loads again.
    const auto server_time = TRY(cursor_number(context, load_cursor));
    if (!server_time) return {};
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(set_cursor(context, changes_cursor, *server_time - overlap_ms));
    TRY(context.ledger.cursors.remove(context.accounts.quickbooks, load_cursor));
    TRY(context.ledger.cursors.remove(context.accounts.quickbooks, load_local_cursor));
    return transaction.commit();
}

Task<> full_load(RunContext& context)
{
    const auto interrupted = co_await cursor_number(context, load_local_cursor);
    if (!interrupted) co_await begin_load(context);
    context.progress.phase = "Counting records in QuickBooks";
    const auto totals = co_await context.quickbooks.count({entities.begin(), entities.end()});
    std::int64_t records = 0;
    for (const auto& [entity, total] : totals) records += total;
    if (context.room_for) co_await context.room_for(records);
    for (const auto& [entity, total] : totals) {
        if (const auto object = object_of(entity)) context.progress.of(*object).total = total;
    }
    for (const Entity entity : entities) {
        const auto total = totals.find(entity);
        co_await load_entity(context, entity, total == totals.end() ? 0 : total->second);
    }
    co_await confirm_missing(context);
    co_await finish_load(context);
}

// Everything of one entity that changed since, by query: a change set that is full may miss some.
Task<> read_capped_group(RunContext& context, Entity entity, Timestamp since)
{
    std::set<std::string> known;
    bool more = true;
    for (int start = 1; more;) {
        co_await context.control.checkpoint();
        quickbooks::RecordPage page =
            co_await context.quickbooks.query_changed({.entity = entity, .start_position = start}, since);
        start += static_cast<int>(page.rows);
        more = page.more;
        co_await file_unreadables(context, page.unreadable);
        std::erase_if(page.records,
                      [&](const Record& record) { return !known.insert(record.id.value).second; });
        co_await file_records(context, std::move(page.records));
    }
    context.coverage.push_back(plural(entity) + ": the change set was full, so they were read by query");
}

// Two days before the service stops reaching back, so that its clock and ours may differ.
Result<bool> gap_is_too_long(RunContext& context)
{
    const auto read_at = TRY(context.ledger.cursors.updated_at(context.accounts.quickbooks, changes_cursor));
    return read_at && context.clock.now().ms - read_at->ms > gap_max_ms;
}

// False when the service no longer reaches back that far.
Task<bool> read_changes(RunContext& context, Timestamp since)
{
    context.progress.phase = "Reading changes from QuickBooks";
    Result<quickbooks::ChangeSet> changes =
        co_await outcome(context.quickbooks.cdc({entities.begin(), entities.end()}, since));
    if (!changes && changes.error().kind == ErrorKind::rejected) co_return false;
    if (!changes) co_await Result<void>(std::unexpected(changes.error()));
    std::size_t records = 0;
    for (quickbooks::ChangeGroup& group : changes->groups) {
        records += group.records.size() + group.unreadable.size();
        co_await file_unreadables(context, group.unreadable);
        if (group.capped) co_await read_capped_group(context, group.entity, since);
        co_await file_deletions(context, group.records);
        co_await file_records(context, std::move(group.records));
    }
    context.coverage.push_back(std::format("changes since {}: {} records in one change set (limit {})",
                                           format_timestamp(since, Milliseconds::no), records,
                                           quickbooks::change_set_records_max));
    co_await set_cursor(context, changes_cursor, changes->server_time.ms - overlap_ms);
    co_return true;
}

}  // namespace

Result<bool> needs_full_load(RunContext& context)
{
    return !TRY(cursor_number(context, changes_cursor)).has_value();
}

Task<> pull_quickbooks(RunContext& context)
{
    const auto since = co_await cursor_number(context, changes_cursor);
    const bool is_too_old = co_await gap_is_too_long(context);
    if (since && !is_too_old && co_await read_changes(context, Timestamp{*since})) co_return;
    if (since) {
        context.coverage.push_back(
            "the last reading is older than QuickBooks' change window: all was read again and compared");
        co_await context.ledger.cursors.remove(context.accounts.quickbooks, changes_cursor);
    }
    co_await full_load(context);
}

}  // namespace app::sync
