#include "features/contacts/contacts.h"

#include "features/contacts/detail.h"

namespace app::features {

static_assert(static_cast<int>(PairState::only_hubspot) == static_cast<int>(store::SyncState::not_linked));
static_assert(static_cast<int>(ContactSort::state) == static_cast<int>(store::ContactSort::state));

Contacts::Contacts(Services& services, sync::Ledger& ledger)
    : m_services(services),
      m_ledger(ledger),
      m_list(ledger.database),
      m_rows([this](std::int64_t id) -> Result<std::optional<ContactRowView>> {
          const auto row = TRY(m_list.row(id));
          if (!row) return std::nullopt;
          return contact_row_view(id, *row);
      })
{
}

void Contacts::refresh(const Company& company)
{
    m_company = company;
    reload();
}

void Contacts::search(std::string text)
{
    m_view.search = std::move(text);
    reload();
}

void Contacts::filter(std::optional<PairState> state)
{
    m_view.filter = state;
    reload();
}

void Contacts::sort(ContactSort by, bool ascending)
{
    m_view.sort = by;
    m_view.ascending = ascending;
    reload();
}

void Contacts::select(std::optional<std::int64_t> row_id)
{
    m_view.selected = row_id;
    const Result<void> loaded = load_detail();
    if (!loaded) m_view.problem = loaded.error().message;
}

void Contacts::reload()
{
    const Result<void> loaded = load();
    m_view.state = loaded ? LoadState::ready : LoadState::failed;
    m_view.problem = loaded ? std::string() : loaded.error().message;
    m_services.platform.request_frame();
}

Result<void> Contacts::load()
{
    store::ContactQuery query;
    query.search = m_view.search;
    if (m_view.filter) query.state = static_cast<store::SyncState>(*m_view.filter);
    query.sort = static_cast<store::ContactSort>(m_view.sort);
    query.order = m_view.ascending ? store::SortOrder::ascending : store::SortOrder::descending;
    m_rows.set_ids(TRY(m_list.ids(query)));
    m_view.count_all = 0;
    for (std::size_t state = 0; state < pair_state_count; ++state) {
        m_view.count_by_state[state] = TRY(m_list.count(static_cast<store::SyncState>(state)));
        m_view.count_all += m_view.count_by_state[state];
    }
    return load_detail();
}

Result<void> Contacts::load_detail()
{
    m_view.detail.reset();
    if (!m_view.selected) return {};
    const auto row = TRY(m_list.row(*m_view.selected));
    if (row) m_view.detail = TRY(contact_detail(m_ledger, m_company, *m_view.selected, *row));
    return {};
}

}  // namespace app::features
