#pragma once

#include <functional>
#include <optional>

#include "base/task_group.h"
#include "features/connections/proxy_api.h"
#include "features/connections/view.h"
#include "features/services.h"
#include "sync/ledger.h"

namespace app::features {

// The two accounts that are kept in step.
struct AccountPair {
    ConnectionId hubspot;
    ConnectionId quickbooks;
    bool operator==(const AccountPair&) const = default;
};

// Which accounts are connected, as the proxy says, or as it last said while it cannot be asked.
class Connections {
public:
    // `on_change` is told when the pair or what is known of it may have changed.
    Connections(Services& services, sync::Ledger& ledger, std::function<void()> on_change);

    // Asks the proxy; while it does not answer, again every half minute.
    void refresh();
    void connect(net::Service service);
    void disconnect(const std::string& connection_id);
    // Leads to the page on which a person signs in, or is told how.
    void sign_in();

    const ConnectionsView& view() const { return m_view; }
    std::optional<AccountPair> pair() const { return m_pair; }
    // The proxy did not answer the last question.
    bool unreachable() const { return m_unreachable; }
    std::string name_of(net::Service service) const;
    bool needs_reconnect() const;
    // Shows again what the database holds, after a run learned more about the accounts.
    void reload();

private:
    Task<> ask_proxy();
    Task<> lead_to_consent(net::Service service);
    Task<> revoke(std::string connection_id);
    Result<void> file(const ProxyStatus& status);
    Result<void> load();
    void fail(const std::string& sentence);

    Services& m_services;
    sync::Ledger& m_ledger;
    std::function<void()> m_on_change;
    ProxyApi m_proxy;
    ConnectionsView m_view;
    std::optional<ProxyStatus> m_status;
    std::optional<AccountPair> m_pair;
    bool m_unreachable = false;
    TaskGroup m_tasks;
};

}  // namespace app::features
