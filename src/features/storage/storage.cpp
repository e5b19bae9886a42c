#include "features/storage/storage.h"

#include <format>
#include <utility>

#include "base/assert.h"
#include "base/date.h"
#include "store/restore.h"
#include "store/storage_encryption.h"

namespace app::features {
namespace {

using Work = StorageView::Work;

constexpr std::string_view last_backup_setting = "last_backup_at";
constexpr const char* work_task = "work";

std::string file_name(Timestamp at, bool encrypted)
{
    const std::string day = format_timestamp(at, Milliseconds::no).substr(0, 10);
    return std::format("ledgerbridge-{}.{}", day, encrypted ? "backup" : "sqlite");
}

std::string words_for(store::SecondCopyState state)
{
    switch (state) {
    case store::SecondCopyState::none: return "none in this browser";
    case store::SecondCopyState::building: return "being written";
    case store::SecondCopyState::current: return "up to date";
    case store::SecondCopyState::failing: return "not written at present; the first one is complete";
    }
    ASSERT(false);
}

}  // namespace

Storage::Storage(Services& services, sync::Ledger& ledger, StoragePlatform* platform, StorageActions actions)
    : m_services(services),
      m_ledger(ledger),
      m_platform(platform),
      m_actions(std::move(actions)),
      m_tasks([this](const std::string& name, const Error& error) {
          m_services.log.write(LogLevel::warning, "storage", error.message);
          if (name != work_task) return;
          m_view.work = Work::none;
          if (error.kind != ErrorKind::cancelled) m_view.problem = error.message;
          changed();
      })
{
    if (m_platform) {
        m_server_copies.emplace(
            m_services, m_ledger, *m_platform, [this] { return may_save_copy(); },
            [] { return std::nullopt; });
    }
}

void Storage::start()
{
    if (m_server_copies && m_ledger.store.access() == store::StoreAccess::writer) m_server_copies->start();
}

const StorageView& Storage::view()
{
    if (m_server_copies) m_view.server = m_server_copies->view();
    return m_view;
}

void Storage::refresh()
{
    changed();
    if (m_server_copies) m_server_copies->list();
    if (m_platform && !m_tasks.running("estimate")) m_tasks.start("estimate", ask_browser());
}

void Storage::verify()
{
    if (begin(Work::checking)) start(check());
}

void Storage::export_backup(Secret passphrase)
{
    if (m_platform && begin(Work::exporting)) start(write_backup(std::move(passphrase)));
}

void Storage::choose_backup()
{
    if (!m_platform || !m_view.may_change || !begin(Work::opening)) return;
    forget_chosen();
    start(choose());
}

void Storage::open_server_copy(const std::string& database, const std::string& name)
{
    changed();
    if (!m_server_copies || !m_view.may_change || !begin(Work::opening)) return;
    forget_chosen();
    start(fetch(database, name));
}

void Storage::set_server_copies(bool automatic)
{
    if (m_server_copies) m_server_copies->set_automatic(automatic);
}

void Storage::save_server_copy()
{
    if (m_server_copies && m_ledger.store.access() == store::StoreAccess::writer) m_server_copies->save_now();
}

void Storage::open_chosen(Secret passphrase)
{
    if (m_file && begin(Work::opening)) start(open(std::move(passphrase)));
}

void Storage::forget_chosen()
{
    m_file.reset();
    m_backup.reset();
    m_view.chosen.reset();
}

void Storage::restore()
{
    changed();
    if (m_backup && m_view.may_change && begin(Work::restoring)) start(put_in_place());
}

void Storage::ask_to_persist()
{
    if (m_platform && !m_tasks.running("estimate")) m_tasks.start("estimate", persist());
}

void Storage::change_encryption(Secret passphrase)
{
    changed();
    const bool can_change = m_view.can_write && m_view.may_change && m_view.can_encrypt;
    if (can_change && begin(Work::encrypting)) start(store_anew(std::move(passphrase)));
}

void Storage::erase()
{
    changed();
    if (m_view.can_erase && begin(Work::erasing)) start(erase_all());
}

bool Storage::begin(Work work)
{
    if (m_view.work != Work::none) return false;
    m_view.work = work;
    m_view.done.clear();
    m_view.problem.clear();
    m_services.platform.request_frame();
    return true;
}

void Storage::start(Task<> task)
{
    m_tasks.start(work_task, std::move(task));
}

void Storage::changed()
{
    const Result<void> loaded = load();
    if (!loaded) m_view.problem = loaded.error().message;
    m_services.platform.request_frame();
}

Result<void> Storage::load()
{
    store::Database& database = m_ledger.database;
    m_view.size_bytes = TRY(database.number("PRAGMA page_count")) * TRY(database.number("PRAGMA page_size"));
    m_view.sequence = m_ledger.store.counters().sequence;
    const bool is_syncing = m_actions.is_syncing && m_actions.is_syncing();
    const store::StoreAccess access = m_ledger.store.access();
    const bool may_store = access == store::StoreAccess::writer || access == store::StoreAccess::damaged;
    m_view.can_write = access == store::StoreAccess::writer;
    m_view.may_change = may_store && !is_syncing;
    m_view.second_copy = words_for(m_ledger.store.second_copy_state());
    m_view.can_encrypt = m_services.encryption && m_services.encryption->can_change();
    m_view.is_encrypted = m_services.encryption && m_services.encryption->is_encrypted();
    m_view.has_files = m_platform != nullptr;
    m_view.can_erase = m_view.may_change && m_actions.erase;
    m_view.unsent = TRY(m_ledger.intents.count_open());
    const std::int64_t at_ms = TRY(
        database.number("SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1", last_backup_setting));
    if (at_ms > 0) m_view.last_backup_at = Timestamp{at_ms};
    return {};
}

void Storage::take(const StorageEstimate& estimate)
{
    m_view.is_persistent = estimate.is_persistent;
    m_view.quota_bytes = estimate.quota_bytes;
    m_services.platform.request_frame();
}

Task<> Storage::ask_browser()
{
    take(co_await m_platform->estimate());
}

Task<> Storage::persist()
{
    take(co_await m_platform->ask_to_persist());
}

Task<> Storage::check()
{
    const auto found = co_await m_ledger.database.first<std::string>("PRAGMA integrity_check(1)");
    if (!found || std::get<0>(*found) != "ok") {
        co_await Result<void>(failed(ErrorKind::storage,
                                     "The database is damaged. Restore a backup, or erase it and sync again.",
                                     found ? std::get<0>(*found) : ""));
    }
    if (m_actions.verify_copies) co_await m_actions.verify_copies();
    say_done("Checked: the database and what is stored of it are in order.");
}

Task<> Storage::write_backup(Secret passphrase)
{
    std::optional<store::EncryptionKey> key;
    if (!passphrase.empty()) {
        key = co_await store::new_encryption_key(m_platform->ciphers(), m_services.random,
                                                 std::move(passphrase));
    }
    const Timestamp now = m_services.clock.now();
    const std::string name = file_name(now, key.has_value());
    const std::unique_ptr<FileDownload> download = m_platform->begin_download(name);
    store::BackupInfo info{.database_id = m_ledger.store.database_id(),
                           .sequence = m_ledger.store.counters().sequence,
                           .made_at = now,
                           .schema = store::schema_version()};
    co_await store::write_backup({.loop = m_services.loop,
                                  .random = m_services.random,
                                  .database = m_ledger.database,
                                  .info = std::move(info),
                                  .key = std::move(key)},
                                 *download);
    co_await download->finish();
    if (m_ledger.store.access() == store::StoreAccess::writer) {
        co_await m_ledger.settings.set(last_backup_setting, std::to_string(now.ms));
    }
    say_done("Saved as " + name + " among your downloads.");
}

Task<> Storage::choose()
{
    ChosenFile file = co_await m_platform->choose_file();
    ChosenBackupView shown{.name = file.name};
    co_await take_file(std::move(file), std::move(shown));
}

Task<> Storage::fetch(std::string database, std::string name)
{
    ChosenFile file = co_await m_server_copies->fetch(std::move(database), name);
    co_await take_file(std::move(file), {.name = "copy " + name + " on the server", .is_from_server = true});
}

Task<> Storage::take_file(ChosenFile file, ChosenBackupView shown)
{
    m_file = std::move(file);
    const store::BackupForm form = co_await store::backup_form(*m_file->bytes);
    m_view.chosen = std::move(shown);
    if (form == store::BackupForm::clear) {
        co_await open(Secret());
        co_return;
    }
    m_view.chosen->asks_passphrase = true;
    say_done({});
}

// A second image is in memory while one is made: not together with other work of that kind.
bool Storage::may_save_copy()
{
    const bool is_syncing = m_actions.is_syncing && m_actions.is_syncing();
    const bool has_server = !m_actions.has_server || m_actions.has_server();
    return !is_syncing && has_server && m_view.work == Work::none && m_services.platform.online();
}

Task<> Storage::open(Secret passphrase)
{
    Result<store::OpenBackup> opened =
        co_await outcome(store::open_backup({.loop = m_services.loop,
                                             .random = m_services.random,
                                             .file = *m_file->bytes,
                                             .ciphers = m_platform->ciphers(),
                                             .passphrase = std::move(passphrase)}));
    m_view.chosen->problem = opened ? std::string() : opened.error().message;
    if (opened) {
        m_view.chosen->asks_passphrase = false;
        m_view.chosen->made_at = opened->info.made_at;
        m_view.chosen->sequence = opened->info.sequence;
        m_backup = *std::move(opened);
    }
    say_done({});
}

// Everything that features keep of the old database is gone with the page.
Task<> Storage::put_in_place()
{
    store::OpenBackup backup = *std::exchange(m_backup, std::nullopt);
    forget_chosen();
    if (m_ledger.store.access() == store::StoreAccess::damaged) co_await m_ledger.store.write_over_damage();
    const store::RestoreReport report = co_await store::restore_backup(
        m_ledger.database, std::move(backup), m_services.random, m_services.clock.now());
    co_await m_ledger.persisted();
    m_services.log.write(LogLevel::info, "storage",
                         std::format("restored; {} writes are unknown", report.unknown_intents));
    say_done("Restored.");
    m_services.platform.reload();
}

Task<> Storage::store_anew(Secret passphrase)
{
    co_await m_services.encryption->change(m_ledger.store, std::move(passphrase));
    m_services.platform.reload();
}

Task<> Storage::erase_all()
{
    co_await m_actions.erase();
    say_done("Erased.");
    m_services.platform.reload();
}

void Storage::say_done(std::string sentence)
{
    m_view.work = Work::none;
    m_view.done = std::move(sentence);
    changed();
}

}  // namespace app::features
