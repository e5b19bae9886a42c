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

TEST_F(SyncRunsTest, OnlyWhatWasArmedIsWritten)
{
    send(command::SetWritingArmed{SyncObject::contacts, true});
    settle();
    EXPECT_EQ(hubspot.writes, 0) << "the plan is looked at first";

    send(command::SyncNow{});
    settle();

    EXPECT_EQ(contacts_in_hubspot(), 3U);
    EXPECT_TRUE(hubspot.live("products").empty());
    EXPECT_TRUE(hubspot.live("invoices").empty());
    send(command::SetWritingArmed{SyncObject::products, true});
    settle();
    send(command::SyncNow{});
    settle();
    EXPECT_EQ(hubspot.live("products").size(), 1U);
    EXPECT_TRUE(hubspot.live("invoices").empty());
}

TEST_F(SyncRunsTest, WhatIsDisarmedIsNotWrittenAnyMore)
{
    allow_writing_and_sync();
    send(command::SetWritingArmed{SyncObject::contacts, false});
    quickbooks.change("Customer", customer, customer_members("Ada King", "ada@example.com"));

    pass_minutes(11);

    EXPECT_TRUE(hubspot.with("contacts", "lastname", "Ada King").empty());
    EXPECT_TRUE(application().sync().view().writing_allowed) << "of the others";
}

TEST_F(SyncRunsTest, AfterARuleChangedThePlanIsLookedAtAgain)
{
    allow_writing_and_sync();
    sync::ObjectSettings settings = application().sync().view().objects[0].settings;
    settings.conflicts = sync::ConflictRule::newest;
    send(command::SetObjectSettings{SyncObject::contacts, settings});
    quickbooks.change("Customer", customer, customer_members("Ada King", "ada@example.com"));

    pass_minutes(11);

    EXPECT_TRUE(hubspot.with("contacts", "lastname", "Ada King").empty());
    EXPECT_FALSE(application().sync().view().objects[0].plan_seen);
    send(command::PreviewPlan{});
    settle();
    EXPECT_TRUE(application().sync().view().objects[0].plan_seen);
    send(command::ApplyPlan{});
    settle();
    EXPECT_EQ(hubspot.with("contacts", "lastname", "Ada King").size(), 1U);
}

TEST_F(SyncRunsTest, IncomeAccountsAreShownToChooseFrom)
{
    send(command::LoadIncomeAccounts{});
    settle();

    const IncomeAccountsView& accounts = application().sync().view().income_accounts;
    ASSERT_EQ(accounts.state, IncomeAccountsView::State::ready);
    ASSERT_EQ(accounts.accounts.size(), 1U);
    EXPECT_EQ(accounts.accounts[0].id, "79");
}

TEST_F(SyncRunsTest, DeletingTheSyncOfAnObjectForgetsItsLinksAndSwitchesItOff)
{
    allow_writing_and_sync();
    const std::size_t contacts = contacts_in_hubspot();
    EXPECT_EQ(application().sync().view().objects[0].known.links, 2);

    send(command::DeleteSync{SyncObject::contacts});
    settle();

    const ObjectSyncView& view = application().sync().view().objects[0];
    EXPECT_FALSE(view.enabled);
    EXPECT_FALSE(view.armed);
    EXPECT_EQ(view.known, store::PairKnowledge());
    EXPECT_EQ(contacts_in_hubspot(), contacts);
    pass_minutes(11);
    EXPECT_EQ(contacts_in_hubspot(), contacts);
}

TEST_F(SyncRunsTest, MuchIsRemovedOnlyAfterAPersonAgreed)
{
    for (int at = 0; at < 25; ++at)
        quickbooks.add("Customer", customer_members("Customer " + std::to_string(at)));
    allow_writing_and_sync();
    sync::ObjectSettings settings = application().sync().view().objects[0].settings;
    settings.deletions = sync::DeletionPolicy::remove;
    send(command::SetObjectSettings{SyncObject::contacts, settings});
    const std::vector<std::string> ids = quickbooks.ids("Customer");
    for (std::size_t at = ids.size() - 22; at < ids.size(); ++at)
        quickbooks.change("Customer", ids[at], R"("DisplayName":"Gone","Active":false,"Balance":0)");
    const std::size_t contacts = contacts_in_hubspot();
    send(command::PreviewPlan{});
    settle();
    ASSERT_EQ(application().sync().view().plan.mass_removals.size(), 1U);
    EXPECT_EQ(application().sync().view().plan.mass_removals[0].count, 22);

    send(command::ApplyPlan{});
    settle();
    EXPECT_EQ(contacts_in_hubspot(), contacts);
    EXPECT_EQ(status().kind, SyncStatusView::Kind::failed);
    send(command::AgreeToRemovals{SyncObject::contacts});
    send(command::ApplyPlan{});
    settle();

    EXPECT_EQ(contacts_in_hubspot(), contacts - 22);
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
    send(command::SetWritingArmed{SyncObject::invoices, true});
    settle();
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
