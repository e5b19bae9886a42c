#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "features/row_source.h"

namespace app::features {

struct ConnectionCardView {
    enum class Health { connected, reconnect_needed, unknown };

    std::string connection_id;
    std::string provider;  // "HubSpot" or "QuickBooks"
    std::string account_name;
    std::string account_id;
    std::string environment;  // "Demo", "Sandbox" or "Production"
    std::string country;      // empty where the service does not say
    std::string currency;
    std::string time_zone;
    std::vector<std::string> scopes;
    std::vector<std::string> missing_scopes;
    std::string connected_by;
    std::optional<Timestamp> connected_at;
    Health health = Health::unknown;
    std::string health_text;  // "Connected", "Connect again: …"
    // What was found out when connecting: "Invoices take a unique property: yes".
    std::vector<std::string> findings;
};

struct ConnectionsView {
    LoadState state = LoadState::loading;
    std::string problem;  // why the proxy did not answer or do what was asked, with the next step
    bool sign_in_needed = false;
    bool may_connect = true;  // what the person's role allows
    bool demo = false;
    bool hubspot_configured = false;
    bool quickbooks_configured = false;
    bool connecting = false;
    std::vector<ConnectionCardView> hubspot;
    std::vector<ConnectionCardView> quickbooks;
};

}  // namespace app::features
