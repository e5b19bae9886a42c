#include "sync/customer_mapping.h"

#include <format>

#include "base/text.h"
#include "sync/merge.h"

namespace app::sync {
namespace {

constexpr std::size_t name_code_points_max = 100;
constexpr std::string_view mark_begin = "HubSpot contact ";

// QBO: names must not hold a colon, a tab or a line feed.
std::string allowed_name(std::string_view text)
{
    std::string name;
    for (const char character : single_line(text)) {
        const char allowed = character == ':' ? ' ' : character;
        if (allowed == ' ' && name.ends_with(' ')) continue;
        name += allowed;
    }
    return std::string(trimmed(name));
}

std::string person_name(const Fields& contact)
{
    return allowed_name(value_in(contact, "firstname") + " " + value_in(contact, "lastname"));
}

std::string base_name(const Fields& contact, NameRule rule)
{
    const std::string person = person_name(contact);
    const std::string company = allowed_name(value_in(contact, "company"));
    if (rule == NameRule::company_and_person && !person.empty() && !company.empty())
        return company + " - " + person;
    const std::string& first = rule == NameRule::person ? person : company;
    const std::string& second = rule == NameRule::person ? company : person;
    if (!first.empty()) return first;
    if (!second.empty()) return second;
    return allowed_name(value_in(contact, "email"));
}

}  // namespace

std::string customer_name(const Fields& contact, NameRule rule, int number)
{
    const std::string suffix = number > 1 ? std::format(" ({})", number) : std::string();
    const std::string name = base_name(contact, rule);
    if (name.empty()) return {};
    return std::string(trimmed(first_code_points(name, name_code_points_max - suffix.size()))) + suffix;
}

std::string origin_mark(const std::string& hubspot_account, const HubSpotId& contact)
{
    return std::string(mark_begin) + hubspot_account + "-" + contact.value;
}

std::optional<HubSpotId> marked_origin(const std::string& notes, const std::string& hubspot_account)
{
    const std::string begin = origin_mark(hubspot_account, HubSpotId());
    const std::size_t found = notes.find(begin);
    if (hubspot_account.empty() || found == std::string::npos) return std::nullopt;
    const std::string rest = notes.substr(found + begin.size());
    const std::string id = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (id.empty()) return std::nullopt;
    return HubSpotId(id);
}

std::string new_customer_json(const QuickBooksValues& values, const std::string& display_name,
                              const std::string& mark)
{
    JsonObject json;
    json.text("DisplayName", display_name);
    put_members(json, Object::contacts, values, Json());
    return json.text("Notes", mark).str();
}

Result<std::string> customer_update_json(const Json& customer, const QuickBooksValues& changes)
{
    JsonObject json;
    json.text("Id", TRY(customer.text("Id")))
        .text("SyncToken", TRY(customer.text("SyncToken")))
        .raw("sparse", "true");
    put_members(json, Object::contacts, changes, customer);
    return json.str();
}

}  // namespace app::sync
