#include "sync/fields/quickbooks_body.h"

#include <array>
#include <format>
#include <utility>

#include "base/text.h"
#include "sync/fields/quickbooks_field.h"
#include "sync/fields/transform.h"

namespace app::sync {
namespace {

constexpr std::string_view street_member = "Street";

std::string in_sentence(std::string_view label)
{
    // "SKU" stays, "Postal code" begins small.
    const bool is_word = label.size() > 1 && label[1] >= 'a' && label[1] <= 'z';
    return is_word ? lower_ascii(label.substr(0, 1)) + std::string(label.substr(1)) : std::string(label);
}

Result<void> check_length(const QuickBooksField& field, const std::string& value)
{
    const std::size_t length = count_code_points(value);
    if (length <= field.code_points_max) return {};
    return failed(ErrorKind::rejected, std::format("The {} has {} characters; QuickBooks takes {}.",
                                                   in_sentence(field.label), length, field.code_points_max));
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

void put_scalar(JsonObject& json, const QuickBooksField& field, std::string_view name,
                const std::string& value)
{
    if (field.type == FieldType::boolean) json.boolean(name, value == "true");
    else if (field.type == FieldType::number) json.raw(name, value.empty() ? "0" : value);
    else json.text(name, value);
}

using Members = std::map<std::string, std::string>;

void put_address(JsonObject& body, const std::string& name, const Members& changes, const Json& present)
{
    const Json address = present.optional_object(name).value_or(std::nullopt).value_or(Json());
    Members members;
    for (const char* member : {"Id", "Line1", "Line2", "Line3", "Line4", "Line5", "City",
                               "CountrySubDivisionCode", "PostalCode", "Country"}) {
        std::string value = address.text(member).value_or("");
        if (!value.empty()) members[member] = std::move(value);
    }
    for (const auto& [member, value] : changes) {
        if (member == street_member) {
            for (const char* line : {"Line2", "Line3", "Line4", "Line5"}) members.erase(line);
        }
        const std::string target = member == street_member ? "Line1" : member;
        if (value.empty()) members.erase(target);
        else members[target] = value;
    }
    JsonObject json;
    for (const auto& [member, value] : members) json.text(member, value);
    body.raw(name, json.str());
}

void put_full_name(JsonObject& body, const std::string& value)
{
    FieldMapping part;
    part.transform = Transform::given_name;
    body.text("GivenName", value_for_hubspot(part, value).value_or(""));
    part.transform = Transform::family_name;
    body.text("FamilyName", value_for_hubspot(part, value).value_or(""));
}

bool is_address(std::string_view member)
{
    return member == "BillAddr" || member == "ShipAddr";
}

void put_nested(JsonObject& body, const QuickBooksField& field, const std::string& value, const Json& present)
{
    const std::size_t point = field.id.find('.');
    const std::string_view outer = field.id.substr(0, point);
    const std::string_view inner = field.id.substr(point + 1);
    if (outer == "PrimaryEmailAddr" && !value.empty() && !value.contains(',')) {
        const std::string all = value_in(present, field);
        body.raw(outer, JsonObject().text(inner, email_field(all, value)).str());
        return;
    }
    body.raw(outer, JsonObject().text(inner, value).str());
}

}  // namespace

Result<QuickBooksValues> values_for_quickbooks(Object object, const FieldMappings& mappings,
                                               const Fields& hubspot)
{
    QuickBooksValues values;
    for (const FieldMapping& mapping : mappings) {
        const auto found = hubspot.find(mapping.property);
        if (found == hubspot.end() || !mapping.to_quickbooks()) continue;
        const QuickBooksField* field = quickbooks_field(object, mapping.field);
        if (!field || !field->read_only.empty()) continue;
        std::string value = TRY(value_for_quickbooks(mapping, found->second));
        TRY(check_length(*field, value));
        values[mapping.field] = std::move(value);
    }
    return values;
}

void put_members(JsonObject& body, Object object, const QuickBooksValues& values, const Json& present)
{
    std::map<std::string, Members> addresses;
    // In the order of the record, so that the same change is always the same bytes.
    for (const QuickBooksField& field : quickbooks_fields(object)) {
        const auto found = values.find(std::string(field.id));
        if (found == values.end()) continue;
        const std::string& value = found->second;
        const std::size_t point = field.id.find('.');
        if (field.id == "Name.Full") put_full_name(body, value);
        else if (field.id == "Name.Family") body.text("FamilyName", value);
        else if (point == std::string_view::npos) put_scalar(body, field, field.id, value);
        else if (is_address(field.id.substr(0, point)))
            addresses[std::string(field.id.substr(0, point))][std::string(field.id.substr(point + 1))] =
                value;
        else put_nested(body, field, value, present);
    }
    for (const auto& [name, changes] : addresses) put_address(body, name, changes, present);
}

}  // namespace app::sync
