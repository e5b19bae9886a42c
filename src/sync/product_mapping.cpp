#include "sync/product_mapping.h"

#include "sync/field_text.h"
#include "sync/fields/mapped_values.h"
#include "sync/property_names.h"

namespace app::sync {

using clients::quickbooks::Item;
using clients::quickbooks::ItemType;

Result<Fields> product_from_item(const Json& item, const FieldMappings& mappings, const std::string& key)
{
    Fields fields = TRY(values_for_hubspot(Object::products, mappings, item));
    put_text(fields, property::item_id, key);
    return fields;
}

std::string product_excluded(const Item& item)
{
    if (item.type == ItemType::category) return "a category, which only groups other items";
    return {};
}

const std::vector<std::string>& product_properties()
{
    static const std::vector<std::string> properties = {"name", "hs_sku", "price", property::item_id};
    return properties;
}

}  // namespace app::sync
