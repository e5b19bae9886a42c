#include "features/products/products.h"

#include "features/products/detail.h"

namespace app::features {

static_assert(static_cast<int>(PairState::only_hubspot) == static_cast<int>(store::SyncState::not_linked));
static_assert(static_cast<int>(ProductSort::state) == static_cast<int>(store::ProductSort::state));

Products::Products(Services& services, sync::Ledger& ledger)
    : m_services(services),
      m_ledger(ledger),
      m_list(ledger.database),
      m_rows([this](std::int64_t id) -> Result<std::optional<ProductRowView>> {
          const auto row = TRY(m_list.row(id));
          if (!row) return std::nullopt;
          return product_row_view(id, *row, m_company.home_currency);
      })
{
}

void Products::refresh(const Company& company)
{
    m_company = company;
    reload();
}

void Products::search(std::string text)
{
    m_view.search = std::move(text);
    reload();
}

void Products::filter(std::optional<PairState> state)
{
    m_view.filter = state;
    reload();
}

void Products::sort(ProductSort by, bool ascending)
{
    m_view.sort = by;
    m_view.ascending = ascending;
    reload();
}

void Products::select(std::optional<std::int64_t> row_id)
{
    m_view.selected = row_id;
    const Result<void> loaded = load_detail();
    if (!loaded) m_view.problem = loaded.error().message;
}

void Products::reload()
{
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    m_view.problem = loaded ? std::string() : loaded.error().message;
    m_services.platform.request_frame();
}

Result<void> Products::load()
{
    store::ProductQuery query;
    query.search = m_view.search;
    if (m_view.filter) query.state = static_cast<store::SyncState>(*m_view.filter);
    query.sort = static_cast<store::ProductSort>(m_view.sort);
    query.order = m_view.ascending ? store::SortOrder::ascending : store::SortOrder::descending;
    m_rows.set_ids(TRY(m_list.ids(query)));
    m_view.count_all = 0;
    for (std::size_t state = 0; state < pair_state_count; ++state) {
        m_view.count_by_state[state] = TRY(m_list.count(static_cast<store::SyncState>(state)));
        m_view.count_all += m_view.count_by_state[state];
    }
    return load_detail();
}

Result<void> Products::load_detail()
{
    m_view.detail.reset();
    if (!m_view.selected) return {};
    const auto row = TRY(m_list.row(*m_view.selected));
    if (row) m_view.detail = TRY(product_detail(m_ledger, m_company, *m_view.selected, *row));
    return {};
}

}  // namespace app::features
