#include "features_world.h"

namespace app::features {
namespace {

using namespace command;

class FieldsTest : public FeaturesWorld {
protected:
    FieldsTest()
    {
        hubspot.define("contacts", "jobtitle");
        hubspot.define("contacts", "visits", "number");
        fill_company();
        open();
        allow_writing_and_sync();
        send(Show{Screen::sync});
        settle();
    }
    void ask(FieldsCommand command)
    {
        send(std::move(command));
        settle();
    }
    const FieldsView& view() { return application().fields().view(); }
    const FieldRowView* row(const std::string& property)
    {
        const auto found = std::ranges::find(view().rows, property, &FieldRowView::property);
        return found == view().rows.end() ? nullptr : &*found;
    }
    void draft(const std::string& property, const std::string& field)
    {
        ask(EditField{});
        sync::FieldMapping mapping = view().draft->mapping;
        mapping.property = property;
        ask(ChangeField{mapping});
        mapping = view().draft->mapping;
        mapping.field = field;
        ask(ChangeField{mapping});
    }
    int writes() const { return hubspot.writes + quickbooks.writes; }
};

TEST_F(FieldsTest, ShowWhatIsMappedWithAnExampleOfARealRecord)
{
    ASSERT_EQ(view().state, LoadState::ready);
    ASSERT_TRUE(row("email"));
    EXPECT_EQ(row("email")->field_label, "E-mail address");
    EXPECT_EQ(row("email")->direction, sync::FieldDirection::to_hubspot) << "as the rules of contacts say";
    EXPECT_TRUE(row("email")->active);
    EXPECT_FALSE(view().sample_title.empty());
    EXPECT_FALSE(row("qbo_customer_id")->index) << "fixed";
    EXPECT_TRUE(view().is_default);
}

TEST_F(FieldsTest, AreReadFromHubSpotWhenOneIsAdded)
{
    EXPECT_TRUE(view().properties.empty());

    ask(EditField{});

    EXPECT_TRUE(std::ranges::contains(view().properties, "jobtitle", &FieldChoiceView::id));
    EXPECT_FALSE(std::ranges::contains(view().properties, "qbo_customer_id", &FieldChoiceView::id));
    EXPECT_EQ(view().draft->problem, "Choose a HubSpot property.");
}

TEST_F(FieldsTest, CannotBeSavedWhileTypesDoNotFit)
{
    draft("visits", "Title");
    sync::FieldMapping mapping = view().draft->mapping;
    mapping.transform = sync::Transform::text;
    ask(ChangeField{mapping});

    EXPECT_NE(view().draft->problem, "");
    ask(SaveField{});
    EXPECT_TRUE(view().is_default);
}

TEST_F(FieldsTest, AreWrittenOnlyAfterTheirPlanWasSeen)
{
    quickbooks.change("Customer", customer, quickbooks.members("Customer", customer) + R"(,"Title":"Lady")");
    draft("jobtitle", "Title");
    ASSERT_EQ(view().draft->problem, "");
    ask(SaveField{});
    const int before = writes();

    send(SyncNow{});
    settle();

    EXPECT_EQ(writes(), before) << "the plan comes first";
    send(PreviewPlan{});
    settle();
    EXPECT_EQ(application().sync().view().plan.state, PlanView::State::ready);
    send(ApplyPlan{});
    settle();
    EXPECT_EQ(hubspot.with("contacts", "jobtitle", "Lady").size(), 1U);
    EXPECT_TRUE(row("jobtitle")->active);
}

TEST_F(FieldsTest, AreAsTheyWereAfterRestoring)
{
    const std::size_t all = view().rows.size();
    ask(DeleteField{0});
    EXPECT_EQ(view().rows.size(), all - 1);
    EXPECT_FALSE(view().is_default);

    ask(RestoreFields{});

    EXPECT_EQ(view().rows.size(), all);
    EXPECT_TRUE(view().is_default);
}

}  // namespace
}  // namespace app::features
