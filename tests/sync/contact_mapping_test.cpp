#include "sync/contact_mapping.h"

#include <gtest/gtest.h>

#include <algorithm>

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

Fields mapped(const Customer& customer)
{
    return contact_from_customer(customer, "9341:7", EmailUse::own);
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

    const Fields fields = contact_from_customer(customer, "9341:7", EmailUse::taken);

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

TEST(ContactMapping, WritesOnlyPropertiesThatItReads)
{
    Customer customer = named("Ada");
    customer.email = "a@b.co";
    for (const auto& [property, value] : mapped(customer)) {
        EXPECT_TRUE(std::ranges::contains(contact_properties(), property)) << property;
    }
}

}  // namespace
}  // namespace app::sync
