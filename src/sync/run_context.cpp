#include "sync/run_context.h"

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

Result<void> load_settings(RunContext& context)
{
    for (const Object object : objects) {
        const store::ObjectSetting stored = TRY(context.ledger.settings.object_setting(object_type(object)));
        context.settings[static_cast<std::size_t>(object)] = TRY(settings_from_json(stored.options));
    }
    return {};
}

}  // namespace app::sync
