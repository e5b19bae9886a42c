#pragma once

#include "features/cached_rows.h"
#include "features/commands.h"
#include "features/company.h"
#include "features/invoices/view.h"
#include "store/invoice_list.h"

namespace app::features {

// The list of invoices with search, filter and sort, and the one that is open beside it. Reads only
// the local database.
class Invoices {
public:
    Invoices(Services& services, sync::Ledger& ledger);

    // Reads again; after the data, the accounts or the day changed.
    void refresh(const Company& company);

    void search(std::string text);
    void filter(std::optional<InvoiceStage> stage);
    void sort(InvoiceSort by, bool ascending);
    void select(std::optional<std::int64_t> row_id);

    const InvoicesView& view() const { return m_view; }
    RowSource<InvoiceRowView>& rows() { return m_rows; }

private:
    store::InvoiceQuery query() const;
    Result<void> load();
    Result<void> load_detail();
    void reload();

    Services& m_services;
    sync::Ledger& m_ledger;
    store::InvoiceList m_list;
    Company m_company;
    InvoicesView m_view;
    CachedRows<InvoiceRowView> m_rows;
};

}  // namespace app::features
