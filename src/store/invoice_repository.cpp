#include "store/invoice_repository.h"

namespace app::store {

namespace {

// What is searched in the lines: each line's item and description, on a line of its own.
std::string search_text(const std::vector<InvoiceLineRow>& lines)
{
    std::string text;
    for (const InvoiceLineRow& line : lines) {
        text += line.item_name;
        text += '\n';
        if (line.description == line.item_name) continue;
        text += line.description;
        text += '\n';
    }
    return text;
}

}  // namespace

Result<void> InvoiceRepository::put(const InvoiceRow& row, const std::vector<InvoiceLineRow>& lines)
{
    const std::int64_t row_id = TRY(put_invoice(row));
    TRY(replace_lines(row, lines));
    return replace_search_text(row_id, row, lines);
}

Result<std::int64_t> InvoiceRepository::put_invoice(const InvoiceRow& row)
{
    return m_database.number(R"sql(
        INSERT INTO invoice (
            connection_id, record_id, number, customer_id, customer_name, txn_date, due_date,
            currency, total_e4, balance_e4, tax_e4, emailed, voided, deleted, memo, private_note,
            modified_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (connection_id, record_id) DO UPDATE SET
            number = excluded.number, customer_id = excluded.customer_id,
            customer_name = excluded.customer_name, txn_date = excluded.txn_date,
            due_date = excluded.due_date, currency = excluded.currency,
            total_e4 = excluded.total_e4, balance_e4 = excluded.balance_e4,
            tax_e4 = excluded.tax_e4, emailed = excluded.emailed, voided = excluded.voided,
            deleted = excluded.deleted, memo = excluded.memo,
            private_note = excluded.private_note, modified_at = excluded.modified_at
        RETURNING row_id
    )sql",
                             row);
}

Result<void> InvoiceRepository::replace_lines(const InvoiceRow& row, const std::vector<InvoiceLineRow>& lines)
{
    TRY(m_database.execute("DELETE FROM invoice_line WHERE connection_id = ?1 AND invoice_id = ?2",
                           row.connection, row.id));
    std::int64_t position = 0;
    for (const InvoiceLineRow& line : lines) {
        TRY(m_database.execute(R"sql(
            INSERT INTO invoice_line (
                connection_id, invoice_id, position, line_id, kind, item_id, item_name,
                description, quantity, unit_price, amount_e4, service_date, tax_code)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        )sql",
                               row.connection, row.id, position, line));
        ++position;
    }
    return {};
}

Result<void> InvoiceRepository::replace_search_text(std::int64_t row_id, const InvoiceRow& row,
                                                    const std::vector<InvoiceLineRow>& lines)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO invoice_search (rowid, number, customer_name, memo, lines)
        VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                              row_id, row.number, row.customer_name, row.memo, search_text(lines));
}

Result<std::optional<InvoiceRow>> InvoiceRepository::find(const ConnectionId& connection,
                                                          const QuickBooksId& id)
{
    return m_database.first_row<InvoiceRow>(R"sql(
        SELECT connection_id, record_id, number, customer_id, customer_name, txn_date, due_date,
               currency, total_e4, balance_e4, tax_e4, emailed, voided, deleted, memo,
               private_note, modified_at
        FROM invoice
        WHERE connection_id = ?1 AND record_id = ?2
    )sql",
                                            connection, id);
}

Result<std::optional<InvoiceRow>> InvoiceRepository::by_row_id(std::int64_t row_id)
{
    return m_database.first_row<InvoiceRow>(R"sql(
        SELECT connection_id, record_id, number, customer_id, customer_name, txn_date, due_date,
               currency, total_e4, balance_e4, tax_e4, emailed, voided, deleted, memo,
               private_note, modified_at
        FROM invoice
        WHERE row_id = ?1
    )sql",
                                            row_id);
}

Result<std::vector<InvoiceLineRow>> InvoiceRepository::lines(const ConnectionId& connection,
                                                             const QuickBooksId& id)
{
    return m_database.all_rows<InvoiceLineRow>(R"sql(
        SELECT line_id, kind, item_id, item_name, description, quantity, unit_price, amount_e4,
               service_date, tax_code
        FROM invoice_line
        WHERE connection_id = ?1 AND invoice_id = ?2
        ORDER BY position
    )sql",
                                               connection, id);
}

Result<bool> InvoiceRepository::mark_deleted(const ConnectionId& connection, const QuickBooksId& id)
{
    TRY(m_database.execute("UPDATE invoice SET deleted = 1 WHERE connection_id = ?1 AND record_id = ?2",
                           connection, id));
    return m_database.changes() == 1;
}

Result<std::vector<InvoicePaymentRow>> InvoiceRepository::payments_of(const ConnectionId& connection,
                                                                      const QuickBooksId& id)
{
    return m_database.all_rows<InvoicePaymentRow>(R"sql(
        SELECT p.record_id, p.kind, p.txn_date, p.reference, p.currency, sum(a.amount_e4)
        FROM payment_allocation AS a
        JOIN payment AS p ON p.connection_id = a.connection_id AND p.kind = a.kind
                         AND p.record_id = a.payment_id
        WHERE a.connection_id = ?1 AND a.invoice_id = ?2 AND p.deleted = 0
        GROUP BY p.row_id
        ORDER BY p.txn_date, p.row_id
    )sql",
                                                  connection, id);
}

Result<std::int64_t> InvoiceRepository::count(const ConnectionId& connection)
{
    return m_database.number("SELECT count(*) FROM invoice WHERE connection_id = ?1 AND deleted = 0",
                             connection);
}

Result<std::int64_t> InvoiceRepository::count_of_customer(const ConnectionId& connection,
                                                          const QuickBooksId& customer)
{
    return m_database.number(R"sql(
        SELECT count(*) FROM invoice WHERE connection_id = ?1 AND customer_id = ?2 AND deleted = 0
    )sql",
                             connection, customer);
}

}  // namespace app::store
