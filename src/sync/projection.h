#pragma once

#include <vector>

#include "clients/quickbooks/types.h"
#include "store/customer_repository.h"
#include "store/invoice_repository.h"
#include "store/item_repository.h"
#include "store/payment_repository.h"

// What lists and totals need of a QuickBooks record, as rows. Pure; fails with `malformed` when an
// amount has more decimals than money has.
namespace app::sync {

// Connection and moment of the record that a row is made from.
struct RowOrigin {
    ConnectionId connection;
    Timestamp modified_at;
    std::string home_currency;  // of records that name no currency (multicurrency is off)
};

[[nodiscard]] Result<store::CustomerRow> customer_row(const clients::quickbooks::Customer& customer,
                                                      const RowOrigin& origin);
[[nodiscard]] Result<store::ItemRow> item_row(const clients::quickbooks::Item& item, const RowOrigin& origin);

struct InvoiceRows {
    store::InvoiceRow invoice;
    std::vector<store::InvoiceLineRow> lines;
};
[[nodiscard]] Result<InvoiceRows> invoice_rows(const clients::quickbooks::Invoice& invoice,
                                               const RowOrigin& origin);

struct PaymentRows {
    store::PaymentRow payment;
    std::vector<store::AllocationRow> allocations;
};
// A payment of nothing that has lines only applies credits (QBO: Payment).
[[nodiscard]] Result<PaymentRows> payment_rows(const clients::quickbooks::Payment& payment,
                                               const RowOrigin& origin);

}  // namespace app::sync
