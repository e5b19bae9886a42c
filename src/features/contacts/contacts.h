#pragma once

#include "features/cached_rows.h"
#include "features/commands.h"
#include "features/company.h"
#include "features/contacts/view.h"
#include "store/contact_list.h"

namespace app::features {

// QuickBooks customers with their HubSpot contacts, and contacts that are only in HubSpot.
class Contacts {
public:
    Contacts(Services& services, sync::Ledger& ledger);

    // Reads again; after the data or the accounts changed.
    void refresh(const Company& company);

    void search(std::string text);
    void filter(std::optional<PairState> state);
    void sort(ContactSort by, bool ascending);
    void select(std::optional<std::int64_t> row_id);

    const ContactsView& view() const { return m_view; }
    RowSource<ContactRowView>& rows() { return m_rows; }

private:
    Result<void> load();
    Result<void> load_detail();
    void reload();

    Services& m_services;
    sync::Ledger& m_ledger;
    store::ContactList m_list;
    Company m_company;
    ContactsView m_view;
    CachedRows<ContactRowView> m_rows;
};

}  // namespace app::features
