#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// A QuickBooks invoice as last read.
struct InvoiceRow {
    ConnectionId connection;
    QuickBooksId id;
    std::string number;
    QuickBooksId customer;
    std::string customer_name;
    std::optional<Date> txn_date;
    std::optional<Date> due_date;
    std::string currency;
    std::int64_t total_e4 = 0;
    std::int64_t balance_e4 = 0;
    std::int64_t tax_e4 = 0;
    bool emailed = false;
    bool voided = false;
    bool deleted = false;
    std::string memo;  // shown to the customer
    std::string private_note;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.number, self.customer, self.customer_name,
                        self.txn_date, self.due_date, self.currency, self.total_e4, self.balance_e4,
                        self.tax_e4, self.emailed, self.voided, self.deleted, self.memo, self.private_note,
                        self.modified_at);
    }
};

enum class LineKind { item, discount, description, group, subtotal };
template <>
struct Words<LineKind> {
    static constexpr std::array<std::string_view, 5> words{"item", "discount", "description", "group",
                                                           "subtotal"};
};

// Position 0, 1, … is the order on the invoice. Connection and invoice are the caller's.
struct InvoiceLineRow {
    std::string line_id;  // empty for lines that QuickBooks gives no id (subtotals)
    LineKind kind = LineKind::item;
    std::optional<QuickBooksId> item;
    std::string item_name;
    std::string description;
    std::optional<Decimal> quantity;
    std::optional<Decimal> unit_price;
    std::int64_t amount_e4 = 0;
    std::optional<Date> service_date;
    std::string tax_code;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.line_id, self.kind, self.item, self.item_name, self.description, self.quantity,
                        self.unit_price, self.amount_e4, self.service_date, self.tax_code);
    }
};

enum class PaymentKind { payment, credit };
template <>
struct Words<PaymentKind> {
    static constexpr std::array<std::string_view, 2> words{"payment", "credit"};
};

// What one payment or credit brought to one invoice.
struct InvoicePaymentRow {
    QuickBooksId payment;
    PaymentKind kind = PaymentKind::payment;
    std::optional<Date> txn_date;
    std::string reference;
    std::string currency;
    std::int64_t amount_e4 = 0;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.payment, self.kind, self.txn_date, self.reference, self.currency,
                        self.amount_e4);
    }
};

class InvoiceRepository {
public:
    explicit InvoiceRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces the invoice, its lines and its search text; the row id that lists use stays.
    // The caller has a transaction open: these are several statements.
    Result<void> put(const InvoiceRow& row, const std::vector<InvoiceLineRow>& lines);
    Result<std::optional<InvoiceRow>> find(const ConnectionId& connection, const QuickBooksId& id);
    Result<std::optional<InvoiceRow>> by_row_id(std::int64_t row_id);
    // In the order of the invoice.
    Result<std::vector<InvoiceLineRow>> lines(const ConnectionId& connection, const QuickBooksId& id);
    // Keeps what was read. False when the invoice was never seen.
    Result<bool> mark_deleted(const ConnectionId& connection, const QuickBooksId& id);
    // By date; deleted payments left out.
    Result<std::vector<InvoicePaymentRow>> payments_of(const ConnectionId& connection,
                                                       const QuickBooksId& id);
    // Not deleted ones.
    Result<std::int64_t> count(const ConnectionId& connection);
    Result<std::int64_t> count_of_customer(const ConnectionId& connection, const QuickBooksId& customer);

private:
    Result<std::int64_t> put_invoice(const InvoiceRow& row);
    Result<void> replace_lines(const InvoiceRow& row, const std::vector<InvoiceLineRow>& lines);
    Result<void> replace_search_text(std::int64_t row_id, const InvoiceRow& row,
                                     const std::vector<InvoiceLineRow>& lines);

    Database& m_database;
};

}  // namespace app::store
