#include "sync/hubspot_changes.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "base/date.h"
#include "sync/observe_hubspot.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using hubspot::ObjectType;

// By HubSpot's clock: what the search index may not have shown the last time.
constexpr std::int64_t overlap_ms = 15 * 60'000;
// By ours, which only decides when to look. Beyond 28 days everything is listed and compared: what was deleted for good
// meanwhile, or left the recycle bin, is found no other way.
constexpr std::int64_t gap_max_ms = std::int64_t{28} * 24 * 60 * 60'000;
constexpr std::size_t ids_read_max = 100;
constexpr std::int64_t archived_every_ms = 60 * 60'000;

std::string cursor_of(ObjectType type, std::string_view what)
{
    return std::format("hubspot.{}.{}", hubspot::api_name(type), what);
}

std::string changes_cursor(ObjectType type)
{
    return cursor_of(type, "changes_since");
}

std::string begun_cursor(ObjectType type)
{
    return cursor_of(type, "changes_begun");
}

std::string archived_cursor(ObjectType type)
{
    return cursor_of(type, "archived_read");
}

std::string comparison_cursor(ObjectType type)
{
    return cursor_of(type, "compared_since");
}

Result<std::optional<std::int64_t>> number_at(RunContext& context, const std::string& cursor)
{
    const auto text = TRY(context.ledger.cursors.get(context.accounts.hubspot, cursor));
    std::int64_t number = 0;
    if (!text) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

Result<void> set_number(RunContext& context, const std::string& cursor, std::int64_t number)
{
    return context.ledger.cursors.set(context.accounts.hubspot, cursor, std::to_string(number),
                                      context.clock.now());
}

std::vector<ObjectType> types_to_read(const RunContext& context)
{
    std::vector<ObjectType> types;
    if (context.settings_of(Object::contacts).writes_quickbooks()) types.push_back(ObjectType::contact);
    if (context.settings_of(Object::products).writes_quickbooks()) types.push_back(ObjectType::product);
    return types;
}

Result<void> note_beginning(RunContext& context, ObjectType type, std::int64_t since_ms)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(set_number(context, begun_cursor(type), since_ms));
    TRY(context.ledger.cursors.remove(context.accounts.hubspot, listing_cursor(type)));
    return transaction.commit();
}

// The list is complete: from here on changes count.
Result<void> note_listed(RunContext& context, ObjectType type, std::int64_t since_ms)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(set_number(context, changes_cursor(type), since_ms));
    TRY(context.ledger.cursors.remove(context.accounts.hubspot, begun_cursor(type)));
    return transaction.commit();
}

Result<void> file_changed(RunContext& context, ObjectType type, const hubspot::ObjectPage& page)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const hubspot::ObjectRecord& record : page.records)
        TRY(observe_hubspot_record(context, type, record));
    return transaction.commit();
}

Task<> read_changed(RunContext& context, ObjectType type, Timestamp since)
{
    hubspot::ChangedObjects query{.type = type,
                                  .since = Timestamp{std::max<std::int64_t>(0, since.ms - overlap_ms)},
                                  .properties = properties_read(context, type)};
    Timestamp newest = since;
    // Pages follow the ids, so a record that changes while they are read may have been passed: the cursor
    // never goes beyond what had changed when the second page was asked for.
    std::optional<Timestamp> newest_max;
    std::int64_t read = 0;
    for (bool more = true; more;) {
        co_await context.control.checkpoint();
        context.progress.phase = std::format("Reading changed {}s from HubSpot", hubspot::label(type));
        const hubspot::ObjectPage page = co_await context.hubspot.changed_objects(query);
        for (const hubspot::ObjectRecord& record : page.records) newest = std::max(newest, record.updated_at);
        read += static_cast<std::int64_t>(page.records.size());
        co_await file_changed(context, type, page);
        more = page.next_after.has_value() && !page.records.empty();
        if (!more) break;
        query.after = page.records.back().id;
        if (!newest_max) newest_max = (co_await context.hubspot.newest_change(type)).value_or(newest);
        co_await context.loop.pause_if_due();
    }
    if (newest_max) newest = std::max(since, std::min(newest, *newest_max));
    co_await set_number(context, changes_cursor(type), newest.ms);
    context.coverage.push_back(std::format("HubSpot {}s changed since {}: {} read, in order of id",
                                           hubspot::label(type),
                                           format_timestamp(query.since, Milliseconds::no), read));
}

Result<void> file_archived(RunContext& context, ObjectType type, const hubspot::ObjectPage& page)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const hubspot::ObjectRecord& record : page.records) TRY(observe_archived(context, type, record.id));
    return transaction.commit();
}

