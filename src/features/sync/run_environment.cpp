#include "features/sync/run_environment.h"

namespace app::features {

RunEnvironment::RunEnvironment(Services& services, sync::Ledger& ledger, AccountPair pair,
                               sync::RunControl& control, sync::Progress& progress)
    : m_pair(std::move(pair)),
      m_hubspot_throttle(services.loop, net::throttle_limits(net::Service::hubspot)),
      m_quickbooks_throttle(services.loop, net::throttle_limits(net::Service::quickbooks)),
      m_hubspot_session(services.transport, services.loop, services.random, m_hubspot_throttle, m_meter,
                        net::Service::hubspot, m_pair.hubspot),
      m_quickbooks_session(services.transport, services.loop, services.random, m_quickbooks_throttle, m_meter,
                           net::Service::quickbooks, m_pair.quickbooks),
      m_hubspot(m_hubspot_session),
      m_quickbooks(m_quickbooks_session),
      m_journal(services.transport),
      m_context{
          .ledger = ledger,
          .hubspot = m_hubspot,
          .quickbooks = m_quickbooks,
          .journal = m_journal,
          .loop = services.loop,
          .clock = services.clock,
          .random = services.random,
          .zones = services.zones,
          .control = control,
          .progress = progress,
          .accounts = {.quickbooks = m_pair.quickbooks, .quickbooks_account = {}, .hubspot = m_pair.hubspot},
          .run = {}}
{
}

}  // namespace app::features
