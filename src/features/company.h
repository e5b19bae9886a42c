#pragma once

#include <string>

#include "base/date.h"
#include "features/connections/connections.h"
#include "sync/ledger.h"

namespace app::features {

// What lists need to know about the connected company.
struct Company {
    std::optional<AccountPair> pair;
    std::string home_currency;
    std::string time_zone;
    Date today;
    bool demo = false;  // simulated accounts have no pages of their own to open
    bool quickbooks_sandbox = true;
    std::string hubspot_account;
    std::string hubspot_ui_domain;
};

[[nodiscard]] Company company_of(const Services& services, sync::Ledger& ledger,
                                 const std::optional<AccountPair>& pair);

// Where a person sees the record in the service's own interface; empty when it is not known, and in
// the demo.
[[nodiscard]] std::string quickbooks_url(const Company& company, const std::string& kind,
                                         const std::string& id);
[[nodiscard]] std::string hubspot_url(const Company& company, const std::string& type_id,
                                      const std::string& id);

}  // namespace app::features
