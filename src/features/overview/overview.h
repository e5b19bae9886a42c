#pragma once

#include "features/company.h"
#include "features/overview/view.h"
#include "features/sync/view.h"
#include "store/money_summary.h"

namespace app::features {

// The first screen: what is open, what is overdue, how the sync stands, what happened last.
class Overview {
public:
    Overview(Services& services, sync::Ledger& ledger)
        : m_services(services), m_ledger(ledger), m_summary(ledger.database)
    {
    }

    void refresh(const Company& company, const SyncView& sync, bool plan_seen);
    void set_connected(bool hubspot, bool quickbooks)
    {
        m_view.hubspot_connected = hubspot;
        m_view.quickbooks_connected = quickbooks;
    }
    const OverviewView& view() const { return m_view; }

private:
    Result<void> load(const Company& company);

    Services& m_services;
    sync::Ledger& m_ledger;
    store::MoneySummary m_summary;
    OverviewView m_view;
};

}  // namespace app::features
