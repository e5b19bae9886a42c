#pragma once

#include "features/cached_rows.h"
#include "features/company.h"
#include "features/pairs/view.h"
#include "features/services.h"
#include "store/record_types.h"

namespace app::features {

// What a person can do with a list of pairs. `Kind` says of what: its `View` (a PairListView), `Row` and `Sort`; the
// store's `List`, `ListRow`, `Query` and `StoreSort`; and, as static functions, `row_view` and `detail`, which give
// a line and the panel beside it.
template <class Kind>
class PairList {
public:
    using View = typename Kind::View;
    using Row = typename Kind::Row;
    using Sort = typename Kind::Sort;

    PairList(Services& services, sync::Ledger& ledger)
        : m_services(services),
          m_ledger(ledger),
          m_list(ledger.database),
          m_rows([this](std::int64_t id) -> Result<std::optional<Row>> {
              const auto row = TRY(m_list.row(id));
              if (!row) return std::nullopt;
              return Kind::row_view(m_company, id, *row);
          })
    {
    }

    // Reads again; after the data or the accounts changed.
    void refresh(const Company& company)
    {
        m_company = company;
        reload();
    }

    void search(std::string text)
    {
        m_view.search = std::move(text);
        reload();
    }
    void filter(std::optional<PairState> state)
    {
        m_view.filter = state;
        reload();
    }
    void sort(Sort by, bool ascending)
    {
        m_view.sort = by;
        m_view.ascending = ascending;
        reload();
    }
    void select(std::optional<std::int64_t> row_id)
    {
        m_view.selected = row_id;
        const Result<void> loaded = load_detail();
        if (!loaded) m_view.problem = loaded.error().message;
    }

    const View& view() const { return m_view; }
    RowSource<Row>& rows() { return m_rows; }

private:
    // The view's words for the store's.
    static_assert(static_cast<int>(PairState::only_hubspot) ==
                  static_cast<int>(store::SyncState::not_linked));
    static_assert(static_cast<int>(Sort::state) == static_cast<int>(Kind::StoreSort::state));

    void reload()
    {
        const Result<void> loaded = load();
        m_view.state = loaded ? LoadState::ready : LoadState::failed;
        m_view.problem = loaded ? std::string() : loaded.error().message;
        m_services.platform.request_frame();
    }

    Result<void> load()
    {
        typename Kind::Query query;
        query.search = m_view.search;
        if (m_view.filter) query.state = static_cast<store::SyncState>(*m_view.filter);
        query.sort = static_cast<typename Kind::StoreSort>(m_view.sort);
        query.order = m_view.ascending ? store::SortOrder::ascending : store::SortOrder::descending;
        m_rows.set_ids(TRY(m_list.ids(query)));
        m_view.count_all = 0;
        for (std::size_t state = 0; state < pair_state_count; ++state) {
            m_view.count_by_state[state] = TRY(m_list.count(static_cast<store::SyncState>(state)));
            m_view.count_all += m_view.count_by_state[state];
        }
        return load_detail();
    }

    Result<void> load_detail()
    {
        m_view.detail.reset();
        if (!m_view.selected) return {};
        const auto row = TRY(m_list.row(*m_view.selected));
        if (row) m_view.detail = TRY(Kind::detail(m_ledger, m_company, *m_view.selected, *row));
        return {};
    }

    Services& m_services;
    sync::Ledger& m_ledger;
    typename Kind::List m_list;
    Company m_company;
    View m_view;
    CachedRows<Row> m_rows;
};

}  // namespace app::features
