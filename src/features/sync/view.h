#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "features/row_source.h"
#include "store/forget_object.h"
#include "store/record_types.h"
#include "sync/object_settings.h"

namespace app::features {

enum class SyncObject { contacts, products, invoices };
inline constexpr std::size_t sync_object_count = 3;

struct ObjectSyncView {
    SyncObject object = SyncObject::contacts;
    std::string label;        // "Contacts"
    std::string explanation;  // "From customers in QuickBooks"
    bool enabled = true;
    bool armed = false;      // may be written once its plan was looked at
    bool plan_seen = false;  // since its rules were last changed
    sync::ObjectSettings settings = {};
    bool two_way_possible = false;  // whether changes can travel to QuickBooks
    struct Field {
        std::string property;
        std::string label;
    };
    std::vector<Field> two_way_fields = {};
    store::PairKnowledge known = {};  // what deleting the sync would forget
    std::int64_t total = 0;
    std::int64_t in_sync = 0;
    std::int64_t waiting = 0;
    std::int64_t failing = 0;
    std::int64_t excluded = 0;
};

struct PlanRowView {
    enum class Action { create, update, link, create_in_quickbooks, nothing, unlink, archive, make_inactive };
    struct FieldChange {
        std::string property;
        std::string before;
        std::string after;
    };
    SyncObject object = SyncObject::contacts;
    Action action = Action::create;
    std::string title;   // the record's name or number
    std::string reason;  // "not in HubSpot yet", "matched by e-mail"
    std::vector<FieldChange> changes;
    std::size_t entry = 0;  // its place in the plan
    bool left_out = false;  // stays as it is when the plan is applied
};

struct PlanView {
    enum class State { none, preparing, ready };
    struct Summary {
        SyncObject object = SyncObject::contacts;
        std::int64_t creates = 0;
        std::int64_t updates = 0;
        std::int64_t links = 0;
        std::int64_t quickbooks_creates = 0;
        std::int64_t quickbooks_updates = 0;
        std::int64_t removals = 0;  // archived in HubSpot or made inactive in QuickBooks
        std::int64_t unlinks = 0;
        std::int64_t conflicts = 0;
        std::int64_t unchanged = 0;
        std::int64_t excluded = 0;
        std::int64_t calls = 0;
    };
    // So many pairs would end that a person has to agree first.
    struct MassRemoval {
        SyncObject object = SyncObject::contacts;
        std::int64_t count = 0;
        std::int64_t linked = 0;
        bool agreed = false;
    };
    State state = State::none;
    std::vector<MassRemoval> mass_removals = {};
    std::optional<Timestamp> made_at;
    std::vector<Summary> summaries;
    std::vector<Money> invoice_value;     // total of invoices to be created in HubSpot, per currency
    std::vector<std::string> notes = {};  // what the plan leaves out, and why
    std::int64_t changes = 0;
    std::int64_t left_out = 0;               // of the changes
    std::int64_t calls = 0;                  // API calls that applying will take
    std::optional<SyncObject> shown_object;  // filter of the rows
};

struct ProgressView {
    struct Object {
        std::string label;
        std::int64_t total = 0;
        std::int64_t seen = 0;
        std::int64_t created = 0;
        std::int64_t updated = 0;
        std::int64_t skipped = 0;
        std::int64_t failed = 0;
    };
    bool running = false;
    bool paused = false;
    std::string phase;    // "Reading invoices from QuickBooks"
    double fraction = 0;  // 0 to 1
    std::optional<double> seconds_left;
    std::vector<Object> objects;
};

struct ReportView {
    struct Calls {
        std::string service;  // "HubSpot"
        std::int64_t reads = 0;
        std::int64_t writes = 0;
        std::vector<std::pair<std::string, std::int64_t>> kinds = {};  // "list contacts", the most first
    };
    std::string outcome;    // "Completed", "Failed: …", "Interrupted"
    std::string kind = {};  // "First sync", "Sync", "Plan"
    bool ok = true;
    std::optional<Timestamp> started_at;
    std::optional<Timestamp> finished_at;
    std::vector<ProgressView::Object> objects;
    std::vector<Calls> calls;
    std::vector<std::string> coverage;  // "Invoices: 1,000 of 1,000 rows read in 1 page"
};

struct FailureView {
    SyncObject object = SyncObject::contacts;
    std::string title;
    std::string sentence;   // what happened
    std::string next_step;  // what to do
    std::string detail;     // the raw answer and ids
    Timestamp at;
    std::string cause = {};  // what failures are grouped by
    store::RecordKey key = {};
};

// Failures of one cause.
struct FailureGroupView {
    std::string sentence;  // of the newest
    std::string next_step;
    std::vector<std::size_t> failures;  // places in SyncView::failures
};

// A field that both sides changed, waiting for a person.
struct ConflictView {
    std::int64_t row_id = 0;
    SyncObject object = SyncObject::contacts;
    std::string title;     // the record's name
    std::string property;  // "Phone"
    std::string base;      // what both held before; empty when there was nothing
    std::string hubspot;
    std::string quickbooks;
    Timestamp found_at;
};

// The accounts that new items can be sold on, asked for when somebody wants to choose.
struct IncomeAccountsView {
    struct Account {
        std::string id;
        std::string name;
    };
    enum class State { none, loading, ready, failed };
    State state = State::none;
    std::vector<Account> accounts = {};
    std::string problem = {};
};

struct SyncView {
    LoadState state = LoadState::loading;
    bool connected = false;          // both accounts
    bool writing_allowed = false;    // for some object that is switched on
    bool writes_quickbooks = false;  // some object's changes travel to QuickBooks
    bool can_preview = false;
    bool can_apply = false;
    std::string hubspot_name;
    std::string quickbooks_name;
    std::vector<ObjectSyncView> objects;
    IncomeAccountsView income_accounts;
    PlanView plan;
    ProgressView progress;
    std::optional<ReportView> report;  // of the last run
    std::vector<ReportView> runs;      // newest first
    std::vector<FailureView> failures;
    std::vector<FailureGroupView> failure_groups;  // the largest first
    std::vector<ConflictView> conflicts;           // the oldest of them
    std::int64_t conflict_count = 0;
};

}  // namespace app::features
