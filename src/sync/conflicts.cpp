#include "sync/conflicts.h"

#include <algorithm>

#include "base/json.h"

namespace app::sync {
namespace {

bool is_about(const store::ConflictRow& row, const Action& action)
{
    return std::ranges::contains(action.conflicts, row.property, &FieldConflict::property) ||
           action.fields.contains(row.property) || action.quickbooks_fields.contains(row.property);
}

Result<void> file_choice(Ledger& ledger, const store::ConflictRow& row, Side side, Timestamp at)
{
    const auto link = TRY(ledger.links.by_quickbooks(row.quickbooks, row.hubspot_connection));
    if (link) TRY(ledger.links.mark_changed(link->row_id, at));
    const std::string kept = side == Side::hubspot ? "HubSpot's" : "QuickBooks'";
    TRY(ledger.activity.append({.at = at,
                                .cause = "person",
                                .run = {},
                                .kind = store::ActivityKind::decision,
                                .object = row.quickbooks.object,
                                .connection = row.quickbooks.connection,
                                .record_id = row.quickbooks.id.value,
                                .summary = row.title + ": keep " + kept + " value",
                                .detail = JsonObject()
                                              .text("property", row.property)
                                              .text("hubspot", row.hubspot)
                                              .text("quickbooks", row.quickbooks_value)
                                              .text("base", row.base)
                                              .str(),
                                .correlation = {}}));
    return {};
}

}  // namespace

Result<void> file_conflicts(RunContext& context, const PlannedRecord& record)
{
    const store::RecordKey key = context.record_key(object_type(record.object), record.id);
    for (const store::ConflictRow& row : TRY(context.ledger.conflicts.of(key, context.accounts.hubspot))) {
        if (is_about(row, record.action)) continue;
        TRY(context.ledger.conflicts.resolve(key, context.accounts.hubspot, row.property,
                                             context.clock.now()));
    }
    for (const FieldConflict& conflict : record.action.conflicts) {
        store::ConflictRow row;
        row.quickbooks = key;
        row.hubspot_connection = context.accounts.hubspot;
        row.hubspot_id = HubSpotId(record.action.hubspot_id);
        row.title = record.title;
        row.property = conflict.property;
        row.base = conflict.base;
        row.hubspot = conflict.hubspot;
        row.quickbooks_value = conflict.quickbooks;
        row.found_at = context.clock.now();
        TRY(context.ledger.conflicts.park(row));
    }
    return {};
}

Result<std::int64_t> choose_in_conflicts(Ledger& ledger, const std::vector<std::int64_t>& row_ids, Side side,
                                         Timestamp at)
{
    const store::ConflictChoice choice =
        side == Side::hubspot ? store::ConflictChoice::hubspot : store::ConflictChoice::quickbooks;
    std::int64_t chosen = 0;
    store::Transaction transaction = TRY(store::Transaction::begin(ledger.database));
    for (const std::int64_t row_id : row_ids) {
        const Result<store::ConflictRow> row = ledger.conflicts.choose(row_id, choice);
        if (!row && row.error().kind == ErrorKind::not_found) continue;
        if (!row) return std::unexpected(row.error());
        TRY(file_choice(ledger, *row, side, at));
        ++chosen;
    }
    TRY(transaction.commit());
    return chosen;
}

}  // namespace app::sync
