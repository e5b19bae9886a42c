#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/invoice_repository.h"

namespace app::store {

// Where an invoice stands today. QuickBooks has no such field: it is computed from amounts, dates and
// marks. The first that fits: deleted, voided, paid (nothing open), overdue, partially_paid, sent,
// awaiting_send.
enum class InvoiceStage { awaiting_send, sent, partially_paid, paid, overdue, voided, deleted };
template <>
struct Words<InvoiceStage> {
    static constexpr std::array<std::string_view, 7> words{
        "awaiting_send", "sent", "partially_paid", "paid", "overdue", "voided", "deleted"};
};

enum class InvoiceSort { number, customer, txn_date, due_date, total, balance, stage };
template <>
struct Words<InvoiceSort> {
    static constexpr std::array<std::string_view, 7> words{"number", "customer", "txn_date", "due_date",
                                                           "total",  "balance",  "stage"};
};

struct InvoiceQuery {
    std::string search;  // any text; in number, customer, memo and lines
    std::optional<InvoiceStage> stage;
    std::optional<ConnectionId> connection;
    InvoiceSort sort = InvoiceSort::txn_date;
    SortOrder order = SortOrder::descending;
    Date today;  // in the company's time zone
};

struct InvoiceListRow {
    InvoiceRow invoice;
    InvoiceStage stage = InvoiceStage::awaiting_send;
    SyncState state = SyncState::waiting;
    std::optional<HubSpotId> hubspot_id;  // nothing while it is not in HubSpot
    std::string problem;                  // the open failure's sentence, else empty

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.invoice, self.stage, self.state, self.hubspot_id, self.problem);
    }
};

struct CurrencyTotal {
    std::string currency;
    std::int64_t count = 0;
    std::int64_t total_e4 = 0;
    std::int64_t balance_e4 = 0;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.currency, self.count, self.total_e4, self.balance_e4);
    }
};

class InvoiceList {
public:
    explicit InvoiceList(Database& database) : m_database(database) {}

    // Row ids in order; equal values by date, newest first, then by row id. Without a stage filter
    // deleted invoices are left out.
    Result<std::vector<std::int64_t>> ids(const InvoiceQuery& query);
    Result<std::optional<InvoiceListRow>> row(std::int64_t row_id, Date today);
    // Indexed by InvoiceStage.
    Result<std::array<std::int64_t, 7>> stage_counts(const std::optional<ConnectionId>& connection,
                                                     Date today);
    // Of the invoices that ids() gives, by currency; voided and deleted ones count without amounts.
    Result<std::vector<CurrencyTotal>> totals(const InvoiceQuery& query);

private:
    Database& m_database;
};

}  // namespace app::store