Task<> read_archived(RunContext& context, ObjectType type)
{
    const std::int64_t now_ms = context.clock.now().ms;
    const auto last_ms = co_await number_at(context, archived_cursor(type));
    if (last_ms && now_ms >= *last_ms && now_ms - *last_ms < archived_every_ms) co_return;
    std::string after;
    std::int64_t read = 0;
    do {
        co_await context.control.checkpoint();
        context.progress.phase = std::format("Reading archived {}s from HubSpot", hubspot::label(type));
        const hubspot::ObjectPage page = co_await context.hubspot.list_objects(
            {.type = type, .after = after, .properties = {}, .associations = {}, .archived = true});
        read += static_cast<std::int64_t>(page.records.size());
        co_await file_archived(context, type, page);
        after = page.next_after.value_or("");
    } while (!after.empty());
    co_await set_number(context, archived_cursor(type), now_ms);
    context.coverage.push_back(
        std::format("HubSpot {}s in the recycle bin: all {} listed", hubspot::label(type), read));
}

// After too long a gap the type is listed from its beginning, as if for the first time.
Result<void> forget_after_a_gap(RunContext& context, ObjectType type)
{
    const auto read_at =
        TRY(context.ledger.cursors.updated_at(context.accounts.hubspot, changes_cursor(type)));
    if (!read_at || context.clock.now().ms - read_at->ms <= gap_max_ms) return {};
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    TRY(context.ledger.cursors.remove(context.accounts.hubspot, changes_cursor(type)));
    TRY(context.ledger.cursors.remove(context.accounts.hubspot, archived_cursor(type)));
    TRY(set_number(context, comparison_cursor(type), context.clock.now().ms));
    return transaction.commit();
}

Result<void> file_missing(RunContext& context, ObjectType type, const hubspot::BatchReadAnswer& answer)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const hubspot::ObjectRecord& record : answer.records)
        TRY(observe_hubspot_record(context, type, record));
    for (const std::string& id : answer.missing) TRY(observe_archived(context, type, HubSpotId(id)));
    return transaction.commit();
}

// What the list did not bring is asked for by its id: only what HubSpot does not know then is gone.
Task<> compare_ids(RunContext& context, ObjectType type)
{
    const auto since = co_await number_at(context, comparison_cursor(type));
    if (!since) co_return;
    std::vector<std::string> unseen;
    for (const auto& id : co_await context.ledger.queue.not_seen_since(
             context.accounts.hubspot, hubspot::api_name(type), Timestamp{*since}))
        unseen.push_back(id.value);
    for (std::size_t at = 0; at < unseen.size(); at += ids_read_max) {
        co_await context.control.checkpoint();
        const std::size_t end = std::min(unseen.size(), at + ids_read_max);
        const hubspot::BatchReadAnswer answer =
            co_await context.hubspot.batch_read({.type = type,
                                                 .ids = {unseen.begin() + static_cast<std::ptrdiff_t>(at),
                                                         unseen.begin() + static_cast<std::ptrdiff_t>(end)},
                                                 .properties = properties_read(context, type)});
        co_await file_missing(context, type, answer);
    }
    co_await context.ledger.cursors.remove(context.accounts.hubspot, comparison_cursor(type));
    context.coverage.push_back(
        std::format("HubSpot {}s: more than 28 days since the last reading, so all ids were "
                    "compared; {} asked for one by one",
                    hubspot::label(type), unseen.size()));
}

}  // namespace

std::string listing_cursor(ObjectType type)
{
    return "hubspot." + std::string(hubspot::api_name(type));
}

Task<> begin_reading_changes(RunContext& context)
{
    for (const ObjectType type : types_to_read(context)) {
        co_await forget_after_a_gap(context, type);
        if (co_await number_at(context, changes_cursor(type))) continue;
        if (co_await number_at(context, begun_cursor(type))) continue;
        const auto newest = co_await context.hubspot.newest_change(type);
        co_await note_beginning(context, type, newest.value_or(Timestamp()).ms);
    }
}

Task<> read_hubspot_changes(RunContext& context)
{
    for (const ObjectType type : types_to_read(context)) {
        const auto begun = co_await number_at(context, begun_cursor(type));
        co_await compare_ids(context, type);
        if (begun) co_await note_listed(context, type, *begun);
        const auto since = co_await number_at(context, changes_cursor(type));
        // What was just listed needs no search.
        if (since && !begun) co_await read_changed(context, type, Timestamp{*since});
        co_await read_archived(context, type);
    }
}

}  // namespace app::sync
