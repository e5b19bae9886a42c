#include "sync/contact_mapping.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

using clients::quickbooks::Customer;

Customer named(const std::string& name)
{
    Customer customer;
    customer.id = QuickBooksId("7");
    customer.display_name = name;
    return customer;
}

void put(JsonObject& json, const char* name, const std::string& value)
{
    if (!value.empty()) json.text(name, value);
}

std::string address_json(const clients::quickbooks::Address& address)
{
    JsonObject json;
    for (std::size_t at = 0; at < address.lines.size(); ++at)
        json.text("Line" + std::to_string(at + 1), address.lines[at]);
    put(json, "City", address.city);
    put(json, "CountrySubDivisionCode", address.state);
    put(json, "PostalCode", address.postal_code);
    put(json, "Country", address.country);
    return json.str();
}

Json json_of(const Customer& customer)
{
    const auto inside = [](const char* name, const std::string& value) {
        return JsonObject().text(name, value).str();
    };
    JsonObject json;
    json.text("Id", customer.id.value).text("DisplayName", customer.display_name);
    put(json, "GivenName", customer.given_name);
    put(json, "FamilyName", customer.family_name);
    put(json, "CompanyName", customer.company_name);
    if (!customer.email.empty()) json.raw("PrimaryEmailAddr", inside("Address", customer.email));
    if (!customer.phone.empty()) json.raw("PrimaryPhone", inside("FreeFormNumber", customer.phone));
    if (!customer.mobile.empty()) json.raw("Mobile", inside("FreeFormNumber", customer.mobile));
    if (!customer.website.empty()) json.raw("WebAddr", inside("URI", customer.website));
    if (customer.billing_address) json.raw("BillAddr", address_json(*customer.billing_address));
    if (!customer.balance.is_zero()) json.decimal("Balance", customer.balance);
    if (!customer.active) json.boolean("Active", false);
    return Json::parse(json.str()).value_or(Json());
}

Fields mapped(const Customer& customer, EmailUse email_use = EmailUse::own)
{
    return contact_from_customer(json_of(customer), default_mappings(Object::contacts), "9341:7", email_use)
        .value_or(Fields());
}

TEST(ContactMapping, CarriesEveryField)
{
    Customer customer = named("Ada Lovelace");
    customer.given_name = "Ada";
    customer.family_name = "Lovelace";
    customer.company_name = "Engines";
    customer.email = "Ada@Example.com";
    customer.phone = "1";
    customer.mobile = "2";
    customer.website = "http://engines.example";
    customer.balance = Decimal(12345, 2);
    customer.billing_address = clients::quickbooks::Address{.lines = {"1 Main St", "Floor 2"},
                                                            .city = "London",
                                                            .state = "LDN",
                                                            .postal_code = "W1",
                                                            .country = "UK"};

    EXPECT_EQ(mapped(customer), (Fields{{"address", "1 Main St, Floor 2"},
                                        {"city", "London"},
                                        {"company", "Engines"},
                                        {"country", "UK"},
                                        {"email", "ada@example.com"},
                                        {"firstname", "Ada"},
                                        {"lastname", "Lovelace"},
                                        {"mobilephone", "2"},
                                        {"phone", "1"},
                                        {"qbo_active", "true"},
                                        {"qbo_balance", "123.45"},
                                        {"qbo_customer_id", "9341:7"},
                                        {"qbo_display_name", "Ada Lovelace"},
                                        {"qbo_email", "Ada@Example.com"},
                                        {"state", "LDN"},
                                        {"website", "http://engines.example"},
                                        {"zip", "W1"}}));
}

TEST(ContactMapping, NamesACompanyByItsDisplayName)
{
    const Fields fields = mapped(named("Bob's Boats"));

    EXPECT_EQ(fields.at("lastname"), "Bob's Boats");
    EXPECT_FALSE(fields.contains("firstname"));
}

TEST(ContactMapping, LeavesTheFamilyNameOpenWhenOnlyAGivenNameIsThere)
{
    Customer customer = named("Ada");
    customer.given_name = "Ada";

    EXPECT_FALSE(mapped(customer).contains("lastname"));
}

TEST(ContactMapping, NeverSendsABlank)
{
    Customer customer = named(" \t\n");
    customer.phone = "   ";
    customer.email = " , ";

    for (const auto& [property, value] : mapped(customer)) EXPECT_FALSE(value.empty()) << property;
    EXPECT_FALSE(mapped(customer).contains("lastname"));
    EXPECT_FALSE(mapped(customer).contains("email"));
}

TEST(ContactMapping, TakesTheFirstUsableAddress)
{
    const auto email = [](const char* text) {
        Customer customer;
        customer.email = text;
        return contact_email(customer);
    };

    EXPECT_EQ(email("A@B.co, c@d.co"), "a@b.co");
    EXPECT_EQ(email("not an address, C@D.co"), "c@d.co");
    for (const char* unusable :
         {"", "a", "a@b", "@b.co", "a@.co", "a@b.", "a b@c.co", "a@@b.co", "<a@b.co>", "a@b.co;c@d.co"}) {
        EXPECT_EQ(email(unusable), "") << unusable;
    }
}

TEST(ContactMapping, KeepsATakenAddressOutOfTheUniqueField)
{
    Customer customer = named("Bob");
    customer.email = "office@example.com";

    const Fields fields = mapped(customer, EmailUse::taken);

    EXPECT_FALSE(fields.contains("email"));
    EXPECT_EQ(fields.at("qbo_email"), "office@example.com");
}

TEST(ContactMapping, CarriesHostileTextUnharmed)
{
    const std::string hostile = "<script>alert(1)</script>\u202E'; DROP TABLE--{{x}}=1+1 \U0001F600";
    Customer customer = named(hostile);

    EXPECT_EQ(mapped(customer).at("lastname"), hostile);
}

TEST(ContactMapping, SaysThatACustomerIsInactive)
{
    Customer customer = named("Ada");
    customer.active = false;

    EXPECT_EQ(mapped(customer).at("qbo_active"), "false");
}

}  // namespace
}  // namespace app::sync
