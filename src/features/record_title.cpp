#include "features/record_title.h"

#include "base/text.h"

namespace app::features {

Result<std::string> record_title(sync::Ledger& ledger, const store::RecordKey& key)
{
    switch (key.object) {
    case store::ObjectType::contacts:
        if (const auto row = TRY(ledger.customers.find(key.connection, key.id))) return row->display_name;
        if (const auto row = TRY(ledger.contacts.find(key.connection, HubSpotId(key.id.value)))) {
            const std::string name(trimmed(row->first_name + " " + row->last_name));
            return name.empty() ? row->email : name;
        }
        break;
    case store::ObjectType::products:
        if (const auto row = TRY(ledger.items.find(key.connection, key.id))) return row->name;
        break;
    case store::ObjectType::invoices:
        if (const auto row = TRY(ledger.invoices.find(key.connection, key.id))) return row->number;
        break;
    case store::ObjectType::line_items: return "Line " + key.id.value;
    }
    return key.id.value;
}

}  // namespace app::features
