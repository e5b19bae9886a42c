#include "features/invoices/invoices.h"

#include "features/invoices/detail.h"

namespace app::features {

static_assert(static_cast<int>(InvoiceStage::deleted) == static_cast<int>(store::InvoiceStage::deleted));
static_assert(static_cast<int>(InvoiceSort::stage) == static_cast<int>(store::InvoiceSort::stage));

Invoices::Invoices(Services& services, sync::Ledger& ledger)
    : m_services(services),
      m_ledger(ledger),
      m_list(ledger.database),
      m_rows([this](std::int64_t id) -> Result<std::optional<InvoiceRowView>> {
          const auto row = TRY(m_list.row(id, m_company.today));
          if (!row) return std::nullopt;
          return invoice_row_view(id, *row);
      })
{
}

void Invoices::refresh(const Company& company)
{
    m_company = company;
    reload();
}

void Invoices::search(std::string text)
{
    m_view.search = std::move(text);
    reload();
}

void Invoices::filter(std::optional<InvoiceStage> stage)
{
    m_view.stage_filter = stage;
    reload();
}

void Invoices::sort(InvoiceSort by, bool ascending)
{
    m_view.sort = by;
    m_view.ascending = ascending;
    reload();
}

void Invoices::select(std::optional<std::int64_t> row_id)
{
    m_view.selected = row_id;
    const Result<void> loaded = load_detail();
    if (!loaded) m_view.problem = loaded.error().message;
}

store::InvoiceQuery Invoices::query() const
{
    store::InvoiceQuery query;
    query.search = m_view.search;
    if (m_view.stage_filter) query.stage = static_cast<store::InvoiceStage>(*m_view.stage_filter);
    query.sort = static_cast<store::InvoiceSort>(m_view.sort);
    query.order = m_view.ascending ? store::SortOrder::ascending : store::SortOrder::descending;
    query.today = m_company.today;
    return query;
}

void Invoices::reload()
{
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    m_view.problem = loaded ? std::string() : loaded.error().message;
    m_services.platform.request_frame();
}

Result<void> Invoices::load()
{
    const store::InvoiceQuery asked = query();
    m_rows.set_ids(TRY(m_list.ids(asked)));
    m_view.count_by_stage = TRY(m_list.stage_counts(std::nullopt, m_company.today));
    m_view.count_all = 0;
    for (std::size_t stage = 0; stage < invoice_stage_count; ++stage) {
        if (stage != static_cast<std::size_t>(InvoiceStage::deleted))
            m_view.count_all += m_view.count_by_stage[stage];
    }
    m_view.totals.clear();
    for (const store::CurrencyTotal& total : TRY(m_list.totals(asked))) {
        m_view.totals.push_back({.count = total.count,
                                 .total = {total.total_e4, total.currency},
                                 .balance = {total.balance_e4, total.currency}});
    }
    m_view.several_currencies = m_view.totals.size() > 1;
    return load_detail();
}

Result<void> Invoices::load_detail()
{
    m_view.detail.reset();
    if (!m_view.selected) return {};
    const auto row = TRY(m_list.row(*m_view.selected, m_company.today));
    if (row) m_view.detail = TRY(invoice_detail(m_ledger, m_company, *m_view.selected, *row));
    return {};
}

}  // namespace app::features
