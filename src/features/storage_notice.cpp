#include "features/storage_notice.h"

#include "base/assert.h"
#include "base/json.h"
#include "sync/journal_recovery.h"
#include "sync/observe_hubspot.h"

namespace app::features {
namespace {

constexpr std::string_view setting = "storage_loss";

}  // namespace

// What happened, under the name that is filed.
struct StorageNotice::Loss {
    std::string_view name;
    std::string_view activity;  // empty: nothing happened to this browser
    std::string_view sentence;
    bool has_gap = true;  // the database does not know all that was done
};

constexpr StorageNotice::Loss StorageNotice::vanished = {
    "vanished", "The browser has removed the stored data",
    "The browser has removed the data of this page. Nothing is lost in HubSpot or QuickBooks: connect if "
    "asked, and "
    "sync. Everything is read again, and what was written before is recognised."};
constexpr StorageNotice::Loss StorageNotice::older = {
    "older", "The browser came back with an older state of the data",
    "The browser came back with an older state of the data. Nothing is lost in HubSpot or QuickBooks: the "
    "next sync "
    "catches up and recognises what was written since."};
constexpr StorageNotice::Loss StorageNotice::elsewhere = {
    "elsewhere", "",
    "This browser holds no data yet, but the server knows data of another browser, or of this one before "
    "everything "
    "in it was cleared. Nothing is lost in HubSpot or QuickBooks: a sync reads all and recognises what was "
    "written."};
constexpr StorageNotice::Loss StorageNotice::restored = {
    "restored", "The browser had lost stored data; its second copy brought them back",
    "The browser had lost data of this page. The second copy that it keeps brought everything back; nothing "
    "is "
    "missing.",
    false};

const StorageNotice::Loss* StorageNotice::loss_of(store::StoreHistory history)
{
    switch (history) {
    case store::StoreHistory::continued: return nullptr;
    case store::StoreHistory::restored: return &restored;
    case store::StoreHistory::vanished: return &vanished;
    case store::StoreHistory::older: return &older;
    }
    ASSERT(false);
}

const StorageNotice::Loss* StorageNotice::loss_of(ServerFinding::Kind kind)
{
    switch (kind) {
    case ServerFinding::Kind::nothing: return nullptr;
    case ServerFinding::Kind::vanished: return &vanished;
    case ServerFinding::Kind::older: return &older;
    case ServerFinding::Kind::elsewhere: return &elsewhere;
    }
    ASSERT(false);
}

StorageNotice::StorageNotice(Services& services, sync::Ledger& ledger)
    : m_services(services), m_ledger(ledger)
{
    log(load());
    const Loss* const found = loss_of(ledger.store.history());
    if (found && ledger.store.access() == store::StoreAccess::writer) log(note(*found));
}

// What this browser found by itself is more exact; the server then only adds the backup.
void StorageNotice::server_found(const ServerFinding& finding)
{
    const Loss* const found = loss_of(finding.kind);
    if (!found) return;
    const bool is_news = !m_loss || !m_loss->has_gap;
    m_database = finding.database;
    m_backup = finding.newest_backup;
    m_seen_at = finding.seen_at;
    log(is_news ? note(*found) : save());
    m_services.platform.request_frame();
}

Result<void> StorageNotice::note(const Loss& loss)
{
    m_loss = &loss;
    m_noticed_at = m_services.clock.now();
    const std::string& found = m_ledger.store.found();
    m_services.log.write(LogLevel::warning, "storage", found);
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    TRY(save());
    if (loss.has_gap) TRY(sync::forget_journal(m_ledger));
    for (const store::ConnectionRow& connection : TRY(m_ledger.connections.all())) {
        if (loss.has_gap && connection.provider == store::Provider::hubspot)
            TRY(sync::list_hubspot_again(m_ledger, connection.id));
    }
    if (!loss.activity.empty()) {
        TRY(m_ledger.activity.append({.at = m_noticed_at,
                                      .cause = "browser",
                                      .run = {},
                                      .kind = store::ActivityKind::failure,
                                      .object = {},
                                      .connection = {},
                                      .record_id = {},
                                      .summary = std::string(loss.activity),
                                      .detail = JsonObject().text("found", found).str(),
                                      .correlation = {}}));
    }
    return transaction.commit();
}

Result<void> StorageNotice::save()
{
    return m_ledger.settings.set(setting, JsonObject()
                                              .text("loss", m_loss->name)
                                              .number("noticed_at", m_noticed_at.ms)
                                              .text("database", m_database)
                                              .text("backup", m_backup)
                                              .number("seen_at", m_seen_at.value_or(Timestamp()).ms)
                                              .str());
}

Result<void> StorageNotice::load()
{
    const auto text = TRY(m_ledger.settings.get(setting));
    if (!text || text->empty()) return {};
    const Json json = TRY(Json::parse(*text));
    const std::string name = TRY(json.text("loss"));
    for (const Loss* loss : {&vanished, &older, &elsewhere, &restored}) {
        if (loss->name == name) m_loss = loss;
    }
    m_noticed_at = Timestamp{TRY(json.integer("noticed_at"))};
    m_database = TRY(json.optional_text("database")).value_or("");
    m_backup = TRY(json.optional_text("backup")).value_or("");
    if (json.has("seen_at")) m_seen_at = Timestamp{TRY(json.integer("seen_at"))};
    if (m_seen_at == Timestamp()) m_seen_at.reset();
    return {};
}

void StorageNotice::synced(const std::optional<Timestamp>& last_finished_at)
{
    if (!m_loss || !last_finished_at || last_finished_at->ms < m_noticed_at.ms) return;
    m_loss = nullptr;
    log(m_ledger.settings.set(setting, ""));
}

std::string StorageNotice::sentence() const
{
    return m_loss ? std::string(m_loss->sentence) : std::string();
}

std::optional<RecoveryView> StorageNotice::recovery() const
{
    if (!m_loss || !m_loss->has_gap) return std::nullopt;
    return RecoveryView{.sentence = std::string(m_loss->sentence),
                        .database = m_database,
                        .backup = m_backup,
                        .seen_at = m_seen_at};
}

void StorageNotice::log(const Result<void>& result)
{
    if (!result) m_services.log.write(LogLevel::error, "storage", result.error().message);
}

}  // namespace app::features
