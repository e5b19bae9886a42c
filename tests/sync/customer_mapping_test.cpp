#include "sync/customer_mapping.h"

#include <gtest/gtest.h>

namespace app::sync {
namespace {

QuickBooksValues going_there(const Fields& hubspot)
{
    return values_for_quickbooks(Object::contacts, default_mappings(Object::contacts), hubspot)
        .value_or(QuickBooksValues());
}

std::string refused_by_quickbooks(const Fields& hubspot)
{
    const auto values = values_for_quickbooks(Object::contacts, default_mappings(Object::contacts), hubspot);
    return values ? "" : values.error().message;
}

const Fields ada = {{"firstname", "Ada"}, {"lastname", "Lovelace"}, {"company", "Engines: Ltd"}};

TEST(CustomerName, FollowsTheRuleAndLeavesOutWhatIsForbidden)
{
    EXPECT_EQ(customer_name(ada, NameRule::person, 1), "Ada Lovelace");
    EXPECT_EQ(customer_name(ada, NameRule::company, 1), "Engines Ltd");
    EXPECT_EQ(customer_name(ada, NameRule::company_and_person, 1), "Engines Ltd - Ada Lovelace");
    EXPECT_EQ(customer_name({{"email", "a@b.co"}}, NameRule::company, 1), "a@b.co");
    EXPECT_EQ(customer_name({{"phone", "1"}}, NameRule::person, 1), "");
}

TEST(CustomerName, KeepsRoomForTheNumber)
{
    const std::string name = customer_name({{"lastname", std::string(200, 'x')}}, NameRule::person, 2);

    EXPECT_EQ(name.size(), 100U);
    EXPECT_TRUE(name.ends_with(" (2)"));
}

TEST(CustomerMark, NamesTheContactItWasMadeFrom)
{
    const std::string mark = origin_mark("4711", HubSpotId("201"));

    EXPECT_EQ(marked_origin("Met at the fair. " + mark, "4711"), HubSpotId("201"));
    EXPECT_FALSE(marked_origin(mark, "4712"));
    EXPECT_FALSE(marked_origin("", "4711"));
}

TEST(CustomerUpdate, SendsOnlyWhatChangedAndTheAddressAsAWhole)
{
    const auto customer = Json::parse(
        R"({"Id":"7","SyncToken":"3","DisplayName":"Ada","PrimaryEmailAddr":{"Address":"old@b.co, second@b.co"},"BillAddr":{"Id":"2","Line1":"1 Lane","Line2":"Floor 2","City":"Rome","Lat":"INVALID"}})");
    ASSERT_TRUE(customer);

    const auto body = customer_update_json(*customer, going_there({{"email", "new@b.co"}, {"city", "Oslo"}}));

    EXPECT_EQ(
        body.value_or(""),
        R"({"Id":"7","SyncToken":"3","sparse":true,"PrimaryEmailAddr":{"Address":"new@b.co, second@b.co"},"BillAddr":{"City":"Oslo","Id":"2","Line1":"1 Lane","Line2":"Floor 2"}})");
}

TEST(CustomerUpdate, PutsANewStreetInPlaceOfTheOldLines)
{
    const auto customer =
        Json::parse(R"({"Id":"7","SyncToken":"3","BillAddr":{"Line1":"1 Lane","Line2":"Floor 2"}})");

    const auto body = customer_update_json(*customer, going_there({{"address", "2 Road"}}));

    EXPECT_EQ(body.value_or(""), R"({"Id":"7","SyncToken":"3","sparse":true,"BillAddr":{"Line1":"2 Road"}})");
}

TEST(NewCustomer, HasNoBalance)
{
    EXPECT_EQ(
        new_customer_json(going_there({{"firstname", "Ada"}, {"phone", "5"}}), "Ada",
                          "HubSpot contact 4711-201"),
        R"({"DisplayName":"Ada","GivenName":"Ada","PrimaryPhone":{"FreeFormNumber":"5"},"Notes":"HubSpot contact 4711-201"})");
}

TEST(WhatQuickBooksHasNoRoomFor, IsSaidAndNotCut)
{
    EXPECT_EQ(refused_by_quickbooks({{"phone", std::string(30, '5')}}), "");
    EXPECT_EQ(refused_by_quickbooks({{"zip", std::string(31, '5')}}),
              "The billing postal code has 31 characters; QuickBooks takes 30.");
}

}  // namespace
}  // namespace app::sync
