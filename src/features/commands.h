#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "features/activity/view.h"
#include "features/contacts/view.h"
#include "features/invoices/view.h"
#include "features/products/view.h"
#include "features/screen.h"
#include "features/sync/view.h"
#include "sync/fields/field_mapping.h"
#include "sync/merge.h"

namespace app::features::command {

// What a person can ask for. Screens send these; nothing happens while a frame is drawn.
struct Show {
    Screen screen;
};
struct ConnectHubSpot {};
struct ConnectQuickBooks {};
struct Disconnect {
    std::string connection_id;
};
struct SignIn {};
struct SyncNow {};
struct PreviewPlan {};
struct ApplyPlan {};
struct Pause {};
struct Resume {};
struct Stop {};
struct SetObjectEnabled {
    SyncObject object;
    bool enabled;
};
struct SetObjectSettings {
    SyncObject object;
    sync::ObjectSettings settings;
};
// Keeps one side's value; without ids in all conflicts there are.
struct ResolveConflicts {
    std::vector<std::int64_t> row_ids;
    sync::Side keep;
};
struct SetWritingAllowed {
    bool allowed;
};
// The same for one object.
struct SetWritingArmed {
    SyncObject object;
    bool armed;
};
// Forgets links and settings of the object.
struct DeleteSync {
    SyncObject object;
};
// Lets the next run end as many pairs of the object as the plan that is shown says.
struct AgreeToRemovals {
    SyncObject object;
};
// Asks QuickBooks which accounts new items can be sold on.
struct LoadIncomeAccounts {};
struct ShowFieldsOf {
    SyncObject object;
};
struct EditField {
    std::optional<std::size_t> index;  // nothing: a new one
};
struct ChangeField {  // of the one that is edited
    sync::FieldMapping mapping;
};
struct SaveField {};
struct CloseField {};
struct DeleteField {
    std::size_t index;
};
struct RestoreFields {};  // the defaults
struct NextSample {};
struct ReadProperties {};
using FieldsCommand = std::variant<ShowFieldsOf, EditField, ChangeField, SaveField, CloseField, DeleteField,
                                   RestoreFields, NextSample, ReadProperties>;
struct ShowPlanOf {
    std::optional<SyncObject> object;
};
struct SearchInvoices {
    std::string text;
};
struct FilterInvoices {
    std::optional<InvoiceStage> stage;
};
struct SortInvoices {
    InvoiceSort by;
    bool ascending;
};
struct SelectInvoice {
    std::optional<std::int64_t> row_id;
};
struct SearchContacts {
    std::string text;
};
struct FilterContacts {
    std::optional<PairState> state;
};
struct SortContacts {
    ContactSort by;
    bool ascending;
};
struct SelectContact {
    std::optional<std::int64_t> row_id;
};
struct SearchProducts {
    std::string text;
};
struct FilterProducts {
    std::optional<PairState> state;
};
struct SortProducts {
    ProductSort by;
    bool ascending;
};
struct SelectProduct {
    std::optional<std::int64_t> row_id;
};
struct SearchActivity {
    std::string text;
};
struct FilterActivity {
    std::optional<ActivityKind> kind;
};
struct SelectActivity {
    std::optional<std::int64_t> row_id;
};
// Without records: all that waits.
struct RetryFailed {
    std::vector<store::RecordKey> records = {};
};
struct LeaveOut {
    std::size_t entry;  // of the plan
    bool left_out;
};
struct ApplyOnly {
    std::size_t entry;
};
struct ExportPlan {};
struct OpenUrl {
    std::string url;
};
struct CopyText {
    std::string text;
};
struct SetTheme {
    enum class Choice { system, light, dark } choice;
};
struct VerifyStorage {};
struct ExportBackup {
    Secret passphrase;  // empty: in clear
};
struct ChooseBackup {};
struct OpenBackup {
    Secret passphrase;
};
struct ForgetBackup {};
struct RestoreBackup {};
struct SetServerCopies {
    bool automatic;
};
struct SaveServerCopy {};
struct OpenServerCopy {
    std::string database;
    std::string name;
};
struct KeepStorage {};  // asks the browser not to remove it
struct EncryptStorage {
    Secret passphrase;
};
struct DecryptStorage {};
struct EraseStorage {};
using StorageCommand = std::variant<VerifyStorage, ExportBackup, ChooseBackup, OpenBackup, ForgetBackup,
                                    RestoreBackup, SetServerCopies, SaveServerCopy, OpenServerCopy,
                                    KeepStorage, EncryptStorage, DecryptStorage, EraseStorage>;
struct TakeOverWriting {};  // this tab asks to become the one that writes
struct DismissToast {};

}  // namespace app::features::command

namespace app::features {

using Command =
    std::variant<command::Show, command::ConnectHubSpot, command::ConnectQuickBooks, command::Disconnect,
                 command::SignIn, command::SyncNow, command::PreviewPlan, command::ApplyPlan, command::Pause,
                 command::Resume, command::Stop, command::SetObjectEnabled, command::SetObjectSettings,
                 command::ResolveConflicts, command::SetWritingAllowed, command::SetWritingArmed,
                 command::LoadIncomeAccounts, command::AgreeToRemovals, command::DeleteSync,
                 command::FieldsCommand, command::LeaveOut, command::ApplyOnly, command::ExportPlan,
                 command::ShowPlanOf, command::SearchInvoices, command::FilterInvoices, command::SortInvoices,
                 command::SelectInvoice, command::SearchContacts, command::FilterContacts,
                 command::SortContacts, command::SelectContact, command::SearchProducts,
                 command::FilterProducts, command::SortProducts, command::SelectProduct,
                 command::SearchActivity, command::FilterActivity, command::SelectActivity,
                 command::RetryFailed, command::OpenUrl, command::CopyText, command::SetTheme,
                 command::StorageCommand, command::TakeOverWriting, command::DismissToast>;

// Collects what the screens of one frame asked for; the owner takes it all after the frame.
class CommandQueue {
public:
    void send(Command command) { m_commands.push_back(std::move(command)); }
    std::vector<Command> take() { return std::exchange(m_commands, {}); }

private:
    std::vector<Command> m_commands;
};

}  // namespace app::features
