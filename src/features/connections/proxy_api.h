#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "base/task.h"
#include "net/service.h"
#include "net/transport.h"

namespace app::features {

// One grant that the proxy holds. It never tells a token.
struct ProxyConnection {
    std::string id;
    net::Service service = net::Service::hubspot;
    std::string account_id;
    std::string account_name;
    std::string environment;  // "sandbox" or "production"
    std::vector<std::string> scopes;
    std::vector<std::string> missing_scopes;
    std::string connected_by;
    std::optional<Timestamp> connected_at;
    bool reconnect_needed = false;
    std::string health_detail;
};

struct ProxyStatus {
    bool demo = false;
    bool hubspot_configured = false;
    bool quickbooks_configured = false;
    bool may_connect = true;  // false for a member of a team who is not an admin
    std::vector<ProxyConnection> connections;
};

// The proxy's own calls, beside the forwarded ones. Fails with `offline` when the proxy does not
// answer, `rejected` with the proxy's sentence when it refuses, `unauthorized` when nobody is signed in.
class ProxyApi {
public:
    explicit ProxyApi(net::Transport& transport) : m_transport(transport) {}

    Task<ProxyStatus> status();
    // The address at which the person grants access. It carries the proof that this browser asked
    // for it (OAuth: state), so it goes nowhere but to the address bar.
    Task<Secret> start_connecting(net::Service service);
    // Revokes the grant at the service and forgets it.
    Task<> disconnect(std::string connection_id);

private:
    Task<std::string> post(std::string path, std::string body);

    net::Transport& m_transport;
};

[[nodiscard]] Result<ProxyStatus> decode_proxy_status(std::string_view body);

// What an answer that is not ok says: `rejected`, or `unauthorized` when nobody is signed in, with the
// proxy's sentence where it gives one.
[[nodiscard]] Error refusal_of(const net::Response& response);

}  // namespace app::features
