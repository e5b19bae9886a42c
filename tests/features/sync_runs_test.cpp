#include "features_world.h"

namespace app::features {
namespace {

class SyncRunsTest : public FeaturesWorld {
protected:
    SyncRunsTest()
    {
        fill_company();
        open();
    }
    std::size_t contacts_in_hubspot() { return hubspot.live("contacts").size(); }
};

TEST_F(SyncRunsTest, NothingIsWrittenBeforeThePlanWasShownAndWritingAllowed)
{
    EXPECT_EQ(status().text, "Not synced yet");

    send(command::SyncNow{});
    settle();

    EXPECT_EQ(status().text, "Plan ready, nothing is written yet");
    EXPECT_EQ(frame().screen, Screen::sync);
    EXPECT_EQ(hubspot.writes, 0);
    const SyncView& view = application().sync().view();
    EXPECT_EQ(view.plan.state, PlanView::State::ready);
    EXPECT_EQ(view.plan.changes, 4);
    EXPECT_FALSE(view.can_apply);
    send(command::ApplyPlan{});
    settle();
    EXPECT_EQ(hubspot.writes, 0);
}

TEST_F(SyncRunsTest, WhoAllowsWritingSeesThePlanFirst)
{
    send(command::SetWritingAllowed{true});
    settle();

    EXPECT_EQ(application().sync().view().plan.state, PlanView::State::ready);
    EXPECT_EQ(hubspot.writes, 0);
    EXPECT_TRUE(application().sync().view().can_apply);
}

TEST_F(SyncRunsTest, AppliesThePlanAndForgetsIt)
{
    send(command::SetWritingAllowed{true});
    settle();
    send(command::ApplyPlan{});
    settle();

    EXPECT_EQ(status().text, "Up to date");
    EXPECT_EQ(contacts_in_hubspot(), 3U);
    EXPECT_EQ(hubspot.live("invoices").size(), 1U);
    EXPECT_EQ(application().sync().view().plan.state, PlanView::State::none);
    ASSERT_TRUE(application().sync().view().report.has_value());
    EXPECT_TRUE(application().sync().view().report->ok);
}

TEST_F(SyncRunsTest, ThePlanShowsEachRecordWithItsFields)
{
    send(command::PreviewPlan{});
    settle();
    send(command::ShowPlanOf{SyncObject::products});

    RowSource<PlanRowView>& rows = application().sync().plan_rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.row(0).title, "Rope");
    EXPECT_EQ(rows.row(0).action, PlanRowView::Action::create);
    EXPECT_TRUE(std::ranges::contains(rows.row(0).changes, "12.345", &PlanRowView::FieldChange::after));
}

TEST_F(SyncRunsTest, AnObjectThatIsSwitchedOffIsLeftAlone)
{
    send(command::SetObjectEnabled{SyncObject::invoices, false});
    allow_writing_and_sync();

    EXPECT_EQ(contacts_in_hubspot(), 3U);
    EXPECT_TRUE(hubspot.live("invoices").empty());
    send(command::SetObjectEnabled{SyncObject::invoices, true});
    send(command::SyncNow{});
    settle();
    EXPECT_EQ(hubspot.live("invoices").size(), 1U);
}

TEST_F(SyncRunsTest, SyncsByItselfEveryFiveMinutesOnceWritingIsAllowed)
{
    pass_minutes(20);
    EXPECT_TRUE(proxy.log.empty()) << "nobody asked for anything";
    allow_writing_and_sync();
    const int writes = hubspot.writes;
    quickbooks.change("Customer", customer, customer_members("Ada King", "ada@example.com"));

    pass_minutes(6);

    EXPECT_GT(hubspot.writes, writes);
    EXPECT_EQ(hubspot.with("contacts", "lastname", "Ada King").size(), 1U);
}

TEST_F(SyncRunsTest, OfflineNothingStartsByItselfAndItIsSaid)
{
    allow_writing_and_sync();
    proxy.log.clear();
    platform.has_network = false;

    pass_minutes(20);

    EXPECT_EQ(status().text, "Offline");
    EXPECT_TRUE(frame().offline);
    EXPECT_TRUE(proxy.log.empty());
}

TEST_F(SyncRunsTest, PauseHoldsTheRunAndStopEndsItWithoutAnError)
{
    send(command::SetWritingAllowed{true});
    settle();
    send(command::SyncNow{});
    ASSERT_TRUE(step_until([&] { return hubspot.writes > 0; }));
    send(command::Pause{});
    pass_minutes(1);
    const std::size_t calls = proxy.log.size();
    EXPECT_EQ(status().text, "Paused");
    pass_minutes(3);
    EXPECT_EQ(proxy.log.size(), calls);

    send(command::Stop{});
    settle();

    EXPECT_FALSE(application().sync().running());
    EXPECT_NE(status().kind, SyncStatusView::Kind::failed) << status().text;
    EXPECT_GT(application().sync().view().objects[2].waiting, 0);
    pass_minutes(20);
    EXPECT_GT(application().sync().view().objects[2].waiting, 0) << "what a person stopped stays stopped";
    send(command::SyncNow{});
    settle();
    EXPECT_EQ(status().text, "Up to date");
}

TEST_F(SyncRunsTest, GoesOnByItselfAfterThePageDied)
{
    send(command::SetWritingAllowed{true});
    settle();
    send(command::SyncNow{});
    ASSERT_TRUE(step_until([&] { return hubspot.writes > 2; }));
    kill();

    open();

    EXPECT_EQ(status().text, "Up to date");
    EXPECT_EQ(contacts_in_hubspot(), 3U);
    EXPECT_EQ(hubspot.live("products").size(), 1U);
    EXPECT_EQ(hubspot.live("invoices").size(), 1U);
}

TEST_F(SyncRunsTest, AWishMadeWhileThePlanIsReadIsCarriedOutAfterIt)
{
    send(command::SetWritingAllowed{true});
    ASSERT_TRUE(step_until([&] { return !proxy.log.empty(); }));
    EXPECT_TRUE(application().sync().running());

    send(command::SyncNow{});
    settle();

    EXPECT_EQ(status().text, "Up to date");
    EXPECT_EQ(contacts_in_hubspot(), 3U);
}

TEST_F(SyncRunsTest, AFailureIsToldInWordsAndTheNextRunGoesOn)
{
    send(command::SetWritingAllowed{true});
    settle();
    proxy.fail(1, Fault::unavailable_before, 200);
    send(command::SyncNow{});
    settle();
    EXPECT_EQ(status().kind, SyncStatusView::Kind::failed);
    EXPECT_TRUE(status().text.starts_with("Failed: ")) << status().text;
    proxy.heal();

    send(command::RetryFailed{});
    settle();

    EXPECT_EQ(status().text, "Up to date");
}

TEST_F(SyncRunsTest, ARefusedRecordIsListedWithWhatToDo)
{
    hubspot.refused_last_name = "Ada Lovelace";
    allow_writing_and_sync();

    const std::vector<FailureView>& failures = application().sync().view().failures;
    ASSERT_FALSE(failures.empty());
    EXPECT_EQ(frame().failing_count, static_cast<int>(failures.size()));
    EXPECT_FALSE(failures[0].sentence.empty());
    EXPECT_FALSE(failures[0].next_step.empty());
}

}  // namespace
}  // namespace app::features
