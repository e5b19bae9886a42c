#include "features/overview/overview.h"

#include <format>
#include <map>

#include "store/invoice_list.h"

namespace app::features {
namespace {

constexpr int months_shown = 12;
constexpr std::int64_t events_shown = 8;

constexpr std::array<const char*, 7> stage_labels = {"Awaiting to be sent",
                                                     "Sent to customer",
                                                     "Partially paid",
                                                     "Paid in full",
                                                     "Overdue",
                                                     "Voided",
                                                     "Deleted"};

// "2026-11", `back` months before the day's month.
std::string month_text(Date today, int back)
{
    const int month = today.year() * 12 + today.month() - 1 - back;
    return std::format("{:04}-{:02}", month / 12, month % 12 + 1);
}

std::vector<OverviewView::MonthRevenue> revenue_view(const std::vector<store::MonthTotal>& totals, Date today,
                                                     const std::string& currency)
{
    std::map<std::string, std::int64_t> by_month;
    for (const store::MonthTotal& total : totals) by_month[total.month] = total.total_e4;
    std::vector<OverviewView::MonthRevenue> revenue;
    for (int back = months_shown - 1; back >= 0; --back) {
        const std::string month = month_text(today, back);
        revenue.push_back({.month = month, .billed = {by_month[month], currency}});
    }
    return revenue;
}

}  // namespace

void Overview::refresh(const Company& company, const SyncView& sync, bool plan_seen)
{
    m_view.plan_seen = plan_seen;
    m_view.first_sync_done = sync.report.has_value() && sync.writing_allowed;
    m_view.health.clear();
    for (const ObjectSyncView& object : sync.objects) {
        m_view.health.push_back({.label = object.label,
                                 .in_sync = object.in_sync,
                                 .waiting = object.waiting,
                                 .failing = object.failing});
    }
    const Result<void> loaded = load(company);
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    m_services.platform.request_frame();
}

Result<void> Overview::load(const Company& company)
{
    m_view.receivables.clear();
    for (const store::Receivable& row : TRY(m_summary.receivables(company.today))) {
        m_view.receivables.push_back({.open = {row.open_e4, row.currency},
                                      .overdue = {row.overdue_e4, row.currency},
                                      .open_count = row.open_count,
                                      .overdue_count = row.overdue_count});
    }
    store::InvoiceList list(m_ledger.database);
    const auto counts = TRY(list.stage_counts(std::nullopt, company.today));
    m_view.stages.clear();
    for (std::size_t stage = 0; stage < stage_labels.size(); ++stage) {
        if (counts[stage] > 0)
            m_view.stages.push_back({.label = stage_labels[stage], .count = counts[stage]});
    }
    const auto months =
        TRY(m_summary.billed_by_month(company.home_currency, month_text(company.today, months_shown - 1)));
    m_view.revenue = revenue_view(months, company.today, company.home_currency);
    m_view.recent.clear();
    for (const store::ActivityRow& row : TRY(m_ledger.activity.recent_events(events_shown))) {
        m_view.recent.push_back({.at = row.at, .text = row.summary});
    }
    return {};
}

}  // namespace app::features
