#include "features/fields/field_words.h"

#include <algorithm>
#include <array>

#include "features/pairs/field_pairs.h"
#include "sync/property_names.h"

namespace app::features {
namespace {

namespace property = sync::property;
using sync::FieldDirection;
using sync::Transform;

constexpr std::array contact_fixed = {FixedField{property::customer_id, "QuickBooks id"}};
constexpr std::array product_fixed = {FixedField{property::item_id, "QuickBooks id"}};
constexpr std::array invoice_fixed = {
    FixedField{property::invoice_id, "QuickBooks id"},
    FixedField{"hs_number", "Number"},
    FixedField{"hs_invoice_date", "Invoice date"},
    FixedField{"hs_due_date", "Due date"},
    FixedField{"hs_currency", "Currency"},
    FixedField{"hs_amount_billed", "Total"},
    FixedField{"hs_balance_due", "Balance"},
    FixedField{"hs_invoice_status", "Payments, void"},
    FixedField{"hs_comments", "Message to the customer"},
    FixedField{property::invoice_number, "Number"},
    FixedField{property::invoice_customer, "Customer"},
    FixedField{property::invoice_stage, "Stage"},
    FixedField{property::invoice_total, "Total"},
    FixedField{property::invoice_balance, "Balance"},
    FixedField{property::invoice_tax, "Tax"},
};

bool fits(sync::Object object, const sync::FieldMapping& mapping, const sync::PropertyDefinitions& known)
{
    // Pairs of values are given afterwards.
    return mapping.transform != Transform::choices && sync::problem_with(object, mapping, known).empty();
}

bool holds_moments(const std::string& name, const sync::PropertyDefinitions& known)
{
    const auto found = std::ranges::find(known, name, &clients::hubspot::PropertyDefinition::name);
    return found != known.end() && found->type == "datetime";
}

}  // namespace

std::string transform_words(Transform transform)
{
    switch (transform) {
    case Transform::text: return "Text";
    case Transform::number: return "Number";
    case Transform::price: return "Price, not negative";
    case Transform::date: return "Date";
    case Transform::boolean: return "Yes or no";
    case Transform::choices: return "Pairs of values";
    case Transform::email: return "First e-mail address";
    case Transform::phone: return "Phone number";
    case Transform::country: return "Country";
    case Transform::region: return "State or province";
    case Transform::given_name: return "First names of a full name";
    case Transform::family_name: return "Last name of a full name";
    }
    return "";
}

std::string property_note(const clients::hubspot::PropertyDefinition& property)
{
    std::string note = property.type == "string"         ? "text"
                       : property.type == "enumeration"  ? "choice"
                       : property.type == "bool"         ? "yes or no"
                       : property.type == "datetime"     ? "date and time"
                       : property.type == "phone_number" ? "phone number"
                                                         : property.type;
    if (!property.hubspot_defined) note += ", custom";
    if (property.read_only_value) note += ", read-only";
    return note;
}

std::string own_property_label(const std::string& property)
{
    return property_label(property);
}

std::span<const FixedField> fixed_fields(sync::Object object)
{
    switch (object) {
    case sync::Object::contacts: return contact_fixed;
    case sync::Object::products: return product_fixed;
    case sync::Object::invoices: return invoice_fixed;
    }
    return {};
}

clients::quickbooks::Entity quickbooks_entity(sync::Object object)
{
    switch (object) {
    case sync::Object::contacts: return clients::quickbooks::Entity::customer;
    case sync::Object::products: return clients::quickbooks::Entity::item;
    case sync::Object::invoices: return clients::quickbooks::Entity::invoice;
    }
    return clients::quickbooks::Entity::customer;
}

sync::FieldMapping with_fitting_transform(sync::Object object, sync::FieldMapping mapping,
                                          const sync::PropertyDefinitions& known)
{
    const sync::QuickBooksField* field = sync::quickbooks_field(object, mapping.field);
    if (!field || mapping.property.empty()) return mapping;
    sync::FieldMapping tried = mapping;
    for (const FieldDirection direction :
         {mapping.direction, FieldDirection::to_hubspot, FieldDirection::to_quickbooks}) {
        tried.direction = direction;
        if (fits(object, tried, known)) return tried;
        for (const Transform transform : sync::transforms_of(*field)) {
            tried.transform = transform;
            tried.option =
                transform == Transform::date && holds_moments(tried.property, known) ? "moment" : "";
            if (transform == Transform::phone) tried.option = "US";
            if (transform == Transform::country) tried.option = "name";
            if (transform == Transform::region) tried.option = "code";
            if (fits(object, tried, known)) return tried;
        }
        tried = mapping;
    }
    const auto property =
        std::ranges::find(known, mapping.property, &clients::hubspot::PropertyDefinition::name);
    if (property != known.end() && property->type == "enumeration") mapping.transform = Transform::choices;
    return mapping;
}

}  // namespace app::features
