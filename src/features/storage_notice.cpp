#include "features/storage_notice.h"

#include "base/json.h"
#include "sync/observe_hubspot.h"

namespace app::features {
namespace {

constexpr std::string_view setting = "storage_loss";

}  // namespace

StorageNotice::StorageNotice(Services& services, sync::Ledger& ledger)
    : m_services(services), m_ledger(ledger)
{
    if (ledger.store.access() == store::StoreAccess::writer) log(note_loss());
    log(load());
}

Result<void> StorageNotice::note_loss()
{
    const store::StoreHistory history = m_ledger.store.history();
    if (history == store::StoreHistory::continued) return {};
    const bool is_older = history == store::StoreHistory::older;
    store::Transaction transaction = TRY(store::Transaction::begin(m_ledger.database));
    TRY(m_ledger.settings.set(setting, JsonObject()
                                           .text("loss", is_older ? "older" : "vanished")
                                           .number("noticed_at", m_services.clock.now().ms)
                                           .str()));
    for (const store::ConnectionRow& connection : TRY(m_ledger.connections.all())) {
        if (connection.provider == store::Provider::hubspot)
            TRY(sync::list_hubspot_again(m_ledger, connection.id));
    }
    TRY(m_ledger.activity.append({.at = m_services.clock.now(),
                                  .cause = "browser",
                                  .run = {},
                                  .kind = store::ActivityKind::failure,
                                  .object = {},
                                  .connection = {},
                                  .record_id = {},
                                  .summary = is_older
                                                 ? "The browser came back with an older state of the data"
                                                 : "The browser has removed the stored data",
                                  .detail = "{}",
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
    if (m_loss == "vanished") {
        return "The browser has removed the data of this page. Nothing is lost in HubSpot or QuickBooks: "
               "connect "
               "if asked, and sync. Everything is read again, and what was written before is recognised.";
    }
    if (m_loss == "older") {
        return "The browser came back with an older state of the data. Nothing is lost in HubSpot or "
               "QuickBooks: "
               "the next sync catches up and recognises what was written since.";
    }
    return {};
}

void StorageNotice::log(const Result<void>& result)
{
    if (!result) m_services.log.write(LogLevel::error, "storage", result.error().message);
}

}  // namespace app::features
