#include <gtest/gtest.h>

#include "ui/ui_page.h"

namespace app::ui {
namespace {

namespace command = features::command;
using features::Screen;
using features::StorageView;

class SettingsTest : public ::testing::Test {
protected:
    SettingsTest()
    {
        made.frame.screen = Screen::settings;
        page.draw(made);
    }
    template <class Wanted>
    std::optional<Wanted> after_pressing(const char* button)
    {
        const auto sent = asked<command::StorageCommand>(page.press(made, Role::button, button));
        const Wanted* const wanted = sent ? std::get_if<Wanted>(&*sent) : nullptr;
        if (!wanted) return std::nullopt;
        return *wanted;
    }
    bool is_enabled(const char* button)
    {
        page.draw(made);
        const Node* const found = page.find(Role::button, button);
        return found != nullptr && !found->disabled;
    }

    UiPage page;
    MadeViews made = filled_views(3);
};

TEST_F(SettingsTest, SendsWhatAPersonAsksFor)
{
    EXPECT_TRUE(after_pressing<command::VerifyStorage>("Check now"));
    EXPECT_TRUE(after_pressing<command::KeepStorage>("Ask the browser to keep it"));
    EXPECT_TRUE(after_pressing<command::ChooseBackup>("Choose a backup"));
    const auto in_clear = after_pressing<command::ExportBackup>("Save a backup");
    ASSERT_TRUE(in_clear);
    EXPECT_TRUE(in_clear->passphrase.empty());
}

TEST_F(SettingsTest, APassphraseMustBeTypedTwice)
{
    page.state.settings.passphrase = "open sesame";
    EXPECT_FALSE(is_enabled("Save a backup"));
    page.state.settings.passphrase_again = "open sesame";
    EXPECT_TRUE(is_enabled("Save a backup"));

    const auto sent = after_pressing<command::ExportBackup>("Save a backup");

    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->passphrase.reveal(), "open sesame");
    EXPECT_EQ(page.state.settings.passphrase + page.state.settings.passphrase_again, "");
}

TEST_F(SettingsTest, APassphraseIsNotReadOut)
{
    const Node* const field = page.find(Role::textbox, "Passphrase (may be left empty)");
    ASSERT_NE(field, nullptr);
    EXPECT_TRUE(field->secret);
}

TEST_F(SettingsTest, RestoringAsksFirst)
{
    made.storage.chosen = {.name = "backup.sqlite", .made_at = test_now, .sequence = 4000};
    page.draw(made);

    EXPECT_FALSE(after_pressing<command::RestoreBackup>("Restore this backup"));
    EXPECT_EQ(page.count(Role::alertdialog, "Restore this backup?"), 1);
    EXPECT_TRUE(after_pressing<command::RestoreBackup>("Restore"));
    page.draw(made);
    EXPECT_EQ(page.count(Role::alertdialog, "Restore this backup?"), 0);
}

TEST_F(SettingsTest, AnEncryptedBackupIsOpenedFirst)
{
    made.storage.chosen = {.name = "a.backup", .asks_passphrase = true, .problem = "Another passphrase."};
    page.state.settings.passphrase_to_open = "open sesame";
    page.draw(made);

    EXPECT_EQ(page.count(Role::button, "Restore this backup"), 0);
    ASSERT_NE(page.find(Role::alert, "Problem"), nullptr);
    EXPECT_EQ(page.find(Role::alert, "Problem")->value, "Another passphrase.");
    const auto sent = after_pressing<command::OpenBackup>("Open");
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->passphrase.reveal(), "open sesame");
}

TEST_F(SettingsTest, CopiesOnTheServerAreListedAndOpened)
{
    const auto opened = after_pressing<command::OpenServerCopy>("Open the copy of 22 Nov 2026, 20:40:00");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->database, "4f1c0a2b");
    EXPECT_EQ(opened->name, "3-4700");
    EXPECT_TRUE(after_pressing<command::SaveServerCopy>("Save a copy now"));
    const auto sent =
        asked<command::StorageCommand>(page.press(made, Role::switch_control, "Save copies automatically"));
    ASSERT_TRUE(sent && std::holds_alternative<command::SetServerCopies>(*sent));
    EXPECT_FALSE(std::get<command::SetServerCopies>(*sent).automatic);
}

