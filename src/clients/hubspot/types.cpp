#include "clients/hubspot/types.h"

namespace app::clients::hubspot {

std::string_view api_name(ObjectType type)
{
    switch (type) {
    case ObjectType::contact: return "contacts";
    case ObjectType::company: return "companies";
    case ObjectType::deal: return "deals";
    case ObjectType::product: return "products";
    case ObjectType::line_item: return "line_items";
    case ObjectType::invoice: return "invoices";
    }
    return "";
}

std::string_view type_id(ObjectType type)
{
    switch (type) {
    case ObjectType::contact: return "0-1";
    case ObjectType::company: return "0-2";
    case ObjectType::deal: return "0-3";
    case ObjectType::product: return "0-7";
    case ObjectType::line_item: return "0-8";
    case ObjectType::invoice: return "0-53";
    }
    return "";
}

std::string_view label(ObjectType type)
{
    switch (type) {
    case ObjectType::contact: return "contact";
    case ObjectType::company: return "company";
    case ObjectType::deal: return "deal";
    case ObjectType::product: return "product";
    case ObjectType::line_item: return "line item";
    case ObjectType::invoice: return "invoice";
    }
    return "";
}

std::string_view modified_property(ObjectType type)
{
    return type == ObjectType::contact ? "lastmodifieddate" : "hs_lastmodifieddate";
}

}  // namespace app::clients::hubspot
