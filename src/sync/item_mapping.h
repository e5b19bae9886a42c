#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "clients/quickbooks/types.h"
#include "sync/fields/quickbooks_body.h"
#include "sync/object_settings.h"

// HubSpot products as QuickBooks items: the way back of product_mapping. Pure.
namespace app::sync {

// Whether the API changes items of this type. Categories only group others, and bundles can only be read (QBO: Item).
[[nodiscard]] bool is_writable(const clients::quickbooks::Item& item);

// What QuickBooks gets of a product by these mappings. Fails with `rejected` and a sentence on what it would not take
// (QBO: Item, lengths; Name lists, characters). Nothing is ever cut or replaced to make it fit: by its name a product
// is found again.
[[nodiscard]] Result<QuickBooksValues> item_values(const FieldMappings& mappings, const Fields& product);

// The body of a new item. Quantities and stock accounts are QuickBooks' own: it is never made as inventory.
[[nodiscard]] std::string new_item_json(const QuickBooksValues& values, const NewItems& rule);
// The body of a sparse update of the item as last read: only what is in `changes`. Fails with `malformed`.
[[nodiscard]] Result<std::string> item_update_json(const Json& item, const QuickBooksValues& changes);

}  // namespace app::sync