TEST_F(SettingsTest, ACopyThatWasNotSavedIsTold)
{
    made.storage.server.problem = "The disk of the server is full.";
    page.draw(made);
    ASSERT_NE(page.find(Role::alert, "Copy not saved"), nullptr);
    EXPECT_TRUE(page.find(Role::alert, "Copy not saved")->value.contains("The disk of the server is full."));
    EXPECT_TRUE(page.find(Role::alert, "Copy not saved")->value.contains("tried again later"));
}

TEST_F(SettingsTest, LostDataComeBackFromACopyOrFromBothServices)
{
    made.storage.recovery = {.sentence = "The browser has removed the data of this page.",
                             .database = "4f1c0a2b",
                             .backup = "3-4700",
                             .seen_at = test_now};
    page.draw(made);
    const auto opened = after_pressing<command::OpenServerCopy>("Open the newest copy");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->database + " " + opened->name, "4f1c0a2b 3-4700");
    EXPECT_TRUE(
        asked<command::SyncNow>(page.press(made, Role::button, "Rebuild from HubSpot and QuickBooks")));
    EXPECT_EQ(page.find(Role::alert, "Data are lost")->value, made.storage.recovery->sentence);

    made.storage.recovery->backup.clear();
    page.draw(made);
    EXPECT_EQ(page.count(Role::button, "Open the newest copy"), 0);
}

TEST_F(SettingsTest, WhatIsStoredIsEncryptedWithAPassphraseTypedTwice)
{
    EXPECT_EQ(page.count(Role::button, "Encrypt"), 0) << "a browser with one place cannot";
    made.storage.can_encrypt = true;
    page.state.settings.passphrase_at_rest = page.state.settings.passphrase_at_rest_again = "sesame";
    EXPECT_FALSE(is_enabled("Encrypt")) << "too short";
    page.state.settings.passphrase_at_rest = "open sesame";
    EXPECT_FALSE(is_enabled("Encrypt"));
    page.state.settings.passphrase_at_rest_again = "open sesame";

    const auto sent = after_pressing<command::EncryptStorage>("Encrypt");
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->passphrase.reveal(), "open sesame");
    EXPECT_EQ(page.state.settings.passphrase_at_rest + page.state.settings.passphrase_at_rest_again, "");
    EXPECT_FALSE(is_enabled("Stop encrypting"));
}

TEST_F(SettingsTest, EncryptionIsChangedOrEndedAfterAsking)
{
    made.storage.can_encrypt = made.storage.is_encrypted = true;
    page.draw(made);
    EXPECT_FALSE(is_enabled("Change the passphrase"));
    EXPECT_FALSE(after_pressing<command::DecryptStorage>("Stop encrypting"));
    EXPECT_TRUE(after_pressing<command::DecryptStorage>("Store in clear"));
    made.storage.may_change = false;
    EXPECT_FALSE(is_enabled("Stop encrypting"));
}

TEST_F(SettingsTest, ErasingShowsWhatIsNotSentAndAsksFirst)
{
    EXPECT_FALSE(after_pressing<command::EraseStorage>("Erase everything"));
    EXPECT_EQ(page.count(Role::alertdialog, "Erase everything in this browser?"), 1);
    bool tells = false;
    for (const Node* text : page.all(Role::text)) tells |= text->name.contains("3 changes are not sent yet");
    EXPECT_TRUE(tells);

    page.press(made, Role::button, "Cancel");
    EXPECT_EQ(page.count(Role::alertdialog, "Erase everything in this browser?"), 0);
    page.press(made, Role::button, "Erase everything");
    EXPECT_TRUE(after_pressing<command::EraseStorage>("Erase"));
}

TEST_F(SettingsTest, NothingElseCanBeAskedForMeanwhile)
{
    made.storage.work = StorageView::Work::exporting;
    for (const char* button : {"Check now", "Save a backup", "Choose a backup", "Erase everything"}) {
        EXPECT_FALSE(is_enabled(button)) << button;
    }
    made.storage.work = StorageView::Work::none;
    made.storage.may_change = made.storage.can_erase = false;  // a sync runs
    EXPECT_TRUE(is_enabled("Save a backup"));
    for (const char* button : {"Choose a backup", "Erase everything"})
        EXPECT_FALSE(is_enabled(button)) << button;
}

}  // namespace
}  // namespace app::ui
