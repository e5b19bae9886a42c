#include "ui/ui_page.h"

#include <format>

namespace app::ui {

namespace {

using namespace features;

Money dollars(std::int64_t whole)
{
    return {whole * 10'000, "USD"};
}

void fill_invoices(MadeViews& made, int count)
{
    for (int at = 0; at < count; ++at) {
        const auto stage = static_cast<InvoiceStage>(static_cast<std::size_t>(at) % invoice_stage_count);
        made.invoice_rows.rows.push_back({.row_id = at + 1,
                                          .number = std::to_string(1001 + at),
                                          .customer = std::format("Customer {}", at),
                                          .txn_date = Date::from_civil(2026, 11, 1),
                                          .due_date = Date::from_civil(2026, 12, 1),
                                          .total = dollars(100 + at),
                                          .balance = dollars(at),
                                          .stage = stage});
        ++made.invoices.count_by_stage.at(static_cast<std::size_t>(stage));
    }
    made.invoices.count_all = count;
    made.invoices.totals = {{.count = count, .total = dollars(count), .balance = dollars(count)}};
}

void fill_records(MadeViews& made, int count)
{
    for (int at = 0; at < count; ++at) {
        const auto state = static_cast<PairState>(static_cast<std::size_t>(at) % pair_state_count);
        made.contact_rows.rows.push_back({.row_id = at + 1,
                                          .name = std::format("Customer {}", at),
                                          .email = std::format("customer{}@example.com", at),
                                          .phone = "+1 555 0100",
                                          .company = "Example",
                                          .balance = dollars(at),
                                          .active = at % 7 != 0,
                                          .state = state});
        made.product_rows.rows.push_back({.row_id = at + 1,
                                          .name = std::format("Product {}", at),
                                          .sku = std::format("SKU-{}", at),
                                          .price = "12.50",
                                          .type = "Service",
                                          .active = at % 7 != 0,
                                          .state = state});
        made.activity_rows.rows.push_back(
            {.row_id = at + 1,
             .at = {test_now.ms - at * 60'000},
             .kind = static_cast<ActivityKind>(static_cast<std::size_t>(at) % activity_kind_count),
             .object = "Invoices",
             .record = std::to_string(1001 + at),
             .summary = "Created in HubSpot",
             .cause = "Sync",
             .detail = "{\"id\":\"1\"}",
             .correlation = "abc"});
    }
    made.contacts.count_all = made.products.count_all = made.activity.count_all = count;
    for (std::size_t state = 0; state < pair_state_count; ++state) {
        made.contacts.count_by_state[state] = made.products.count_by_state[state] = count / 5;
    }
}

void fill_plan(SyncView& sync, MadeRows<PlanRowView>& rows, int count)
{
    sync.plan = {.state = PlanView::State::ready,
                 .mass_removals = {},
                 .made_at = test_now,
                 .summaries = {{.object = SyncObject::contacts, .creates = count, .updates = 2, .calls = 9},
                               {.object = SyncObject::products, .creates = 3},
                               {.object = SyncObject::invoices, .creates = count}},
                 .invoice_value = {dollars(count)},
                 .notes = {},
                 .changes = 2 * count + 5,
                 .calls = 12,
                 .shown_object = std::nullopt};
    for (int at = 0; at < count; ++at) {
        rows.rows.push_back({.object = SyncObject::contacts,
                             .action = static_cast<PlanRowView::Action>(at % 4),
                             .title = std::format("Customer {}", at),
                             .reason = "not in HubSpot yet",
                             .changes = {{.property = "email", .before = "", .after = "a@example.com"},
                                         {.property = "phone", .before = "1", .after = "2"}}});
    }
}

void fill_fields(FieldsView& fields)
{
    const auto add = [&](const char* property, const char* label, const char* field) {
        FieldRowView row;
        row.index = fields.rows.size();
        row.property = property;
        row.property_label = label;
        row.field_label = field;
        row.transform = "Text";
        row.sample = row.becomes = "Ada";
        fields.rows.push_back(std::move(row));
    };
    add("firstname", "First name", "First name");
    add("jobtitle", "Job title", "Title");
    fields.rows.back().active = false;
    fields.rows.back().reason = "Switched off";
    fields.properties = {{"jobtitle", "Job title", "text"}, {"score", "Score", "number, read-only"}};
    fields.fields = {{"Title", "Title", ""}, {"Balance", "Balance", "to HubSpot only"}};
    fields.sample_title = "Ada Lovelace";
    fields.can_edit = true;
}

void fill_sync(SyncView& sync)
{
    sync.connected = sync.writing_allowed = sync.can_preview = sync.can_apply = true;
    sync.hubspot_name = "Brightwater Supply";
    sync.quickbooks_name = "Brightwater Books";
    const auto object = [](SyncObject which, const char* label) {
        return ObjectSyncView{.object = which,
                              .label = label,
                              .explanation = "QuickBooks customers become HubSpot contacts",
                              .enabled = true,
                              .total = 100,
                              .in_sync = 80,
                              .waiting = 17,
                              .failing = 2,
                              .excluded = 1};
    };
    sync.objects = {object(SyncObject::contacts, "Contacts"), object(SyncObject::products, "Products"),
                    object(SyncObject::invoices, "Invoices")};
    const std::vector<ProgressView::Object> counts = {
        {.label = "Contacts", .total = 100, .seen = 50, .created = 40}};
    sync.progress = {.running = true,
                     .paused = false,
                     .phase = "Writing contacts to HubSpot",
                     .fraction = 0.5,
                     .seconds_left = 42,
                     .objects = counts};
    sync.report = ReportView{.outcome = "Completed",
                             .kind = "Sync",
                             .ok = true,
                             .started_at = test_now,
                             .finished_at = Timestamp{test_now.ms + 4200},
                             .objects = counts,
                             .calls = {{.service = "HubSpot", .reads = 3, .writes = 9}},
                             .coverage = {"Contacts: 100 of 100 rows read in 1 page"}};
    sync.failures = {{.object = SyncObject::invoices,
                      .title = "1001",
                      .sentence = "HubSpot refused the invoice.",
                      .next_step = "Change its number in QuickBooks, then retry.",
                      .detail = "{\"status\":\"error\"}",
                      .at = test_now,
                      .cause = "refused"}};
    sync.failure_groups = {{.sentence = "HubSpot refused the invoice.",
                            .next_step = "Change its number in QuickBooks, then retry.",
                            .failures = {0}}};
    sync.runs = {*sync.report, *sync.report};
}

void fill_overview(OverviewView& overview)
{
    overview.hubspot_connected = overview.quickbooks_connected = true;
    overview.plan_seen = overview.first_sync_done = true;
    overview.receivables = {
        {.open = dollars(5000), .overdue = dollars(700), .open_count = 12, .overdue_count = 3}};
    overview.stages = {{.label = "Overdue", .count = 3}, {.label = "Paid in full", .count = 9}};
    overview.revenue = {{.month = "2026-10", .billed = dollars(900)},
                        {.month = "2026-11", .billed = dollars(1400)}};
    overview.health = {{.label = "Contacts", .in_sync = 80, .waiting = 17, .failing = 2}};
    overview.recent = {{.at = test_now, .text = "Invoice 1001 created in HubSpot"}};
}

void fill_connections(ConnectionsView& connections)
{
    connections.hubspot_configured = connections.quickbooks_configured = connections.demo = true;
    connections.hubspot = {{.connection_id = "hubspot-1a2b3c4d",
                            .provider = "HubSpot",
                            .account_name = "Brightwater Supply",
                            .account_id = "4711001",
                            .environment = "Demo",
                            .country = "",
                            .currency = "USD",
                            .time_zone = "Europe/Warsaw",
                            .scopes = {"crm.objects.contacts.read"},
                            .missing_scopes = {},
                            .connected_by = "jo@example.com",
                            .connected_at = test_now,
                            .health = ConnectionCardView::Health::connected,
                            .health_text = "Connected",
                            .findings = {"Invoices take a unique property: yes"}}};
    connections.quickbooks = connections.hubspot;
    connections.quickbooks[0].connection_id = "quickbooks-9f8e7d6c";
    connections.quickbooks[0].account_name = "Brightwater Books";
}

void fill_storage(StorageView& storage)
{
    storage.size_bytes = 78'000'000;
    storage.sequence = 4711;
    storage.second_copy = "up to date";
    storage.can_write = storage.may_change = storage.has_files = storage.can_erase = true;
    storage.is_persistent = false;
    storage.quota_bytes = 12'000'000'000;
    storage.last_backup_at = Timestamp{test_now.ms - 86'400'000};
    storage.unsent = 3;
    storage.server = {.automatic = true,
                      .last_at = Timestamp{test_now.ms - 3'600'000},
                      .is_listed = true,
                      .copies = {{.database = "4f1c0a2b",
                                  .name = "3-4700",
                                  .saved_at = {test_now.ms - 3'600'000},
                                  .size_bytes = 77'000'000},
                                 {.database = "4f1c0a2b",
                                  .name = "3-4100",
                                  .saved_at = {test_now.ms - 90'000'000},
                                  .size_bytes = 76'000'000}}};
}

}  // namespace

Views MadeViews::views()
{
    return {frame,    overview,     connections, invoices,      invoice_rows,
            contacts, contact_rows, products,    product_rows,  sync,
            fields,   plan_rows,    activity,    activity_rows, storage};
}

void MadeViews::set_states(LoadState state)
{
    overview.state = connections.state = invoices.state = contacts.state = state;
    products.state = sync.state = fields.state = activity.state = state;
}

MadeViews filled_views(int count)
{
    MadeViews made;
    made.set_states(LoadState::ready);
    made.frame.sync_status = {.kind = SyncStatusView::Kind::up_to_date,
                              .text = "Up to date",
                              .last_finished_at = test_now};
    made.frame.sync_now_enabled = true;
    made.frame.demo = true;
    made.frame.hubspot_name = "Brightwater Supply";
    made.frame.quickbooks_name = "Brightwater Books";
    made.frame.storage_text = "Saved";
    fill_invoices(made, count);
    fill_records(made, count);
    fill_sync(made.sync);
    fill_plan(made.sync, made.plan_rows, count);
    fill_fields(made.fields);
    fill_overview(made.overview);
    fill_connections(made.connections);
    fill_storage(made.storage);
    return made;
}

}  // namespace app::ui
