#include "ui/screen_names.h"
#include "ui/ui_page.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace app::ui {
namespace {

using features::LoadState;
using features::Screen;

constexpr std::array hostile_texts = {
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE invoice; --",
    "%s%n%d %99999d",
    "##hidden###id",
    "\xE2\x80\xAE gnp.exe \xE2\x81\xA6",
    "\x01\x02\t\r\n\x7F",
    "\xFF\xFE broken \xC3",
    "請注意 こんにちは Zażółć gęślą jaźń مرحبا 😀",
    "=HYPERLINK(\"http://example.com\")",
    "",
};

void show_everything(MadeViews& made, UiPage& page)
{
    for (const ScreenName& screen : screen_names) {
        made.frame.screen = screen.screen;
        page.draw(made);
        EXPECT_NE(page.find(Role::heading, screen.name), nullptr) << screen.name;
    }
}

TEST(Screens, DrawInEveryStateAtEverySize)
{
    constexpr std::array<std::array<float, 3>, 5> sizes = {
        {{1440, 900, 1}, {1024, 640, 1}, {720, 450, 2}, {400, 300, 1}, {3840, 2160, 1.5f}}};
    for (const auto& [width, height, scale] : sizes) {
        UiPage page(width, height, scale);
        MadeViews made = filled_views(30);
        for (const LoadState state : {LoadState::loading, LoadState::ready, LoadState::failed}) {
            made.set_states(state);
            show_everything(made, page);
        }
        MadeViews empty;
        empty.set_states(LoadState::ready);
        show_everything(empty, page);
    }
}

TEST(Screens, DrawTheDetailOfEveryList)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.invoices.selected = made.contacts.selected = made.products.selected = 3;
    show_everything(made, page);
    made.invoices.detail.emplace().row = made.invoice_rows.rows[2];
    made.invoices.detail->lines.resize(2);
    made.invoices.detail->lines[0].item = "Paint";
    made.invoices.detail->lines[0].quantity = "2";
    made.invoices.detail->lines[0].unit_price = "5.00";
    made.invoices.detail->timeline = {{.at = test_now, .text = "Created", .cause = "Sync"}};
    made.contacts.detail.emplace().row = made.contact_rows.rows[2];
    made.contacts.detail->sides.fields = {
        {.label = "E-mail", .quickbooks = "a", .hubspot = "b", .differs = true}};
    made.products.detail.emplace().row = made.product_rows.rows[2];
    for (int tab = 0; tab < 3; ++tab) {
        page.state.invoices.detail_tab = page.state.contacts.detail_tab = tab;
        page.state.sync.page = tab;
        show_everything(made, page);
        made.frame.screen = Screen::invoices;
        page.draw(made);
        EXPECT_NE(page.find(Role::heading, "Invoice 1003"), nullptr);
    }
}

