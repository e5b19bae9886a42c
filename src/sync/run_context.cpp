#include "sync/run_context.h"

#include "sync/fields/mapping_store.h"

namespace app::sync {

store::ObjectType object_type(Object object)
{
    switch (object) {
    case Object::contacts: return store::ObjectType::contacts;
    case Object::products: return store::ObjectType::products;
    case Object::invoices: return store::ObjectType::invoices;
    }
    return store::ObjectType::contacts;
}

Object object_of(store::ObjectType type)
{
    switch (type) {
    case store::ObjectType::contacts: return Object::contacts;
    case store::ObjectType::products: return Object::products;
    case store::ObjectType::invoices:
    case store::ObjectType::line_items: return Object::invoices;
    }
    return Object::contacts;
}

clients::quickbooks::Entity entity_of(Object object)
{
    switch (object) {
    case Object::contacts: return clients::quickbooks::Entity::customer;
    case Object::products: return clients::quickbooks::Entity::item;
    case Object::invoices: return clients::quickbooks::Entity::invoice;
    }
    return clients::quickbooks::Entity::customer;
}

Result<void> load_settings(RunContext& context)
{
    for (const Object object : objects) {
        const store::ObjectSetting stored = TRY(context.ledger.settings.object_setting(object_type(object)));
        context.settings[static_cast<std::size_t>(object)] = TRY(settings_from_json(stored.options));
        context.mappings[static_cast<std::size_t>(object)] =
            TRY(usable_mappings(context.ledger, context.accounts.hubspot, object));
    }
    return {};
}

}  // namespace app::sync
