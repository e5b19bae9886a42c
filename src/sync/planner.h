#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/invoice_mapping.h"
#include "sync/plan.h"
#include "sync/run_context.h"

namespace app::sync {

// What shall happen to one record. Field values are worked out again when they are needed, so that
// a plan of a hundred thousand records stays small and is never older than the data.
struct PlanEntry {
    Object object = Object::contacts;
    QuickBooksId id;            // empty for a record that only HubSpot has
    HubSpotId hubspot_id = {};  // of such a record
    ActionKind kind = ActionKind::nothing;
};

struct PlanSummary {
    std::int64_t creates = 0;
    std::int64_t updates = 0;
    std::int64_t links = 0;
    std::int64_t quickbooks_creates = 0;
    std::int64_t quickbooks_updates = 0;  // of records that `updates` and `links` count too
    std::int64_t hubspot_updates = 0;     // the same for HubSpot
    std::int64_t hubspot_removals = 0;
    std::int64_t quickbooks_removals = 0;
    std::int64_t unlinks = 0;
    std::int64_t linked = 0;     // pairs there are
    std::int64_t conflicts = 0;  // records with fields that wait for a person
    std::int64_t unchanged = 0;
    std::int64_t excluded = 0;
    std::int64_t lines = 0;  // line items to create, of invoices

    // Pairs that would end.
    std::int64_t ended() const { return hubspot_removals + quickbooks_removals + unlinks; }
};

struct RunPlan {
    Timestamp made_at;
    Date today;                      // the company's day, which decides what is overdue
    std::vector<PlanEntry> entries;  // that change something
    std::array<PlanSummary, objects.size()> summaries = {};
    std::map<std::string, std::int64_t> new_invoice_e4;  // per currency, of invoices to create
    std::vector<std::string> notes = {};                 // sentences on what the plan leaves out

    PlanSummary& of(Object object) { return summaries[static_cast<std::size_t>(object)]; }
    const PlanSummary& of(Object object) const { return summaries[static_cast<std::size_t>(object)]; }
};

// API calls that applying takes, as the writers batch them.
[[nodiscard]] std::int64_t calls_for(Object object, const PlanSummary& summary);

// One record and what is to be done with it.
struct PlannedRecord {
    Object object = Object::contacts;
    QuickBooksId id;
    std::string title;
    Action action;
    Fields wanted;                // becomes the agreement when done
    std::string how = "created";  // how a new link comes about
    HubSpotId hubspot_id = {};    // of a record that only HubSpot has
};

// Decides for every record that may have changed; gives way to the loop. Only objects that are
// switched on. Reads nothing but the local database.
Task<RunPlan> make_plan(RunContext& context, std::vector<Object> enabled);

// The same decision for one record, with its fields. Nothing when the record is not known.
[[nodiscard]] Result<std::optional<PlannedRecord>> plan_record(RunContext& context, Object object,
                                                               const QuickBooksId& id);

// What is to be done with a contact that only HubSpot has. Nothing when it is not known or has a twin.
[[nodiscard]] Result<std::optional<PlannedRecord>> plan_contact_without_twin(RunContext& context,
                                                                             const HubSpotId& id);
// The same with a product.
[[nodiscard]] Result<std::optional<PlannedRecord>> plan_product_without_twin(RunContext& context,
                                                                             const HubSpotId& id);
// The properties that prices are mapped to.
[[nodiscard]] std::set<std::string> price_properties(const RunContext& context);
// The properties that this pair of accounts does not take to QuickBooks: prices when the two count in different
// currencies.
[[nodiscard]] std::set<std::string> properties_kept_back(const RunContext& context, Object object);

[[nodiscard]] Result<std::optional<PlannedRecord>> plan_entry(RunContext& context, const PlanEntry& entry);

// The invoice as last read from QuickBooks; nothing when it is not known.
[[nodiscard]] Result<std::optional<clients::quickbooks::Invoice>> known_invoice(RunContext& context,
                                                                                const QuickBooksId& id);

// What was found out about the account's invoice fields; all writable until it was probed.
[[nodiscard]] Result<WritableInvoiceFields> writable_invoice_fields(RunContext& context);

}  // namespace app::sync
