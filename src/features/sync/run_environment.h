#pragma once

#include "clients/hubspot/client.h"
#include "clients/quickbooks/client.h"
#include "features/connections/connections.h"
#include "features/services.h"
#include "sync/call_meter.h"
#include "sync/run_context.h"

namespace app::features {

// All that runs of one pair of accounts share: their sessions, rate budgets and what is known of the
// accounts. Made anew when the pair changes, never while a run is under way.
class RunEnvironment {
public:
    RunEnvironment(Services& services, sync::Ledger& ledger, AccountPair pair, sync::RunControl& control,
                   sync::Progress& progress);
    RunEnvironment(const RunEnvironment&) = delete;
    RunEnvironment& operator=(const RunEnvironment&) = delete;

    const AccountPair& pair() const { return m_pair; }
    sync::RunContext& context() { return m_context; }
    sync::CallMeter& meter() { return m_meter; }

private:
    AccountPair m_pair;
    sync::CallMeter m_meter;
    net::Throttle m_hubspot_throttle;
    net::Throttle m_quickbooks_throttle;
    clients::Session m_hubspot_session;
    clients::Session m_quickbooks_session;
    clients::hubspot::Client m_hubspot;
    clients::quickbooks::Client m_quickbooks;
    clients::Journal m_journal;
    sync::RunContext m_context;
};

}  // namespace app::features
