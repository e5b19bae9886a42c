#include "features_world.h"

namespace app::features {
namespace {

class AccountsTest : public FeaturesWorld {};

TEST_F(AccountsTest, ANewPageHasNobodyConnected)
{
    server.hubspot_connected = server.quickbooks_connected = false;
    open();

    EXPECT_EQ(status().text, "Not connected");
    EXPECT_FALSE(frame().sync_now_enabled);
    EXPECT_FALSE(application().overview().view().hubspot_connected);
    EXPECT_TRUE(application().connections().view().hubspot_configured);
}

TEST_F(AccountsTest, ConnectingLeadsToTheConsentPageOnce)
{
    server.hubspot_connected = server.quickbooks_connected = false;
    open();

    send(command::ConnectQuickBooks{});
    send(command::ConnectHubSpot{});
    settle();

    EXPECT_EQ(platform.navigated, "https://consent.example/auth/intuit/start");
}

TEST_F(AccountsTest, ConnectedAccountsAreNamed)
{
    open();

    EXPECT_EQ(frame().hubspot_name, "brightwater.example");
    EXPECT_EQ(frame().quickbooks_name, "Brightwater");
    EXPECT_TRUE(frame().sync_now_enabled);
    ASSERT_EQ(application().connections().view().hubspot.size(), 1U);
    EXPECT_EQ(application().connections().view().hubspot[0].health, ConnectionCardView::Health::connected);
}

TEST_F(AccountsTest, AGrantThatEndedAsksToConnectAgain)
{
    server.hubspot_health = "reconnect";
    open();

    ASSERT_FALSE(frame().banners.empty());
    EXPECT_EQ(frame().banners[0].action_screen, Screen::connections);
}

TEST_F(AccountsTest, APageWithoutASessionAsksToSignIn)
{
    server.signed_in = false;
    open();

    EXPECT_TRUE(application().connections().view().sign_in_needed);
    EXPECT_EQ(application().connections().view().problem, "Open /launch/.");
    send(command::SignIn{});
    EXPECT_EQ(platform.navigated, "/launch/");
}

TEST_F(AccountsTest, DisconnectingRevokesAndKeepsWhatWasRead)
{
    fill_company();
    open();
    allow_writing_and_sync();

    send(command::Disconnect{"hubspot-1a2b3c4d"});
    settle();

    EXPECT_EQ(server.disconnected, std::vector<std::string>{"hubspot-1a2b3c4d"});
    EXPECT_EQ(status().text, "Not connected");
    send(command::Show{Screen::invoices});
    EXPECT_EQ(application().invoices().rows().size(), 1U);
}

TEST_F(AccountsTest, WithoutTheServerThePageReadsAndFindsItAgain)
{
    fill_company();
    open();
    allow_writing_and_sync();
    kill();
    server.reachable = false;
    open();
    EXPECT_EQ(status().text, "Offline");
    send(command::Show{Screen::contacts});
    EXPECT_EQ(application().contacts().rows().size(), 3U);

    server.reachable = true;
    pass_minutes(1);

    EXPECT_EQ(status().text, "Up to date");
}

}  // namespace
}  // namespace app::features
