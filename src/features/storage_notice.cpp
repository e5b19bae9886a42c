#include "features/storage_notice.h"

#include "base/assert.h"
#include "base/json.h"
#include "sync/journal_recovery.h"
#include "sync/observe_hubspot.h"

namespace app::features {
namespace {

constexpr std::string_view setting = "storage_loss";

// What happened, under the name that is filed; nothing when all is as it was.
struct Loss {
    std::string_view name;
    std::string_view activity;
    std::string_view sentence;
};
constexpr Loss vanished = {"vanished", "The browser has removed the stored data",
                           "The browser has removed the data of this page. Nothing is lost in HubSpot or "
                           "QuickBooks: connect if asked, and "
                           "sync. Everything is read again, and what was written before is recognised."};
constexpr Loss older = {"older", "The browser came back with an older state of the data",
                        "The browser came back with an older state of the data. Nothing is lost in HubSpot "
                        "or QuickBooks: the next sync "
                        "catches up and recognises what was written since."};
constexpr Loss restored = {"restored", "The browser had lost stored data; its second copy brought them back",
                           "The browser had lost data of this page. The second copy that it keeps brought "
                           "everything back; nothing is missing."};

const Loss* loss_of(store::StoreHistory history)
{
    switch (history) {
    case store::StoreHistory::continued: return nullptr;
    case store::StoreHistory::restored: return &restored;
    case store::StoreHistory::vanished: return &vanished;
    case store::StoreHistory::older: return &older;
    }
    ASSERT(false);
}

}  // namespace

StorageNotice::StorageNotice(Services& services, sync::Ledger& ledger)
    : m_services(services), m_ledger(ledger)
{
    if (ledger.store.access() == store::StoreAccess::writer) log(note_loss());
    log(load());
}

Result<void> StorageNotice::note_loss()
{
    const Loss* const loss = loss_of(m_ledger.store.history());
    if (!loss) return {};
    const bool has_gap = loss != &restored;
    const std::string& found = m_ledger.store.found();
    m_services.log.write(LogLevel::warning, "storage", found);
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    TRY(m_ledger.settings.set(
        setting,
        JsonObject().text("loss", loss->name).number("noticed_at", m_services.clock.now().ms).str()));
    if (has_gap) TRY(sync::forget_journal(m_ledger));
    for (const store::ConnectionRow& connection : TRY(m_ledger.connections.all())) {
        if (has_gap && connection.provider == store::Provider::hubspot)
            TRY(sync::list_hubspot_again(m_ledger, connection.id));
    }
    TRY(m_ledger.activity.append({.at = m_services.clock.now(),
                                  .cause = "browser",
                                  .run = {},
                                  .kind = store::ActivityKind::failure,
                                  .object = {},
                                  .connection = {},
                                  .record_id = {},
                                  .summary = std::string(loss->activity),
                                  .detail = JsonObject().text("found", found).str(),
                                  .correlation = {}}));
    return transaction.commit();
}

Result<void> StorageNotice::load()
{
    const auto text = TRY(m_ledger.settings.get(setting));
    if (!text || text->empty()) return {};
    const Json json = TRY(Json::parse(*text));
    m_loss = TRY(json.text("loss"));
    m_noticed_at = Timestamp{TRY(json.integer("noticed_at"))};
    return {};
}

void StorageNotice::synced(const std::optional<Timestamp>& last_finished_at)
{
    if (m_loss.empty() || !last_finished_at || last_finished_at->ms < m_noticed_at.ms) return;
    m_loss.clear();
    log(m_ledger.settings.set(setting, ""));
}

std::string StorageNotice::sentence() const
{
    for (const Loss& loss : {vanished, older, restored}) {
        if (m_loss == loss.name) return std::string(loss.sentence);
    }
    return {};
}

void StorageNotice::log(const Result<void>& result)
{
    if (!result) m_services.log.write(LogLevel::error, "storage", result.error().message);
}

}  // namespace app::features
