#include "sync/fields/field_mapping.h"

#include <algorithm>

#include "base/json.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

using enum FieldDirection;

constexpr std::array<std::string_view, 3> direction_words = {"both", "to_hubspot", "to_quickbooks"};
constexpr std::array<std::string_view, transforms.size()> transform_words = {
    "text",  "number", "price",   "date",   "boolean",    "choices",
    "email", "phone",  "country", "region", "given_name", "family_name"};

FieldMapping mapping(const char* property, const char* field, FieldDirection direction = both,
                     Transform transform = Transform::text)
{
    return {.property = property, .field = field, .direction = direction, .transform = transform};
}

FieldMappings contact_defaults()
{
    return {
        mapping("email", "PrimaryEmailAddr.Address", both, Transform::email),
        mapping("firstname", "GivenName"),
        mapping("lastname", "Name.Family"),
        mapping("company", "CompanyName"),
        mapping("phone", "PrimaryPhone.FreeFormNumber"),
        mapping("mobilephone", "Mobile.FreeFormNumber"),
        mapping("website", "WebAddr.URI"),
        mapping("address", "BillAddr.Street"),
        mapping("city", "BillAddr.City"),
        mapping("state", "BillAddr.CountrySubDivisionCode"),
        mapping("zip", "BillAddr.PostalCode"),
        mapping("country", "BillAddr.Country"),
        mapping(property::customer_email, "PrimaryEmailAddr.Address", to_hubspot),
        mapping(property::customer_name, "DisplayName", to_hubspot),
        mapping(property::customer_active, "Active", to_hubspot, Transform::boolean),
        mapping(property::customer_balance, "Balance", to_hubspot, Transform::number),
    };
}

FieldMappings product_defaults()
{
    return {
        mapping("name", "Name"),
        mapping("description", "Description"),
        mapping("hs_sku", "Sku"),
        mapping("price", "UnitPrice", both, Transform::price),
        mapping(property::item_type, "Type", to_hubspot),
        mapping(property::item_active, "Active", to_hubspot, Transform::boolean),
    };
}

template <class Value, std::size_t Count>
Result<Value> value_of(const Json& json, std::string_view name,
                       const std::array<std::string_view, Count>& words)
{
    const std::string text = TRY(json.text(name));
    const auto* found = std::ranges::find(words, text);
    if (found == words.end())
        return failed(ErrorKind::malformed,
                      "the " + std::string(name) + " of a field mapping is not known: " + text);
    return static_cast<Value>(found - words.begin());
}

std::string choices_json(const std::vector<ValuePair>& choices)
{
    JsonArray json;
    for (const ValuePair& pair : choices)
        json.raw(JsonObject().text("quickbooks", pair.quickbooks).text("hubspot", pair.hubspot).str());
    return json.str();
}

Result<FieldMapping> mapping_from(const Json& json)
{
    FieldMapping mapping{.property = TRY(json.text("property")),
                         .field = TRY(json.text("field")),
                         .direction = TRY(value_of<FieldDirection>(json, "direction", direction_words)),
                         .transform = TRY(value_of<Transform>(json, "transform", transform_words))};
    mapping.option = TRY(json.optional_text("option")).value_or("");
    mapping.when_blank = TRY(json.optional_text("when_blank")).value_or("");
    mapping.blank_overwrites = TRY(json.optional_boolean("blank_overwrites")).value_or(false);
    mapping.enabled = TRY(json.optional_boolean("enabled")).value_or(true);
    for (const Json& pair : TRY(json.array_or_empty("choices")))
        mapping.choices.push_back({TRY(pair.text("quickbooks")), TRY(pair.text("hubspot"))});
    return mapping;
}

}  // namespace

const FieldMappings& default_mappings(Object object)
{
    static const AllMappings all = {contact_defaults(), product_defaults(), FieldMappings()};
    return all[static_cast<std::size_t>(object)];
}

std::string json_of(const FieldMappings& mappings)
{
    JsonArray json;
    for (const FieldMapping& mapping : mappings) {
        json.raw(JsonObject()
                     .text("property", mapping.property)
                     .text("field", mapping.field)
                     .text("direction", direction_words[static_cast<std::size_t>(mapping.direction)])
                     .text("transform", transform_words[static_cast<std::size_t>(mapping.transform)])
                     .text("option", mapping.option)
                     .raw("choices", choices_json(mapping.choices))
                     .text("when_blank", mapping.when_blank)
                     .boolean("blank_overwrites", mapping.blank_overwrites)
                     .boolean("enabled", mapping.enabled)
                     .str());
    }
    return JsonObject().raw("mappings", json.str()).str();
}

Result<FieldMappings> mappings_from_json(std::string_view text)
{
    const Json json = TRY(Json::parse(text));
    FieldMappings mappings;
    for (const Json& one : TRY(json.array("mappings"))) mappings.push_back(TRY(mapping_from(one)));
    return mappings;
}

}  // namespace app::sync
