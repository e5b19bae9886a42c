#include "features_world.h"

namespace app::features {
namespace {

class FrameTest : public FeaturesWorld {
protected:
    bool has_banner(std::string_view part)
    {
        return std::ranges::any_of(frame().banners,
                                   [&](const BannerView& banner) { return banner.text.contains(part); });
    }
};

TEST_F(FrameTest, CopiesOpensAndForgetsItsMessage)
{
    open();

    send(command::CopyText{"1001\t30.00"});
    send(command::OpenUrl{"https://app.hubspot.com/"});

    EXPECT_EQ(platform.copied, "1001\t30.00");
    EXPECT_EQ(platform.opened, "https://app.hubspot.com/");
    EXPECT_EQ(frame().toasts.size(), 1U);
    pass_minutes(1);
    EXPECT_TRUE(frame().toasts.empty());
}

TEST_F(FrameTest, RemembersTheTheme)
{
    open();
    send(command::SetTheme{command::SetTheme::Choice::dark});
    settle();
    kill();

    open();

    EXPECT_EQ(application().theme_choice(), command::SetTheme::Choice::dark);
}

TEST_F(FrameTest, SaysWhatIsNotSaved)
{
    open();

    application().show_save_status({.state = store::SaveState::not_saved, .reason = "The disk is full."});

    EXPECT_FALSE(frame().storage_ok);
    EXPECT_TRUE(has_banner("The disk is full."));
}

TEST_F(FrameTest, SaysThatDataVanishedUntilTheyAreThereAgain)
{
    fill_company();
    open();
    allow_writing_and_sync();
    EXPECT_FALSE(has_banner("The browser"));
    kill();
    *storage.disk = {};

    open();
    EXPECT_TRUE(has_banner("The browser has removed the data"));
    kill();
    open();
    EXPECT_TRUE(has_banner("The browser has removed the data")) << "a reload does not hide it";
    allow_writing_and_sync();

    EXPECT_FALSE(has_banner("The browser"));
    EXPECT_EQ(hubspot.live("contacts").size(), 3U) << "nothing was made twice";
    EXPECT_EQ(hubspot.live("line_items").size(), 1U);
}

TEST_F(FrameTest, SaysThatAnOlderStateCameBackAndCatchesUp)
{
    fill_company();
    open();
    allow_writing_and_sync();
    const store::MemoryDisk before = *storage.disk;
    quickbooks.add("Customer", customer_members("Later", "later@example.com"));
    pass_minutes(6);
    ASSERT_EQ(hubspot.live("contacts").size(), 4U);
    kill();
    *storage.disk = before;

    open();
    EXPECT_TRUE(has_banner("an older state"));
    pass_minutes(6);

    EXPECT_FALSE(has_banner("The browser"));
    EXPECT_EQ(hubspot.live("contacts").size(), 4U);
}

TEST_F(FrameTest, ASecondTabReadsAndSaysSo)
{
    fill_company();
    open();
    allow_writing_and_sync();
    Page second(clock, random, server, platform, storage);
    second.application->start();
    second.application->prepare_frame();

    EXPECT_FALSE(second.application->frame().sync_now_enabled);
    ASSERT_FALSE(second.application->frame().banners.empty());
    EXPECT_TRUE(second.application->frame().banners[0].text.contains("Another tab"));
    second.application->handle({command::Show{Screen::invoices}});
    EXPECT_EQ(second.application->invoices().rows().size(), 1U);
    second.application->handle({command::TakeOverWriting{}});
    EXPECT_EQ(platform.reloads, 1);
}

TEST_F(FrameTest, AsksForAFrameWheneverSomethingChanged)
{
    open();
    platform.frames = 0;
    pass_minutes(1);
    EXPECT_EQ(platform.frames, 0) << "nothing happens, nothing is drawn";

    send(command::Show{Screen::products});

    EXPECT_GT(platform.frames, 0);
}

}  // namespace
}  // namespace app::features