TEST(Screens, HostileTextIsShownAndHarmsNothing)
{
    UiPage page;
    std::vector<std::string> texts(hostile_texts.begin(), hostile_texts.end());
    texts.push_back(std::string(10'000, 'W'));
    texts.push_back(std::string("a\0b", 3));
    for (const std::string& text : texts) {
        MadeViews made = filled_views(3);
        made.frame.hubspot_name = made.frame.storage_text = made.frame.sync_status.text = text;
        made.frame.banners = {{.text = text, .action = "Open"}};
        made.frame.toasts = {{.text = text, .at = test_now}};
        made.invoice_rows.rows[0].number = made.invoice_rows.rows[0].customer = text;
        made.contact_rows.rows[0].name = made.contact_rows.rows[0].email = text;
        made.product_rows.rows[0].name = text;
        made.activity_rows.rows[0].summary = made.activity_rows.rows[0].detail = text;
        made.plan_rows.rows[0].title = made.plan_rows.rows[0].changes[0].after = text;
        made.sync.failures[0].title = made.sync.failures[0].detail = text;
        made.connections.hubspot[0].account_name = text;
        made.invoices.selected = 1;
        made.invoices.detail.emplace().row = made.invoice_rows.rows[0];
        made.invoices.detail->memo = text;
        made.invoices.detail->quickbooks_fields = {{.name = text, .value = text}};
        page.state.sync.open_plan_row = 0;
        show_everything(made, page);
        for (const Node* row : page.all(Role::row)) EXPECT_LT(row->name.size(), 1200u);
    }
}

TEST(Screens, HaveTheNamesThatAutomationReliesOn)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::sync;
    page.draw(made);

    for (const ScreenName& screen : screen_names) EXPECT_EQ(page.count(Role::link, screen.name), 1);
    for (const char* name : {"Sync now", "Preview plan", "Apply plan", "Pause", "Stop"}) {
        EXPECT_EQ(page.count(Role::button, name), 1) << name;
    }
    for (const char* name : {"Sync contacts", "Sync products", "Sync invoices", "Allow writing"}) {
        EXPECT_EQ(page.count(Role::switch_control, name), 1) << name;
    }
    ASSERT_NE(page.find(Role::status, "Sync status"), nullptr);
    EXPECT_EQ(page.find(Role::status, "Sync status")->value, "Up to date");
    ASSERT_NE(page.find(Role::progressbar, "Sync progress"), nullptr);
    EXPECT_FLOAT_EQ(page.find(Role::progressbar, "Sync progress")->progress, 0.5f);

    made.frame.screen = Screen::invoices;
    page.draw(made);
    EXPECT_EQ(page.count(Role::table, "Invoices"), 1);
    EXPECT_EQ(page.count(Role::textbox, "Search invoices"), 1);
    EXPECT_EQ(page.mirror.title(), "Invoices · Ledgerbridge");
}

TEST(Screens, OfferEachConnectionExactlyOnce)
{
    UiPage page;
    MadeViews made;
    made.set_states(LoadState::ready);
    made.connections.hubspot_configured = made.connections.quickbooks_configured = true;
    for (const Screen screen : {Screen::overview, Screen::connections}) {
        made.frame.screen = screen;
        page.draw(made);
        EXPECT_EQ(page.count(Role::button, "Connect HubSpot"), 1);
        EXPECT_EQ(page.count(Role::button, "Connect QuickBooks"), 1);
        EXPECT_TRUE(
            asked<features::command::ConnectHubSpot>(page.press(made, Role::button, "Connect HubSpot")));
    }
}

TEST(Screens, OfferToSignInWhereNobodyIs)
{
    UiPage page;
    MadeViews made;
    made.set_states(LoadState::ready);
    made.frame.screen = Screen::connections;
    made.connections.problem = "Nobody is signed in here; open /launch/ to sign in.";
    made.connections.sign_in_needed = true;
    page.draw(made);

    EXPECT_TRUE(asked<features::command::SignIn>(page.press(made, Role::button, "Sign in")));
    made.connections.sign_in_needed = false;
    page.draw(made);
    EXPECT_EQ(page.count(Role::button, "Sign in"), 0);
}

TEST(Screens, SendWhatAPersonAsksFor)
{
    namespace command = features::command;
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::sync;
    page.draw(made);

    EXPECT_TRUE(asked<command::SyncNow>(page.press(made, Role::button, "Sync now")));
    EXPECT_TRUE(asked<command::ApplyPlan>(page.press(made, Role::button, "Apply plan")));
    EXPECT_TRUE(asked<command::Pause>(page.press(made, Role::button, "Pause")));
    EXPECT_TRUE(asked<command::Stop>(page.press(made, Role::button, "Stop")));
    const auto writing =
        asked<command::SetWritingAllowed>(page.press(made, Role::switch_control, "Allow writing"));
    ASSERT_TRUE(writing);
    EXPECT_FALSE(writing->allowed);
    const auto armed =
        asked<command::SetWritingArmed>(page.press(made, Role::switch_control, "Write products"));
    ASSERT_TRUE(armed);
    EXPECT_EQ(armed->object, features::SyncObject::products);
    EXPECT_TRUE(armed->armed);
    const auto show = asked<command::Show>(page.press(made, Role::link, "Contacts"));
    ASSERT_TRUE(show);
    EXPECT_EQ(show->screen, Screen::contacts);
}

TEST(Screens, RulesAreSetWhereTheyAreRead)
{
    namespace command = features::command;
    UiPage page;
    MadeViews made = filled_views(3);
    made.frame.screen = Screen::sync;
    made.sync.progress = {};
    features::ObjectSyncView& products = made.sync.objects[1];
    products.two_way_possible = true;
    products.settings.direction = sync::Direction::both;
    products.settings.in_quickbooks = sync::WritePolicy::create_and_update;
    products.two_way_fields = {{"price", "Price"}};
    made.sync.income_accounts = {.state = features::IncomeAccountsView::State::ready,
                                 .accounts = {{"79", "Sales of goods"}}};
    page.draw(made);
    page.press(made, Role::tab, "Rules");

    EXPECT_TRUE(asked<command::LoadIncomeAccounts>(page.press(made, Role::button, "Choose an account")));
    const auto account = asked<command::SetObjectSettings>(page.press(made, Role::button, "Sales of goods"));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->settings.new_items.income_account, "79");
    page.press(made, Role::link, "Rules for single fields");
    EXPECT_EQ(page.count(Role::radiogroup, "Price"), 1);
}

TEST(Screens, DeletingASyncAsksFirst)
{
    namespace command = features::command;
    UiPage page;
    MadeViews made = filled_views(3);
    made.frame.screen = Screen::sync;
    made.sync.progress = {};
    page.draw(made);
    page.press(made, Role::tab, "Rules");

    EXPECT_FALSE(asked<command::DeleteSync>(page.press(made, Role::button, "Delete the sync of contacts")));
    EXPECT_EQ(page.count(Role::alertdialog, "Delete the sync of contacts?"), 1);
    const auto deleted = asked<command::DeleteSync>(page.press(made, Role::button, "Delete the sync"));
    ASSERT_TRUE(deleted);
    EXPECT_EQ(deleted->object, features::SyncObject::contacts);
}

