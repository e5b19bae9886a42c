#include "sync/hubspot_schema.h"

#include <string>

#include "sync/property_names.h"

namespace app::sync {
namespace {

using clients::hubspot::NewProperty;
using clients::hubspot::ObjectType;

NewProperty definition(const char* name, const char* label, const char* type, const char* field_type,
                       const char* description)
{
    return {.name = name,
            .label = label,
            .group_name = std::string(property::group),
            .type = type,
            .field_type = field_type,
            .description = description};
}

OwnProperty text(const char* name, const char* label, const char* description)
{
    return {.definition = definition(name, label, "string", "text", description)};
}

OwnProperty number(const char* name, const char* label, const char* description)
{
    return {.definition = definition(name, label, "number", "number", description)};
}

OwnProperty key(const char* name, const char* label)
{
    OwnProperty property = text(name, label, "Identifies the record in QuickBooks. Do not edit.");
    property.definition.has_unique_value = true;
    property.is_key = true;
    return property;
}

OwnProperty yes_no(const char* name, const char* label, const char* description)
{
    OwnProperty property{.definition =
                             definition(name, label, "enumeration", "booleancheckbox", description)};
    property.definition.options = {{.value = "true", .label = "Yes"}, {.value = "false", .label = "No"}};
    return property;
}

std::vector<OwnSchema> make_schemas()
{
    return {
        {ObjectType::contact,
         {key(property::customer_id, "QuickBooks customer ID"),
          text(property::customer_name, "QuickBooks display name", "The name of the customer in QuickBooks."),
          text(property::customer_email, "QuickBooks e-mail", "All addresses as QuickBooks holds them."),
          yes_no(property::customer_active, "Active in QuickBooks", "No when made inactive in QuickBooks."),
          number(property::customer_balance, "QuickBooks balance", "What the customer owes.")}},
        {ObjectType::product,
         {key(property::item_id, "QuickBooks item ID"),
          text(property::item_type, "QuickBooks item type", "Service, Inventory or NonInventory."),
          yes_no(property::item_active, "Active in QuickBooks", "No when made inactive in QuickBooks.")}},
        {ObjectType::invoice,
         {key(property::invoice_id, "QuickBooks invoice ID"),
          text(property::invoice_number, "QuickBooks number", "The number of the invoice in QuickBooks."),
          text(property::invoice_customer, "QuickBooks customer", "The customer's name in QuickBooks."),
          text(property::invoice_stage, "QuickBooks stage", "Sent, partially paid, paid in full, overdue …"),
          number(property::invoice_total, "QuickBooks total", "The total of the invoice in its currency."),
          number(property::invoice_balance, "QuickBooks balance", "What is left to pay."),
          number(property::invoice_tax, "QuickBooks tax", "The tax in the total.")}},
        {ObjectType::line_item, {key(property::line_key, "QuickBooks line ID")}},
    };
}

}  // namespace

clients::hubspot::NewPropertyGroup own_property_group()
{
    return {.name = std::string(property::group), .label = "Ledgerbridge (QuickBooks)"};
}

const std::vector<OwnSchema>& own_schemas()
{
    static const std::vector<OwnSchema> schemas = make_schemas();
    return schemas;
}

}  // namespace app::sync
