#include "features/storage/server_copies.h"

#include <utility>

#include "base/json.h"
#include "base/sha256.h"
#include "store/backup_file.h"
#include "store/migrations.h"

namespace app::features {
namespace {

constexpr double look_every_ms = 60'000;
constexpr std::string_view automatic_setting = "server_copies";
constexpr std::string_view last_setting = "server_copy";
constexpr const char* save_task = "save";
constexpr const char* list_task = "list";

// Passes on what is written and keeps its digest.
class DigestingSink final : public store::ByteSink {
public:
    explicit DigestingSink(store::ByteSink& sink) : m_sink(sink) {}

    Task<> write(store::Bytes bytes) override
    {
        m_sha.add(bytes);
        return m_sink.write(std::move(bytes));
    }
    std::string digest() { return m_sha.hex_digest(); }

private:
    store::ByteSink& m_sink;
    Sha256 m_sha;
};

// Lines that tell of the end of a run have the run's own id: they are there every few minutes, whatever happened.
Result<std::int64_t> last_activity(store::Database& database)
{
    return database.number(R"sql(
        SELECT row_id FROM activity WHERE kind <> 'settled' AND correlation IS NOT run_id
        ORDER BY row_id DESC LIMIT 1
    )sql");
}

Result<bool> has_synced(store::Database& database)
{
    return TRY(database.number("SELECT EXISTS (SELECT 1 FROM run WHERE state = 'completed')")) != 0;
}

}  // namespace

ServerCopies::ServerCopies(Services& services, sync::Ledger& ledger, StoragePlatform& platform,
                           std::function<bool()> may_save,
                           std::function<std::optional<store::EncryptionKey>()> key)
    : m_services(services),
      m_ledger(ledger),
      m_platform(platform),
      m_may_save(std::move(may_save)),
      m_key(std::move(key)),
      m_api(services.transport),
      m_tasks([this](const std::string& name, const Error& error) {
          m_services.log.write(LogLevel::warning, "storage", name + ": " + error.message);
          if (name == list_task) m_view.list_problem = error.message;
          m_services.platform.request_frame();
      })
{
    log(load());
}

void ServerCopies::start()
{
    m_tasks.start("clock", follow_clock());
}

void ServerCopies::list()
{
    if (!m_tasks.running(list_task)) m_tasks.start(list_task, ask());
}

void ServerCopies::set_automatic(bool automatic)
{
    m_view.automatic = automatic;
    log(m_ledger.settings.set(automatic_setting, automatic ? "on" : "off"));
    m_services.platform.request_frame();
}

void ServerCopies::save_now()
{
    if (!m_tasks.running(save_task)) m_tasks.start(save_task, save());
}

Task<> ServerCopies::follow_clock()
{
    while (true) {
        co_await m_services.loop.sleep(look_every_ms);
        if (!m_view.automatic || !m_may_save()) continue;
        const CopyMark now = co_await mark_now();
        const bool synced = co_await has_synced(m_ledger.database);
        if (is_copy_due(m_last, now, synced, m_failures)) save_now();
    }
}

Task<> ServerCopies::save()
{
    m_view.saving = true;
    m_services.platform.request_frame();
    const Result<void> saved = co_await outcome(save_whole());
    m_view.saving = false;
    m_view.problem = saved ? std::string() : saved.error().message;
    if (saved) {
        m_failures = {};
        list();
    } else {
        ++m_failures.count;
        m_failures.last_at = m_services.clock.now();
    }
    m_services.platform.request_frame();
}

Task<> ServerCopies::save_whole()
{
    co_await m_ledger.persisted();
    const CopyMark mark = co_await mark_now();
    co_await upload({m_ledger.store.epoch(), mark.sequence});
    co_await remember(mark);
}

// The copy may hold more than its name says: what was committed since.
Task<> ServerCopies::upload(DatabaseState state)
{
    const std::unique_ptr<FileUpload> upload = m_platform.begin_upload();
    DigestingSink sink(*upload);
    const std::string database = m_ledger.store.database_id();
    co_await store::write_backup({.loop = m_services.loop,
                                  .random = m_services.random,
                                  .database = m_ledger.database,
                                  .info = {.database_id = database,
                                           .sequence = state.sequence,
                                           .made_at = m_services.clock.now(),
                                           .schema = store::schema_version()},
                                  .key = m_key()},
                                 sink);
    co_await m_api.put_backup(*upload, database, state, sink.digest());
}

Task<> ServerCopies::ask()
{
    show(co_await m_api.backups());
    m_services.platform.request_frame();
}

Task<ChosenFile> ServerCopies::fetch(std::string database, std::string name)
{
    return m_api.fetch_backup(m_services.loop, m_platform, std::move(database), std::move(name));
}

Result<void> ServerCopies::load()
{
    m_view.automatic = TRY(m_ledger.settings.get(automatic_setting)) != "off";
    const auto text = TRY(m_ledger.settings.get(last_setting));
    if (!text) return {};
    const Json json = TRY(Json::parse(*text));
    m_last = CopyMark{.at = Timestamp{TRY(json.integer("at"))},
                      .activity = TRY(json.integer("activity")),
                      .sequence = TRY(json.integer("sequence"))};
    m_view.last_at = m_last->at;
    return {};
}

Result<CopyMark> ServerCopies::mark_now()
{
    return CopyMark{.at = m_services.clock.now(),
                    .activity = TRY(last_activity(m_ledger.database)),
                    .sequence = m_ledger.store.counters().sequence};
}

Result<void> ServerCopies::remember(const CopyMark& mark)
{
    m_last = mark;
    m_view.last_at = mark.at;
    return m_ledger.settings.set(last_setting, JsonObject()
                                                   .number("at", mark.at.ms)
                                                   .number("activity", mark.activity)
                                                   .number("sequence", mark.sequence)
                                                   .str());
}

void ServerCopies::show(const std::vector<ServerBackup>& backups)
{
    m_view.is_listed = true;
    m_view.list_problem.clear();
    m_view.copies.clear();
    for (const ServerBackup& backup : backups) {
        m_view.copies.push_back({.database = backup.database,
                                 .name = backup.name,
                                 .saved_at = backup.saved_at,
                                 .size_bytes = backup.size_bytes,
                                 .is_of_this_database = backup.database == m_ledger.store.database_id()});
    }
}

void ServerCopies::log(const Result<void>& result)
{
    if (!result) m_services.log.write(LogLevel::error, "storage", result.error().message);
}

}  // namespace app::features
