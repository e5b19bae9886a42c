#pragma once

#include <map>

#include "features/connections/proxy_api.h"
#include "features/connections/view.h"
#include "store/capability_repository.h"
#include "store/connection_repository.h"

namespace app::features {

// One account in words. `status` is what the proxy last said; null while it cannot be asked.
[[nodiscard]] ConnectionCardView connection_card(const store::ConnectionRow& row, const ProxyStatus* status);

// What was found out about a HubSpot account when writing was first allowed.
[[nodiscard]] std::vector<std::string> account_findings(
    const std::map<std::string, store::Capability>& capabilities);

}  // namespace app::features
