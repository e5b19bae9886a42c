#include "sync/customer_mapping.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <utility>

#include "base/text.h"
#include "sync/merge.h"

namespace app::sync {
namespace {

struct FieldLimit {
    const char* property;
    const char* label;
    std::size_t code_points_max;
};

constexpr std::array field_limits = {
    FieldLimit{"email", "e-mail address", 100},
    FieldLimit{"firstname", "first name", 100},
    FieldLimit{"lastname", "last name", 100},
    FieldLimit{"company", "company", 100},
    FieldLimit{"phone", "phone number", 30},
    FieldLimit{"mobilephone", "mobile number", 30},
    FieldLimit{"website", "website", 1000},
    FieldLimit{"address", "street", 500},
    FieldLimit{"city", "city", 255},
    FieldLimit{"state", "state", 255},
    FieldLimit{"zip", "postal code", 30},
    FieldLimit{"country", "country", 255},
};

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

std::string member_json(const char* name, const std::string& value)
{
    return JsonObject().text(name, value).str();
}

bool is_address_part(const std::string& property)
{
    return property == "address" || property == "city" || property == "state" || property == "zip" ||
           property == "country";
}

// QuickBooks keeps several addresses in one field; the others stay.
std::string email_field(const std::string& present, const std::string& email)
{
    std::string field = email;
    bool replaced = false;
    for (const std::string_view part : split(present, ',')) {
        const std::string address(trimmed(part));
        if (address.empty()) continue;
        if (!std::exchange(replaced, true)) continue;
        field += ", " + address;
    }
    return field;
}

void put_flat(JsonObject& json, const Fields& fields, const std::string& present_email)
{
    for (const auto& [property, value] : fields) {
        if (property == "firstname") json.text("GivenName", value);
        if (property == "lastname") json.text("FamilyName", value);
        if (property == "company") json.text("CompanyName", value);
        if (property == "phone") json.raw("PrimaryPhone", member_json("FreeFormNumber", value));
        if (property == "mobilephone") json.raw("Mobile", member_json("FreeFormNumber", value));
        if (property == "website") json.raw("WebAddr", member_json("URI", value));
        if (property == "email")
            json.raw("PrimaryEmailAddr", member_json("Address", email_field(present_email, value)));
    }
}

std::string address_json(const Json& present, const Fields& changes)
{
    std::map<std::string, std::string> members;
    for (const char* name : {"Id", "Line1", "Line2", "Line3", "Line4", "Line5", "City",
                             "CountrySubDivisionCode", "PostalCode", "Country"}) {
        std::string value = present.text(name).value_or("");
        if (!value.empty()) members[name] = std::move(value);
    }
    if (const std::string street = value_in(changes, "address"); !street.empty()) {
        for (const char* line : {"Line2", "Line3", "Line4", "Line5"}) members.erase(line);
        members["Line1"] = street;
    }
    const std::array<std::pair<const char*, const char*>, 4> parts = {{{"city", "City"},
                                                                       {"state", "CountrySubDivisionCode"},
                                                                       {"zip", "PostalCode"},
                                                                       {"country", "Country"}}};
    for (const auto& [property, name] : parts) {
        if (const std::string value = value_in(changes, property); !value.empty()) members[name] = value;
    }
    JsonObject json;
    for (const auto& [name, value] : members) json.text(name, value);
    return json.str();
}

bool changes_address(const Fields& changes)
{
    return std::ranges::any_of(changes, [](const auto& field) { return is_address_part(field.first); });
}

}  // namespace

const std::set<std::string>& customer_fields()
{
    static const std::set<std::string> fields = [] {
        std::set<std::string> names;
        for (const FieldLimit& limit : field_limits) names.insert(limit.property);
        return names;
    }();
    return fields;
}

std::string refused_by_quickbooks(const Fields& contact)
{
    for (const FieldLimit& limit : field_limits) {
        const std::size_t length = count_code_points(value_in(contact, limit.property));
        if (length <= limit.code_points_max) continue;
        return std::format("The {} has {} characters; QuickBooks takes {}.", limit.label, length,
                           limit.code_points_max);
    }
    return {};
}

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

std::string new_customer_json(const Fields& contact, const std::string& display_name, const std::string& mark)
{
    JsonObject json;
    json.text("DisplayName", display_name);
    put_flat(json, contact, {});
    if (changes_address(contact)) json.raw("BillAddr", address_json(Json(), contact));
    return json.text("Notes", mark).str();
}

Result<std::string> customer_update_json(const Json& customer, const Fields& changes)
{
    JsonObject json;
    json.text("Id", TRY(customer.text("Id")))
        .text("SyncToken", TRY(customer.text("SyncToken")))
        .raw("sparse", "true");
    const auto email = TRY(customer.optional_object("PrimaryEmailAddr"));
    put_flat(json, changes, email ? email->text("Address").value_or("") : "");
    if (changes_address(changes)) {
        const auto address = TRY(customer.optional_object("BillAddr"));
        json.raw("BillAddr", address_json(address.value_or(Json()), changes));
    }
    return json.str();
}

}  // namespace app::sync
