#include "store/payment_repository.h"

namespace app::store {

Result<void> PaymentRepository::put(const PaymentRow& row, const std::vector<AllocationRow>& allocations)
{
    TRY(m_database.execute(R"sql(
        INSERT INTO payment (
            connection_id, record_id, kind, customer_id, txn_date, reference, currency, total_e4,
            unapplied_e4, deleted, modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (connection_id, kind, record_id) DO UPDATE SET
            customer_id = excluded.customer_id, txn_date = excluded.txn_date,
            reference = excluded.reference, currency = excluded.currency,
            total_e4 = excluded.total_e4, unapplied_e4 = excluded.unapplied_e4,
            deleted = excluded.deleted, modified_at = excluded.modified_at
    )sql",
                           row));
    TRY(m_database.execute(R"sql(
        DELETE FROM payment_allocation WHERE connection_id = ?1 AND kind = ?2 AND payment_id = ?3
    )sql",
                           row.connection, row.kind, row.id));

    std::int64_t position = 0;
    for (const AllocationRow& allocation : allocations) {
        TRY(m_database.execute(R"sql(
            INSERT INTO payment_allocation (
                connection_id, kind, payment_id, position, invoice_id, amount_e4)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        )sql",
                               row.connection, row.kind, row.id, position, allocation));
        ++position;
    }
    return {};
}

Result<std::optional<PaymentRow>> PaymentRepository::find(const ConnectionId& connection, PaymentKind kind,
                                                          const QuickBooksId& id)
{
    return m_database.first_row<PaymentRow>(R"sql(
        SELECT connection_id, record_id, kind, customer_id, txn_date, reference, currency,
               total_e4, unapplied_e4, deleted, modified_at
        FROM payment
        WHERE connection_id = ?1 AND kind = ?2 AND record_id = ?3
    )sql",
                                            connection, kind, id);
}

Result<std::vector<AllocationRow>> PaymentRepository::allocations(const ConnectionId& connection,
                                                                  PaymentKind kind, const QuickBooksId& id)
{
    return m_database.all_rows<AllocationRow>(R"sql(
        SELECT invoice_id, amount_e4
        FROM payment_allocation
        WHERE connection_id = ?1 AND kind = ?2 AND payment_id = ?3
        ORDER BY position
    )sql",
                                              connection, kind, id);
}

Result<bool> PaymentRepository::mark_deleted(const ConnectionId& connection, PaymentKind kind,
                                             const QuickBooksId& id)
{
    TRY(m_database.execute(R"sql(
        UPDATE payment SET deleted = 1 WHERE connection_id = ?1 AND kind = ?2 AND record_id = ?3
    )sql",
                           connection, kind, id));
    return m_database.changes() == 1;
}

Result<std::int64_t> PaymentRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM payment WHERE connection_id = ?1 AND deleted = 0",
                             connection);
}

}  // namespace app::store
