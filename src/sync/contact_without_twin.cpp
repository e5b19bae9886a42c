#include "base/text.h"
#include "sync/customer_mapping.h"
#include "sync/field_text.h"
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
    if (context.names_on_the_way.contains(lower_ascii(name))) return true;
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

Result<Action> decide(RunContext& context, const Fields& contact, std::string& name)
{
    if (const std::string twin = TRY(possible_twin(context, contact)); !twin.empty())
        return excluded("may be the same as " + twin + " in QuickBooks");
    if (std::string refused = refused_by_quickbooks(contact); !refused.empty())
        return excluded(std::move(refused));
    name = TRY(free_name(context, contact));
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
    Fields contact;
    for (const auto& [property, value] :
         TRY(known_fields(context, hubspot::ObjectType::contact, id)).value_or(Fields())) {
        if (customer_fields().contains(property)) put_text(contact, property, value);
    }
    PlannedRecord record{.object = Object::contacts,
                         .id = {},
                         .title = {},
                         .action = {},
                         .wanted = {},
                         .hubspot_id = id};
    record.action = TRY(decide(context, contact, record.title));
    if (record.title.empty()) record.title = customer_name(contact, NameRule::person, 1);
    return record;
}

}  // namespace app::sync
