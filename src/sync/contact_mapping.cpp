#include "sync/contact_mapping.h"

#include "base/text.h"
#include "sync/field_text.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

bool is_address(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) {
        return false;
    }
    const std::string_view domain = text.substr(at + 1);
    const std::size_t point = domain.find('.');
    return point != 0 && point != std::string_view::npos && !domain.ends_with('.') &&
           text.find_first_of(" \t\r\n<>()[],;:\\\"") == std::string_view::npos;
}

void put_address(Fields& fields, const clients::quickbooks::Address& address)
{
    put_text(fields, "address", join(address.lines, ", "));
    put_text(fields, "city", address.city);
    put_text(fields, "state", address.state);
    put_text(fields, "zip", address.postal_code);
    put_text(fields, "country", address.country);
}

}  // namespace

Fields contact_from_customer(const clients::quickbooks::Customer& customer, const std::string& key,
                             EmailUse email_use)
{
    Fields fields;
    const bool is_person = !customer.given_name.empty() || !customer.family_name.empty();
    put_text(fields, "firstname", customer.given_name);
    put_text(fields, "lastname", is_person ? customer.family_name : customer.display_name);
    put_text(fields, "company", customer.company_name);
    put_text(fields, "phone", customer.phone);
    put_text(fields, "mobilephone", customer.mobile);
    put_text(fields, "website", customer.website);
    if (customer.billing_address) put_address(fields, *customer.billing_address);
    if (email_use == EmailUse::own) put_text(fields, "email", contact_email(customer));
    put_text(fields, property::customer_email, customer.email);
    put_text(fields, property::customer_id, key);
    put_text(fields, property::customer_name, customer.display_name);
    fields[property::customer_active] = customer.active ? "true" : "false";
    fields[property::customer_balance] = customer.balance.to_text();
    return fields;
}

std::string contact_email(const clients::quickbooks::Customer& customer)
{
    for (const std::string_view part : split(customer.email, ',')) {
        const std::string address = lower_ascii(trimmed(part));
        if (is_address(address)) return address;
    }
    return {};
}

const std::vector<std::string>& contact_properties()
{
    static const std::vector<std::string> properties = {"email",
                                                        "firstname",
                                                        "lastname",
                                                        "company",
                                                        "phone",
                                                        "mobilephone",
                                                        "website",
                                                        "address",
                                                        "city",
                                                        "state",
                                                        "zip",
                                                        "country",
                                                        property::customer_email,
                                                        property::customer_id,
                                                        property::customer_name,
                                                        property::customer_active,
                                                        property::customer_balance};
    return properties;
}

}  // namespace app::sync