TEST(Screens, ADisabledButtonTakesNoPress)
{
    UiPage page;
    MadeViews made = filled_views(3);
    made.frame.sync_now_enabled = false;
    page.draw(made);

    EXPECT_TRUE(page.find(Role::button, "Sync now")->disabled);
    EXPECT_FALSE(asked<features::command::SyncNow>(page.press(made, Role::button, "Sync now")));
}

TEST(Screens, DisconnectingAsksFirst)
{
    UiPage page;
    MadeViews made = filled_views(3);
    made.frame.screen = Screen::connections;
    made.connections.quickbooks.clear();
    page.draw(made);

    EXPECT_FALSE(asked<features::command::Disconnect>(page.press(made, Role::button, "Disconnect")));
    EXPECT_EQ(page.count(Role::alertdialog, "Disconnect HubSpot?"), 1);
    page.press(made, Role::button, "Cancel");
    EXPECT_EQ(page.count(Role::alertdialog, "Disconnect HubSpot?"), 0);
}

TEST(Screens, KeysLeadToScreensSearchAndHelp)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::invoices;
    page.draw(made);

    page.key(made, ImGuiKey_G);
    const auto show = asked<features::command::Show>(page.key(made, ImGuiKey_S));
    ASSERT_TRUE(show);
    EXPECT_EQ(show->screen, Screen::sync);
    page.type('?');
    page.draw(made);
    EXPECT_EQ(page.count(Role::dialog, "Keyboard"), 1);
    page.key(made, ImGuiKey_Escape);
    EXPECT_EQ(page.count(Role::dialog, "Keyboard"), 0);
    page.key(made, ImGuiKey_Slash);
    EXPECT_TRUE(page.find(Role::textbox, "Search invoices")->focused);
}

TEST(Screens, ASearchTypedIntoThePageReachesTheList)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::invoices;
    page.draw(made);

    page.mirror.queue_edit(page.find(Role::textbox, "Search invoices")->id,
                           {.text = "acme", .selection = {4, 4}});
    const auto search = asked<features::command::SearchInvoices>(page.draw(made, 1));

    ASSERT_TRUE(search);
    EXPECT_EQ(search->text, "acme");
}

// The Sync screen with its page of fields, and one of them open.
MadeViews edited_field(UiPage& page, features::FieldDraftView draft)
{
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::sync;
    made.fields.draft = std::move(draft);
    page.draw(made);
    page.press(made, Role::tab, "Fields");
    page.draw(made);
    return made;
}

TEST(Screens, AFieldIsChosenByTypingAPartOfItsName)
{
    UiPage page;
    MadeViews made = edited_field(page, {});
    page.press(made, Role::button, "HubSpot property");
    page.draw(made);

    const auto asked_for =
        asked<features::command::FieldsCommand>(page.press(made, Role::option, "Job title"));

    ASSERT_TRUE(asked_for);
    const auto* changed = std::get_if<features::command::ChangeField>(&*asked_for);
    ASSERT_NE(changed, nullptr);
    EXPECT_EQ(changed->mapping.property, "jobtitle");
}

TEST(Screens, AFieldWithAProblemCannotBeSaved)
{
    UiPage page;
    features::FieldDraftView draft;
    draft.problem = "Choose a HubSpot property.";
    MadeViews made = edited_field(page, draft);

    EXPECT_EQ(page.count(Role::alert, "Problem"), 1);
    EXPECT_FALSE(asked<features::command::FieldsCommand>(page.press(made, Role::button, "Save field")));
    made.fields.draft->problem.clear();
    page.draw(made);
    EXPECT_TRUE(asked<features::command::FieldsCommand>(page.press(made, Role::button, "Save field")));
}

TEST(Screens, AGroupOfFailuresIsRetriedAsOne)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::sync;
    made.sync.progress = {};
    page.draw(made);
    page.press(made, Role::tab, "Failures");
    page.draw(made);

    const auto retry =
        asked<features::command::RetryFailed>(page.press(made, Role::button, "Retry 1 record"));

    ASSERT_TRUE(retry);
    EXPECT_EQ(retry->records.size(), 1U);
}

TEST(Screens, ARunIsOpenedFromTheHistory)
{
    UiPage page;
    MadeViews made = filled_views(30);
    made.frame.screen = Screen::sync;
    page.draw(made);
    page.press(made, Role::tab, "Runs");
    page.draw(made);

    page.press(made, Role::row, "Sync Completed");
    page.draw(made);

    EXPECT_EQ(page.count(Role::complementary, "Details"), 1);
    EXPECT_GT(page.count(Role::list, "Coverage"), 0);
}

}  // namespace
}  // namespace app::ui
