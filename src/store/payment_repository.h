#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/invoice_repository.h"

namespace app::store {

// A QuickBooks payment or credit memo as last read.
struct PaymentRow {
    ConnectionId connection;
    QuickBooksId id;
    PaymentKind kind = PaymentKind::payment;
    QuickBooksId customer;
    std::optional<Date> txn_date;
    std::string reference;
    std::string currency;
    std::int64_t total_e4 = 0;
    std::int64_t unapplied_e4 = 0;
    bool deleted = false;
    std::optional<Timestamp> modified_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.connection, self.id, self.kind, self.customer, self.txn_date, self.reference,
                        self.currency, self.total_e4, self.unapplied_e4, self.deleted, self.modified_at);
    }
};

// The part of a payment that went to one invoice.
struct AllocationRow {
    QuickBooksId invoice;
    std::int64_t amount_e4 = 0;

    constexpr auto columns(this auto&& self) { return std::tie(self.invoice, self.amount_e4); }
};

// A payment and a credit memo may have the same id, so the kind is part of the key.
class PaymentRepository {
public:
    explicit PaymentRepository(Database& database) : m_database(database) {}

    // Inserts, or replaces the payment and its allocations. The caller has a transaction open.
    Result<void> put(const PaymentRow& row, const std::vector<AllocationRow>& allocations);
    Result<std::optional<PaymentRow>> find(const ConnectionId& connection, PaymentKind kind,
                                           const QuickBooksId& id);
    Result<std::vector<AllocationRow>> allocations(const ConnectionId& connection, PaymentKind kind,
                                                   const QuickBooksId& id);
    // Keeps what was read. False when the payment was never seen.
    Result<bool> mark_deleted(const ConnectionId& connection, PaymentKind kind, const QuickBooksId& id);
    // Not deleted ones.
    Result<std::int64_t> count(const ConnectionId& connection);

private:
    Database& m_database;
};

}  // namespace app::store
