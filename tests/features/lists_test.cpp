#include "features_world.h"

namespace app::features {
namespace {

// Two customers, one product and one partly paid invoice, all of them in HubSpot; a contact that is only there.
class ListsTest : public FeaturesWorld {
protected:
    ListsTest()
    {
        fill_company();
        open();
        allow_writing_and_sync();
    }
    std::vector<std::string> contact_names()
    {
        std::vector<std::string> names;
        RowSource<ContactRowView>& rows = application().contacts().rows();
        for (std::size_t at = 0; at < rows.size(); ++at) names.push_back(rows.row(at).name);
        return names;
    }
};

TEST_F(ListsTest, ContactsAreCountedByStateAndFiltered)
{
    send(command::Show{Screen::contacts});
    const ContactsView& view = application().contacts().view();
    EXPECT_EQ(view.count_all, 3);
    EXPECT_EQ(view.count_by_state[static_cast<std::size_t>(PairState::in_sync)], 2);
    EXPECT_EQ(view.count_by_state[static_cast<std::size_t>(PairState::only_hubspot)], 1);

    send(command::FilterContacts{PairState::only_hubspot});

    EXPECT_EQ(contact_names(), std::vector<std::string>{"Grace Hopper"});
}

TEST_F(ListsTest, ContactsAreSortedAndSearched)
{
    send(command::Show{Screen::contacts});
    EXPECT_EQ(contact_names(), (std::vector<std::string>{"Ada Lovelace", "Grace Hopper", "Zażółć 請注意"}));
    send(command::SortContacts{ContactSort::name, false});
    EXPECT_EQ(contact_names(), (std::vector<std::string>{"Zażółć 請注意", "Grace Hopper", "Ada Lovelace"}));

    send(command::SearchContacts{"lovelace 555"});

    EXPECT_EQ(contact_names(), std::vector<std::string>{"Ada Lovelace"});
    send(command::SearchContacts{"' OR 1=1 --"});
    EXPECT_TRUE(contact_names().empty());
}

TEST_F(ListsTest, AContactShowsBothSidesAndWhereTheyDiffer)
{
    send(command::Show{Screen::contacts});
    send(command::SearchContacts{"Ada"});
    send(command::SelectContact{application().contacts().rows().row(0).row_id});

    ASSERT_TRUE(application().contacts().view().detail.has_value());
    const ContactDetailView& ada = *application().contacts().view().detail;
    EXPECT_EQ(ada.row.name, "Ada Lovelace");
    EXPECT_EQ(ada.invoice_count, 1);
    EXPECT_FALSE(ada.sides.matched_how.empty());
    const auto email = std::ranges::find(ada.sides.fields, "E-mail", &FieldPairView::label);
    ASSERT_NE(email, ada.sides.fields.end());
    EXPECT_EQ(email->quickbooks, "ada@example.com");
    EXPECT_EQ(email->hubspot, "ada@example.com");
    EXPECT_FALSE(std::ranges::any_of(ada.sides.fields, &FieldPairView::differs));
    EXPECT_FALSE(ada.sides.quickbooks_fields.empty());
    EXPECT_EQ(ada.sides.hubspot_url, "https://app.hubspot.com/contacts/4711/record/0-1/" +
                                         hubspot.with("contacts", "lastname", "Ada Lovelace").front().id);
    send(command::SelectContact{});
    EXPECT_FALSE(application().contacts().view().detail.has_value());
}

TEST_F(ListsTest, AProductShowsItsExactPrice)
{
    send(command::Show{Screen::products});

    ASSERT_EQ(application().products().rows().size(), 1U);
    EXPECT_EQ(application().products().rows().row(0).price, "12.345");
    EXPECT_EQ(application().products().rows().row(0).state, PairState::in_sync);
}

TEST_F(ListsTest, AnInvoiceShowsLinesPaymentsAndWhatHappened)
{
    send(command::Show{Screen::invoices});
    send(command::SelectInvoice{application().invoices().rows().row(0).row_id});

    ASSERT_TRUE(application().invoices().view().detail.has_value());
    const InvoiceDetailView& detail = *application().invoices().view().detail;
    EXPECT_EQ(detail.row.number, "1001");
    EXPECT_EQ(detail.row.balance, (Money{100'000, "USD"}));
    EXPECT_EQ(detail.row.stage, InvoiceStage::overdue) << "due in October, part of it open";
    EXPECT_EQ(detail.row.mirror, InvoiceRowView::Mirror::in_hubspot);
    ASSERT_EQ(detail.lines.size(), 2U);
    EXPECT_EQ(detail.lines[0].description, "Ten metres");
    ASSERT_EQ(detail.payments.size(), 1U);
    EXPECT_EQ(detail.payments[0].amount, (Money{200'000, "USD"}));
    EXPECT_FALSE(detail.timeline.empty());
    EXPECT_FALSE(detail.hubspot_fields.empty());
}

TEST_F(ListsTest, InvoicesAreFoundByTheirLinesAndFilteredByStage)
{
    send(command::Show{Screen::invoices});
    send(command::SearchInvoices{"ten metr"});
    EXPECT_EQ(application().invoices().rows().size(), 1U);
    send(command::FilterInvoices{InvoiceStage::paid});
    EXPECT_EQ(application().invoices().rows().size(), 0U);
    EXPECT_EQ(application().invoices().view().count_by_stage[static_cast<std::size_t>(InvoiceStage::overdue)],
              1);
}

TEST_F(ListsTest, TheOverviewAddsUpAndTellsEventsWithoutSingleWrites)
{
    send(command::Show{Screen::overview});

    const OverviewView& view = application().overview().view();
    EXPECT_EQ(view.state, LoadState::ready);
    ASSERT_EQ(view.receivables.size(), 1U);
    EXPECT_EQ(view.receivables[0].open, (Money{100'000, "USD"}));
    EXPECT_EQ(view.receivables[0].overdue_count, 1);
    ASSERT_EQ(view.revenue.size(), 12U);
    EXPECT_EQ(view.revenue.back().month, "2026-11");
    EXPECT_EQ(view.revenue[10].billed, (Money{300'000, "USD"})) << "October";
    EXPECT_TRUE(view.first_sync_done);
    ASSERT_FALSE(view.recent.empty());
    for (const OverviewView::Event& event : view.recent)
        EXPECT_FALSE(event.text.starts_with("Created ")) << event.text;
}

TEST_F(ListsTest, TheActivityHoldsEveryWriteAndIsSearched)
{
    send(command::Show{Screen::activity});
    const std::size_t all = application().activity().size();
    send(command::FilterActivity{ActivityKind::write});
    const std::size_t writes = application().activity().size();
    EXPECT_GE(writes, 4U);
    EXPECT_LT(writes, all);

    send(command::SearchActivity{"Lovelace"});

    EXPECT_GE(application().activity().size(), 1U);
    EXPECT_LT(application().activity().size(), writes);
}

}  // namespace
}  // namespace app::features
