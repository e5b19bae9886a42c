#include "features_world.h"

namespace app::features {
namespace {

// A plan of four records: two contacts, a product and an invoice.
class PartialApplyTest : public FeaturesWorld {
protected:
    PartialApplyTest()
    {
        fill_company();
        open();
        send(command::SetWritingAllowed{true});
        settle();
    }
    RowSource<PlanRowView>& rows() { return application().sync().plan_rows(); }
    const PlanRowView& row_of(const std::string& title)
    {
        for (std::size_t at = 0; at < rows().size(); ++at) {
            if (rows().row(at).title == title) return rows().row(at);
        }
        static const PlanRowView none;
        ADD_FAILURE() << "no row of " << title;
        return none;
    }
    bool is_in_hubspot(const std::string& type, const std::string& property, const std::string& value)
    {
        return !hubspot.with(type, property, value).empty();
    }
};

TEST_F(PartialApplyTest, LeavesOutWhatAPersonTookOut)
{
    send(command::LeaveOut{row_of("Rope").entry, true});
    EXPECT_TRUE(row_of("Rope").left_out);
    EXPECT_EQ(application().sync().view().plan.left_out, 1);

    send(command::ApplyPlan{});
    settle();

    EXPECT_FALSE(is_in_hubspot("products", "name", "Rope"));
    EXPECT_TRUE(is_in_hubspot("contacts", "email", "ada@example.com"));
    send(command::PreviewPlan{});
    settle();
    EXPECT_FALSE(row_of("Rope").left_out) << "the next plan is another one";
}

TEST_F(PartialApplyTest, TakesInAgainWhatWasLeftOut)
{
    send(command::LeaveOut{row_of("Rope").entry, true});
    send(command::LeaveOut{row_of("Rope").entry, false});

    send(command::ApplyPlan{});
    settle();

    EXPECT_TRUE(is_in_hubspot("products", "name", "Rope"));
}

TEST_F(PartialApplyTest, WritesOneRecordAlone)
{
    send(command::ApplyOnly{row_of("Rope").entry});
    settle();

    EXPECT_TRUE(is_in_hubspot("products", "name", "Rope"));
    EXPECT_FALSE(is_in_hubspot("contacts", "email", "ada@example.com"));
}

TEST_F(PartialApplyTest, RetriesTheRecordsOfOneCauseAlone)
{
    hubspot.refused_last_name = "Lovelace";
    quickbooks.change("Customer", customer,
                      quickbooks.members("Customer", customer) + R"(,"FamilyName":"Lovelace")");
    send(command::ApplyPlan{});
    settle();
    const SyncView& view = application().sync().view();
    ASSERT_FALSE(view.failure_groups.empty());
    std::vector<store::RecordKey> keys;
    for (const FailureView& failure : view.failures) {
        if (failure.object == SyncObject::contacts) keys.push_back(failure.key);
    }
    ASSERT_EQ(keys.size(), 1U);
    hubspot.refused_last_name = "";
    quickbooks.change("Item", item, item_members("Rope", "R-1", "20"));

    send(command::RetryFailed{keys});
    settle();

    EXPECT_TRUE(is_in_hubspot("contacts", "email", "ada@example.com"));
    EXPECT_FALSE(is_in_hubspot("products", "price", "20")) << "it waits for the next sync";
}

TEST_F(PartialApplyTest, EveryRunIsListedWithItsCallsByKind)
{
    send(command::ApplyPlan{});
    settle();

    const std::vector<ReportView>& runs = application().sync().view().runs;
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].kind, "First sync");
    EXPECT_EQ(runs[1].kind, "Plan");
    EXPECT_FALSE(runs[0].coverage.empty());
    for (const ReportView::Calls& calls : runs[0].calls) {
        std::int64_t all = 0;
        for (const auto& [kind, count] : calls.kinds) all += count;
        EXPECT_EQ(all, calls.reads + calls.writes) << calls.service;
    }
}

}  // namespace
}  // namespace app::features
