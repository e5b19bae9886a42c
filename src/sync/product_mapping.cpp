#include "sync/product_mapping.h"

#include "sync/field_text.h"
#include "sync/property_names.h"

namespace app::sync {

using clients::quickbooks::Item;
using clients::quickbooks::ItemType;

Fields product_from_item(const Item& item, const std::string& key)
{
    Fields fields;
    put_text(fields, "name", item.name);
    put_text(fields, "description", item.description);
    put_text(fields, "hs_sku", item.sku);
    // HubSpot refuses a negative price; QuickBooks allows one on items used as deductions.
    if (item.unit_price && !item.unit_price->is_negative()) {
        fields["price"] = item.unit_price->to_text();
    }
    put_text(fields, property::item_id, key);
    put_text(fields, property::item_type, item.type_name);
    fields[property::item_active] = item.active ? "true" : "false";
    return fields;
}

std::string product_excluded(const Item& item)
{
    if (item.type == ItemType::category) return "a category, which only groups other items";
    return {};
}

const std::vector<std::string>& product_properties()
{
    static const std::vector<std::string> properties = {"name",
                                                        "description",
                                                        "hs_sku",
                                                        "price",
                                                        property::item_id,
                                                        property::item_type,
                                                        property::item_active};
    return properties;
}

}  // namespace app::sync
