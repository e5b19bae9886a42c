#pragma once

#include "features/cached_rows.h"
#include "features/commands.h"
#include "features/company.h"
#include "features/products/view.h"
#include "store/product_list.h"

namespace app::features {

// QuickBooks items with their HubSpot products, and products that are only in HubSpot.
class Products {
public:
    Products(Services& services, sync::Ledger& ledger);

    // Reads again; after the data or the accounts changed.
    void refresh(const Company& company);

    void search(std::string text);
    void filter(std::optional<PairState> state);
    void sort(ProductSort by, bool ascending);
    void select(std::optional<std::int64_t> row_id);

    const ProductsView& view() const { return m_view; }
    RowSource<ProductRowView>& rows() { return m_rows; }

private:
    Result<void> load();
    Result<void> load_detail();
    void reload();

    Services& m_services;
    sync::Ledger& m_ledger;
    store::ProductList m_list;
    Company m_company;
    ProductsView m_view;
    CachedRows<ProductRowView> m_rows;
};

}  // namespace app::features
