#include <algorithm>

#include "sync/capability_names.h"
#include "sync/hubspot_schema.h"
#include "sync/prepare_accounts.h"
#include "sync/property_names.h"
#include "sync/write.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using hubspot::ObjectType;

// Raised when own properties are added, so that accounts prepared by an older version get them.
constexpr std::string_view schema_version = "1";

struct InvoiceProbe {
    std::string_view capability;
    const char* property;
    const char* value;
};
// Says what the draft is to whoever meets it, and to us after an interruption.
constexpr const char* draft_comments = "Ledgerbridge checks which fields can be written. Safe to delete.";

constexpr std::array invoice_probes = {
    InvoiceProbe{capability::invoice_number, "hs_number", "LEDGERBRIDGE-CHECK"},
    InvoiceProbe{capability::invoice_amount_billed, "hs_amount_billed", "1"},
    InvoiceProbe{capability::invoice_balance_due, "hs_balance_due", "1"},
};

std::string_view unique_capability(ObjectType type)
{
    switch (stored_type(type)) {
    case store::ObjectType::contacts: return capability::unique_contacts;
    case store::ObjectType::products: return capability::unique_products;
    case store::ObjectType::invoices: return capability::unique_invoices;
    case store::ObjectType::line_items: return capability::unique_line_items;
    }
    return {};
}

Result<void> file_capability(RunContext& context, std::string_view name, std::string_view value)
{
    return context.ledger.capabilities.set(context.accounts.hubspot, name,
                                           {.value = std::string(value), .probed_at = context.clock.now()});
}

OperationId new_operation(RunContext& context)
{
    return OperationId(make_uuid(context.random));
}

bool exists(const std::vector<hubspot::PropertyDefinition>& definitions, const std::string& name)
{
    return std::ranges::contains(definitions, name, &hubspot::PropertyDefinition::name);
}

// A key property, unique where HubSpot allows it. Whether it does is not documented for every
// object type (HubSpot: Properties), so it is tried.
Task<bool> make_key_property(RunContext& context, ObjectType type, hubspot::NewProperty property)
{
    const auto unique =
        co_await outcome(context.hubspot.create_property(type, property, new_operation(context)));
    if (unique) co_return unique->has_unique_value;
    const ErrorKind kind = unique.error().kind;
    if (kind != ErrorKind::rejected && kind != ErrorKind::conflict) {
        co_await Result<void>(std::unexpected(unique.error()));
    }
    property.has_unique_value = false;
    co_await context.hubspot.create_property(type, property, new_operation(context));
    co_return false;
}

Task<> make_properties(RunContext& context, const OwnSchema& schema)
{
    const auto present = co_await context.hubspot.property_definitions(schema.type);
    co_await context.hubspot.create_property_group(schema.type, own_property_group(), new_operation(context));
    for (const OwnProperty& property : schema.properties) {
        co_await context.control.checkpoint();
        if (property.is_key) {
            const bool unique = co_await make_key_property(context, schema.type, property.definition);
            co_await file_capability(context, unique_capability(schema.type), unique ? "yes" : "no");
        } else if (!exists(present, property.definition.name)) {
            co_await context.hubspot.create_property(schema.type, property.definition,
                                                     new_operation(context));
        }
    }
}

Task<HubSpotId> make_draft(RunContext& context)
{
    const Fields fields = {{"hs_currency", context.accounts.hubspot_currencies.empty()
                                               ? context.accounts.home_currency
                                               : context.accounts.hubspot_currencies.front()},
                           {"hs_invoice_billable", "false"},
                           {"hs_comments", draft_comments}};
    const hubspot::ObjectRecord draft = co_await context.hubspot.create_object(
        ObjectType::invoice, hubspot::encode_object(fields, {}), new_operation(context));
    co_return draft.id;
}

Task<bool> takes(RunContext& context, HubSpotId draft, std::string property, std::string value)
{
    const std::string body =
        hubspot::encode_batch_update({{.id = draft, .properties = {{property, value}}, .trace_id = "check"}});
    const auto answer = co_await outcome(context.hubspot.send_batch({.type = ObjectType::invoice,
                                                                     .action = hubspot::BatchAction::update,
                                                                     .body = body,
                                                                     .operation = new_operation(context)}));
    if (answer) co_return answer->errors.empty();
    if (answer.error().kind != ErrorKind::rejected) co_await Result<void>(std::unexpected(answer.error()));
    co_return false;
}

// Drafts of attempts that ended between making and removing theirs.
Task<> remove_left_drafts(RunContext& context)
{
    std::string after;
    do {
        co_await context.control.checkpoint();
        const hubspot::ObjectPage page = co_await context.hubspot.list_objects(
            {.type = ObjectType::invoice, .after = after, .properties = {"hs_comments"}, .associations = {}});
        for (const hubspot::ObjectRecord& record : page.records) {
            const auto comments = record.properties.find("hs_comments");
            if (comments == record.properties.end() || comments->second != draft_comments) continue;
            co_await context.hubspot.archive_object(ObjectType::invoice, record.id, new_operation(context));
        }
        after = page.next_after.value_or("");
    } while (!after.empty());
}

Task<> begin_probe(RunContext& context)
{
    const auto earlier =
        co_await context.ledger.capabilities.get(context.accounts.hubspot, capability::invoice_probe);
    // A new database may come after one that was lost in the middle.
    if (!earlier || earlier->value == "begun") co_await remove_left_drafts(context);
    co_await file_capability(context, capability::invoice_probe, "begun");
    co_await context.ledger.persisted_everywhere();
}

Task<> probe_invoice_fields(RunContext& context)
{
    co_await begin_probe(context);
    const auto definitions = co_await context.hubspot.property_definitions(ObjectType::invoice);
    const HubSpotId draft = co_await make_draft(context);
    for (const InvoiceProbe& probe : invoice_probes) {
        const auto definition =
            std::ranges::find(definitions, probe.property, &hubspot::PropertyDefinition::name);
        // The account says itself that the field is read-only: nothing to try.
        const bool read_only = definition != definitions.end() && definition->read_only_value;
        const bool writable = !read_only && co_await takes(context, draft, probe.property, probe.value);
        co_await file_capability(context, probe.capability, writable ? "yes" : "no");
    }
    co_await context.hubspot.archive_object(ObjectType::invoice, draft, new_operation(context));
    co_await file_capability(context, capability::invoice_probe, "done");
}

}  // namespace

Task<> prepare_hubspot(RunContext& context)
{
    const auto prepared =
        co_await context.ledger.capabilities.get(context.accounts.hubspot, capability::schema);
    if (prepared && prepared->value == schema_version) co_return;
    context.progress.phase = "Adding Ledgerbridge's properties to HubSpot";
    for (const OwnSchema& schema : own_schemas()) co_await make_properties(context, schema);
    context.progress.phase = "Checking what HubSpot lets us write";
    co_await probe_invoice_fields(context);
    co_await file_capability(context, capability::schema, schema_version);
}

}  // namespace app::sync
