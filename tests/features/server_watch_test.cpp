#include "features_world.h"

namespace app::features {
namespace {

// What the application's server remembers when the browser does not.
class ServerWatchTest : public FeaturesWorld {
protected:
    void sync_once()
    {
        fill_company();
        open();
        allow_writing_and_sync();
        pass_minutes(2);
        database = page().store->database_id();
    }
    // Databases, tripwire: everything but the cookies.
    void lose_all_data()
    {
        kill();
        *storage.disk = {};
        *storage.known = {};
    }
    bool has_banner(std::string_view part)
    {
        return std::ranges::any_of(frame().banners,
                                   [&](const BannerView& banner) { return banner.text.contains(part); });
    }

    std::string database;
};

TEST_F(ServerWatchTest, TellsHowFarItHasComeAtMostOnceAMinute)
{
    sync_once();
    const auto known = server.storage.known(database, "profile-1");
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->second, page().store->counters().sequence);
    const int before = server.storage.reports;

    for (int change = 0; change < 30; ++change) {
        send(command::SetTheme{command::SetTheme::Choice::dark});
        send(command::SetTheme{command::SetTheme::Choice::light});
        pass_minutes(0.05);
    }
    EXPECT_LE(server.storage.reports, before + 2);
    pass_minutes(1.5);
    EXPECT_EQ(server.storage.known(database, "profile-1")->second, page().store->counters().sequence);
}

TEST_F(ServerWatchTest, SaysThatDataVanishedWhenOnlyTheServerKnows)
{
    sync_once();
    lose_all_data();

    open();
    EXPECT_TRUE(has_banner("The browser has removed the data"));
    ASSERT_TRUE(application().storage().view().recovery.has_value());
    EXPECT_EQ(application().storage().view().recovery->database, database);
    kill();
    open();
    EXPECT_TRUE(has_banner("The browser has removed the data")) << "a reload does not hide it";

    allow_writing_and_sync();
    EXPECT_FALSE(has_banner("The browser"));
    EXPECT_EQ(application().storage().view().recovery, std::nullopt);
    EXPECT_EQ(hubspot.live("contacts").size(), 3U) << "nothing was made twice";
    kill();
    open();
    EXPECT_FALSE(has_banner("The browser"));
    EXPECT_EQ(server.storage.known(database, "profile-1"), std::nullopt) << "it is replaced for good";
}

TEST_F(ServerWatchTest, WithoutCookiesItIsNotCalledNewEither)
{
    sync_once();
    lose_all_data();
    server.storage.profile = "profile-2";

    open();
    EXPECT_TRUE(has_banner("the server knows data of another browser"));
    allow_writing_and_sync();
    EXPECT_FALSE(has_banner("the server knows"));
    EXPECT_EQ(hubspot.live("contacts").size(), 3U);
}

TEST_F(ServerWatchTest, AnOlderStateIsFoundWithoutATripwireAndCaughtUp)
{
    sync_once();
    const store::MemoryDisk before = *storage.disk;
    quickbooks.add("Customer", customer_members("Later", "later@example.com"));
    pass_minutes(8);
    ASSERT_EQ(hubspot.live("contacts").size(), 4U);
    kill();
    *storage.disk = before;
    *storage.known = {};

    open();
    EXPECT_TRUE(has_banner("an older state"));
    pass_minutes(8);
    EXPECT_FALSE(has_banner("The browser"));
    EXPECT_EQ(hubspot.live("contacts").size(), 4U);
}

TEST_F(ServerWatchTest, AFirstVisitIsOne)
{
    open();
    EXPECT_FALSE(has_banner("data"));
    kill();
    open();
    EXPECT_FALSE(has_banner("data")) << "its own report is no loss";
}

TEST_F(ServerWatchTest, WhatAPersonErasedIsNotMissed)
{
    sync_once();
    send(command::EraseStorage{});
    settle();
    EXPECT_EQ(server.storage.known(database, "profile-1"), std::nullopt);
    kill();

    open();
    EXPECT_FALSE(has_banner("The browser"));
}

TEST_F(ServerWatchTest, AServerThatDoesNotAnswerIsAskedAgainBeforeItIsToldAnything)
{
    sync_once();
    lose_all_data();
    server.reachable = false;
    open();
    EXPECT_FALSE(has_banner("The browser has removed"));
    server.reachable = true;
    pass_minutes(2);
    EXPECT_TRUE(has_banner("The browser has removed the data"));
}

}  // namespace
}  // namespace app::features
