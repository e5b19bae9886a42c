#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sync/object.h"

// Which HubSpot property goes with which QuickBooks field, and how values are turned into each other.
namespace app::sync {

// Which way values of one field travel, within what the object's direction allows.
enum class FieldDirection { both, to_hubspot, to_quickbooks };

// How a value is turned into the other side's; sync/fields/transform.h says what each does.
enum class Transform {
    text,
    number,
    price,
    date,
    boolean,
    choices,
    email,
    phone,
    country,
    region,
    given_name,
    family_name,
};
inline constexpr std::array transforms = {Transform::text,   Transform::number,     Transform::price,
                                          Transform::date,   Transform::boolean,    Transform::choices,
                                          Transform::email,  Transform::phone,      Transform::country,
                                          Transform::region, Transform::given_name, Transform::family_name};

// Two values that mean the same.
struct ValuePair {
    std::string quickbooks;
    std::string hubspot;
    bool operator==(const ValuePair&) const = default;
};

struct FieldMapping {
    std::string property;  // HubSpot's internal name
    std::string field;     // an id of sync/fields/quickbooks_field.h
    FieldDirection direction = FieldDirection::both;
    Transform transform = Transform::text;
    // Of `phone`: the country (ISO 3166-1 alpha-2) of numbers without one. Of `country`: "name", "alpha2" or
    // "alpha3", as HubSpot has it. Of `region`: "name" or "code". Of `date`: "moment" for a property that holds
    // a time.
    std::string option = {};
    std::vector<ValuePair> choices = {};  // of `choices`
    std::string when_blank = {};          // goes to the other side instead of nothing
    bool blank_overwrites = false;        // a value that was removed is removed on the other side too
    bool enabled = true;

    bool to_hubspot() const { return direction != FieldDirection::to_quickbooks; }
    bool to_quickbooks() const { return direction != FieldDirection::to_hubspot; }
    bool operator==(const FieldMapping&) const = default;
};

using FieldMappings = std::vector<FieldMapping>;
using AllMappings = std::array<FieldMappings, objects.size()>;

// What is mapped until a person changes it. Of invoices the fields that HubSpot computes with are fixed
// (sync/invoice_mapping.h); mappings come on top of them.
[[nodiscard]] const FieldMappings& default_mappings(Object object);

[[nodiscard]] std::string json_of(const FieldMappings& mappings);
// Fails with `malformed` on a word that is not known.
[[nodiscard]] Result<FieldMappings> mappings_from_json(std::string_view json);

}  // namespace app::sync
