#include "ui/ui_page.h"

#include <gtest/gtest.h>

namespace app::ui {
namespace {

namespace command = features::command;

class InvoiceTable : public testing::Test {
protected:
    InvoiceTable()
    {
        made.frame.screen = features::Screen::invoices;
        page.draw(made);
    }

    UiPage page;
    MadeViews made = filled_views(1000);
};

TEST_F(InvoiceTable, AsksOnlyForRowsThatCanBeSeen)
{
    made.invoice_rows.asked = 0;
    page.draw(made, 1);

    EXPECT_GT(made.invoice_rows.asked, 10);
    EXPECT_LT(made.invoice_rows.asked, 40);
    EXPECT_EQ(page.find(Role::table, "Invoices")->row_count, 1000);
}

TEST_F(InvoiceTable, NamesEachRowByItsNumberFirst)
{
    const std::vector<const Node*> rows = page.all(Role::row);

    EXPECT_FALSE(rows.empty());
    EXPECT_NE(page.find(Role::row, "1001 Customer 0"), nullptr);
    for (const Node* row : rows) EXPECT_GT(row->row_index, 0);
}

TEST_F(InvoiceTable, PressingARowOpensIt)
{
    const auto selected = asked<command::SelectInvoice>(page.press(made, Role::row, "1003 Customer 2"));

    ASSERT_TRUE(selected);
    EXPECT_EQ(selected->row_id, 3);
}

TEST_F(InvoiceTable, PressingAHeadSortsAndPressingAgainTurnsItRound)
{
    const auto sorted = asked<command::SortInvoices>(page.press(made, Role::columnheader, "Total"));
    ASSERT_TRUE(sorted);
    EXPECT_EQ(sorted->by, features::InvoiceSort::total);
    EXPECT_FALSE(sorted->ascending);

    made.invoices.sort = sorted->by;
    made.invoices.ascending = sorted->ascending;
    page.draw(made);
    EXPECT_EQ(page.find(Role::columnheader, "Total")->sorted, Sorted::descending);
    EXPECT_TRUE(asked<command::SortInvoices>(page.press(made, Role::columnheader, "Total"))->ascending);
}

TEST_F(InvoiceTable, KeysWalkAndEnterOpens)
{
    page.key(made, ImGuiKey_DownArrow);
    page.key(made, ImGuiKey_DownArrow);
    EXPECT_EQ(page.state.invoices.table.cursor, 1u);
    EXPECT_EQ(asked<command::SelectInvoice>(page.key(made, ImGuiKey_Enter))->row_id, 2);
    page.key(made, ImGuiKey_End);
    EXPECT_EQ(page.state.invoices.table.cursor, 999u);
    EXPECT_NE(page.find(Role::row, "2000 Customer 999"), nullptr);
    EXPECT_EQ(asked<command::SelectInvoice>(page.key(made, ImGuiKey_Enter))->row_id, 1000);
    page.key(made, ImGuiKey_PageUp);
    EXPECT_LT(page.state.invoices.table.cursor, 990u);
    page.key(made, ImGuiKey_Home);
    EXPECT_EQ(page.state.invoices.table.cursor, 0u);
    page.key(made, ImGuiKey_PageDown);
    EXPECT_GT(page.state.invoices.table.cursor, 10u);
    EXPECT_LT(page.state.invoices.table.cursor, 40u);
}

TEST_F(InvoiceTable, WalkingTakesAnOpenDetailAlongAndEscClosesIt)
{
    page.key(made, ImGuiKey_DownArrow);
    made.invoices.selected = 1;
    page.draw(made);

    EXPECT_EQ(asked<command::SelectInvoice>(page.key(made, ImGuiKey_DownArrow))->row_id, 2);
    const auto closed = asked<command::SelectInvoice>(page.key(made, ImGuiKey_Escape));
    ASSERT_TRUE(closed);
    EXPECT_FALSE(closed->row_id);
}

TEST_F(InvoiceTable, CopiesTheRowForASpreadsheet)
{
    made.invoice_rows.rows[0].customer = "=1+1";
    page.key(made, ImGuiKey_DownArrow);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    const auto copied = asked<command::CopyText>(page.key(made, ImGuiKey_C));

    ASSERT_TRUE(copied);
    EXPECT_TRUE(copied->text.starts_with("1001\t'=1+1\t1 Nov 2026\t1 Dec 2026\t")) << copied->text;
}

TEST_F(InvoiceTable, ShowsWhatCanBeDoneWhenNothingIsFound)
{
    made.invoice_rows.rows.clear();
    made.invoices.search = "zzz";
    page.draw(made);

    EXPECT_EQ(page.count(Role::table, "Invoices"), 0);
    const auto commands = page.press(made, Role::button, "Show all");
    EXPECT_TRUE(asked<command::FilterInvoices>(commands));
    EXPECT_EQ(asked<command::SearchInvoices>(commands)->text, "");
}

}  // namespace
}  // namespace app::ui
