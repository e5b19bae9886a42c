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

}  // namespace app::sync
