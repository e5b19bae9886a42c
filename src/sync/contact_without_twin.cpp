#include "base/text.h"
#include "sync/customer_mapping.h"
#include "sync/fields/mapped_values.h"
#include "sync/observe_hubspot.h"
#include "sync/planner.h"
#include "sync/property_names.h"

// Contacts that are only in HubSpot and may become customers.
namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;

constexpr int name_numbers_max = 99;

Result<bool> is_taken(RunContext& context, const std::string& name)
{
    if (context.names_of(Object::contacts).contains(lower_ascii(name))) return true;
    return context.ledger.customers.name_is_taken(context.accounts.quickbooks, name);
}

// The first name that nobody has; empty when there is none.
Result<std::string> free_name(RunContext& context, const Fields& contact)
{
    const NameRule rule = context.settings_of(Object::contacts).names;
    for (int number = 1; number <= name_numbers_max; ++number) {
        std::string name = customer_name(contact, rule, number);
        if (name.empty() || !TRY(is_taken(context, name))) return name;
    }
    return std::string();
}

Result<bool> has_twin(RunContext& context, const store::CustomerRow& customer)
{
    const auto link = TRY(context.ledger.links.by_quickbooks(
        context.record_key(store::ObjectType::contacts, customer.id), context.accounts.hubspot));
    return link.has_value();
}

// A customer that may be the same person. Until that is cleared nothing is made: better late than twice.
Result<std::string> possible_twin(RunContext& context, const Fields& contact)
{
    const ConnectionId& company = context.accounts.quickbooks;
    const auto same_address = TRY(context.ledger.customers.by_email(company, value_in(contact, "email")));
    if (!same_address.empty()) return same_address.front().display_name;
    const NameRule rule = context.settings_of(Object::contacts).names;
    const auto same_name = TRY(context.ledger.customers.by_name(company, customer_name(contact, rule, 1)));
    for (const store::CustomerRow& customer : same_name) {
        if (!TRY(has_twin(context, customer))) return customer.display_name;
    }
    return std::string();
}

Action excluded(std::string reason)
{
    return {.kind = ActionKind::excluded, .reason = std::move(reason)};
}

// `known` is what is known of the contact, `contact` what of it goes to QuickBooks.
Result<Action> decide(RunContext& context, const Fields& known, const Fields& contact, std::string& name)
{
    if (const std::string twin = TRY(possible_twin(context, known)); !twin.empty())
        return excluded("may be the same as " + twin + " in QuickBooks");
    const auto values =
        values_for_quickbooks(Object::contacts, context.mappings_of(Object::contacts), contact);
    if (!values) return excluded(values.error().message);
    name = TRY(free_name(context, known));
    if (name.empty()) return excluded("has neither a name nor a company nor an e-mail address");
    Action action{.kind = ActionKind::create_in_quickbooks,
                  .reason = "not in QuickBooks yet",
                  .quickbooks_fields = contact};
    action.changes.push_back({property::customer_name, "", name, Side::quickbooks});
    for (const auto& [property, value] : contact)
        action.changes.push_back({property, "", value, Side::quickbooks});
    return action;
}

}  // namespace

Result<std::optional<PlannedRecord>> plan_contact_without_twin(RunContext& context, const HubSpotId& id)
{
    const auto link =
        TRY(context.ledger.links.by_hubspot(store::ObjectType::contacts, context.accounts.hubspot, id));
    const auto row = TRY(context.ledger.contacts.find(context.accounts.hubspot, id));
    if (link || !row || row->archived) return std::nullopt;
    if (context.settings_of(Object::contacts).leaves_out(row->modified_at.value_or(Timestamp())))
        return std::nullopt;
    const Fields known = TRY(known_fields(context, hubspot::ObjectType::contact, id)).value_or(Fields());
    const FieldMappings& mappings = context.mappings_of(Object::contacts);
    Fields contact = compared_values(mappings, known);
    std::erase_if(contact, [&](const auto& field) { return !goes_to_quickbooks(mappings, field.first); });
    PlannedRecord record{.object = Object::contacts,
                         .id = {},
                         .title = {},
                         .action = {},
                         .wanted = {},
                         .hubspot_id = id};
    record.action = TRY(decide(context, known, contact, record.title));
    if (record.title.empty()) record.title = customer_name(known, NameRule::person, 1);
    return record;
}

}  // namespace app::sync
