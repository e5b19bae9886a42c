#include "sync/object.h"

namespace app::sync {

std::string_view name_of(Object object)
{
    switch (object) {
    case Object::contacts: return "contacts";
    case Object::products: return "products";
    case Object::invoices: return "invoices";
    }
    return "";
}

std::string_view label_of(Object object)
{
    switch (object) {
    case Object::contacts: return "Contacts";
    case Object::products: return "Products";
    case Object::invoices: return "Invoices";
    }
    return "";
}

}  // namespace app::sync
