#include "sync/contact_mapping.h"

#include "sync/field_text.h"
#include "sync/fields/mapped_values.h"
#include "sync/fields/transform.h"
#include "sync/property_names.h"

namespace app::sync {

Result<Fields> contact_from_customer(const Json& customer, const FieldMappings& mappings,
                                     const std::string& key, EmailUse email_use)
{
    Fields fields = TRY(values_for_hubspot(Object::contacts, mappings, customer));
    if (email_use == EmailUse::taken) fields.erase("email");
    put_text(fields, property::customer_id, key);
    return fields;
}

std::string contact_email(const clients::quickbooks::Customer& customer)
{
    return first_email(customer.email);
}

const std::vector<std::string>& contact_properties()
{
    static const std::vector<std::string> properties = {"email",   "firstname", "lastname",
                                                        "company", "phone",     property::customer_id};
    return properties;
}

}  // namespace app::sync
