#include "sync/fields/mapping_problem.h"

#include <algorithm>
#include <format>

#include "sync/hubspot_schema.h"
#include "sync/invoice_mapping.h"
#include "sync/property_names.h"
#include "sync/write.h"

namespace app::sync {
namespace {

using clients::hubspot::ObjectType;
using clients::hubspot::PropertyDefinition;

ObjectType type_of(Object object)
{
    switch (object) {
    case Object::contacts: return ObjectType::contact;
    case Object::products: return ObjectType::product;
    case Object::invoices: return ObjectType::invoice;
    }
    return ObjectType::contact;
}

// Made by Ledgerbridge when it first writes, so it may not be there yet.
bool is_own_property(Object object, const std::string& property)
{
    const auto schema = std::ranges::find(own_schemas(), type_of(object), &OwnSchema::type);
    return schema != own_schemas().end() &&
           std::ranges::any_of(schema->properties,
                               [&](const OwnProperty& own) { return own.definition.name == property; });
}

bool is_one_of(Transform transform, std::initializer_list<Transform> some)
{
    return std::ranges::contains(some, transform);
}

std::string choices_problem(const FieldMapping& mapping, const PropertyDefinition* property)
{
    if (mapping.choices.empty()) return "Add at least one pair of values.";
    for (const ValuePair& pair : mapping.choices) {
        if (pair.quickbooks.empty() || pair.hubspot.empty()) return "Both values of a pair have to be given.";
        const auto same_quickbooks =
            std::ranges::count(mapping.choices, pair.quickbooks, &ValuePair::quickbooks);
        const auto same_hubspot = std::ranges::count(mapping.choices, pair.hubspot, &ValuePair::hubspot);
        if (mapping.to_hubspot() && same_quickbooks > 1)
            return std::format("QuickBooks' value '{}' stands in two pairs.", pair.quickbooks);
        if (mapping.to_quickbooks() && same_hubspot > 1)
            return std::format("HubSpot's value '{}' stands in two pairs.", pair.hubspot);
        const bool is_listed = property && property->type == "enumeration" && mapping.to_hubspot();
        if (is_listed && !std::ranges::contains(property->options, pair.hubspot))
            return std::format("HubSpot has no option '{}' in {}.", pair.hubspot, property->label);
    }
    return {};
}

std::string quickbooks_problem(const FieldMapping& mapping, const QuickBooksField& field)
{
    if (!std::ranges::contains(transforms_of(field), mapping.transform))
        return std::format("The values of {} in QuickBooks cannot be turned this way.", field.label);
    if (!mapping.to_quickbooks()) return {};
    if (!field.read_only.empty())
        return std::format("{} cannot be written in QuickBooks. {} Let it travel to HubSpot only.",
                           field.label, field.read_only);
    if (is_one_of(mapping.transform, {Transform::given_name, Transform::family_name}))
        return "A part of a name cannot travel back. Let it travel to HubSpot only.";
    if (field.type == FieldType::number && mapping.transform == Transform::text)
        return std::format("{} is a number in QuickBooks: choose Number.", field.label);
    if (field.type == FieldType::boolean && mapping.transform == Transform::text)
        return std::format("{} is yes or no in QuickBooks: choose Yes or no.", field.label);
    if (mapping.blank_overwrites && field.type != FieldType::text)
        return std::format("QuickBooks keeps no blank in {}.", field.label);
    return {};
}

std::string type_problem(const FieldMapping& mapping, const PropertyDefinition& property)
{
    const std::string& type = property.type;
    if (type == "string" || mapping.transform == Transform::choices) return {};
    const auto wants = [&](std::string_view kind) {
        return std::format("{} holds {} in HubSpot, which this way of turning values does not give.",
                           property.label, kind);
    };
    if (type == "phone_number")
        return is_one_of(mapping.transform, {Transform::text, Transform::phone}) ? ""
                                                                                 : wants("phone numbers");
    if (type == "number")
        return is_one_of(mapping.transform, {Transform::number, Transform::price}) ? "" : wants("numbers");
    if (type == "date" || type == "datetime") {
        if (mapping.transform != Transform::date) return wants("dates");
        const bool is_moment = mapping.option == "moment";
        return is_moment == (type == "datetime") ? "" : wants(is_moment ? "days" : "moments");
    }
    const bool yes_no = type == "bool" || (type == "enumeration" &&
                                           std::ranges::contains(property.options, std::string("true")) &&
                                           std::ranges::contains(property.options, std::string("false")));
    if (yes_no) return mapping.transform == Transform::boolean ? "" : wants("yes or no");
    return wants(type == "enumeration" ? "a choice from a list" : "values of another kind");
}

std::string hubspot_problem(Object object, const FieldMapping& mapping, const PropertyDefinitions& known)
{
    if (const std::string reserved = reserved_because(object, mapping.property); !reserved.empty())
        return reserved;
    if (known.empty()) return {};
    const auto property = std::ranges::find(known, mapping.property, &PropertyDefinition::name);
    if (property == known.end() || property->archived) {
        if (is_own_property(object, mapping.property)) return {};
        return std::format("HubSpot has no property '{}'. Restore it there, or choose another.",
                           mapping.property);
    }
    if (!mapping.to_hubspot()) return {};
    if (property->read_only_value)
        return std::format("{} is read-only or calculated in HubSpot. Let it travel to QuickBooks only.",
                           property->label);
    return type_problem(mapping, *property);
}

// Two ids may stand for one member of the record.
std::string_view member_of(std::string_view field)
{
    return field == "Name.Family" || field == "Name.Full" ? "FamilyName" : field;
}

bool writes(Object object, const FieldMapping& mapping)
{
    const QuickBooksField* field = quickbooks_field(object, mapping.field);
    return mapping.to_quickbooks() && field && field->read_only.empty();
}

}  // namespace

std::string problem_with(Object object, const FieldMapping& mapping, const PropertyDefinitions& known)
{
    if (mapping.property.empty()) return "Choose a HubSpot property.";
    const QuickBooksField* field = quickbooks_field(object, mapping.field);
    if (!field) return "Choose a QuickBooks field.";
    if (std::string problem = quickbooks_problem(mapping, *field); !problem.empty()) return problem;
    if (std::string problem = hubspot_problem(object, mapping, known); !problem.empty()) return problem;
    if (mapping.transform != Transform::choices) return {};
    const auto property = std::ranges::find(known, mapping.property, &PropertyDefinition::name);
    return choices_problem(mapping, property == known.end() ? nullptr : &*property);
}

std::string clash_with(Object object, const FieldMapping& mapping, const FieldMappings& others)
{
    for (const FieldMapping& other : others) {
        if (other.property == mapping.property)
            return "This HubSpot property is mapped already. Change that mapping instead.";
        if (writes(object, mapping) && writes(object, other) &&
            member_of(mapping.field) == member_of(other.field))
            return std::format("{} is written from the property {} already.",
                               quickbooks_field(object, mapping.field)->label, other.property);
    }
    return {};
}

FieldMappings usable(Object object, const FieldMappings& mappings, const PropertyDefinitions& known)
{
    FieldMappings some;
    for (const FieldMapping& mapping : mappings) {
        if (mapping.enabled && problem_with(object, mapping, known).empty()) some.push_back(mapping);
    }
    return some;
}

std::vector<Transform> transforms_of(const QuickBooksField& field)
{
    using enum Transform;
    switch (field.type) {
    case FieldType::number: return {number, price, text};
    case FieldType::date: return {date, text};
    case FieldType::boolean: return {boolean, choices, text};
    case FieldType::text: break;
    }
    return {text, choices, number, date, email, phone, country, region, given_name, family_name};
}

std::string reserved_because(Object object, const std::string& property)
{
    if (property == key_property(type_of(object)))
        return "It carries the QuickBooks id by which Ledgerbridge recognises the record.";
    const bool is_fixed = object == Object::invoices && std::ranges::contains(invoice_properties(), property);
    return is_fixed ? "Ledgerbridge fills this property of invoices itself." : "";
}

}  // namespace app::sync
