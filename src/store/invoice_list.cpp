#include "store/invoice_list.h"

#include "base/json.h"
#include "store/search_words.h"

namespace app::store {

// One literal answers every order: the wanted column becomes sort_key, and of the two directions one is
// NULL throughout. Numbers sort by length first, so that 999 comes before 1040.
Result<std::vector<std::int64_t>> InvoiceList::ids(const InvoiceQuery& query)
{
    const SearchWords words(query.search);
    Rows rows = TRY(m_database.query(R"sql(
        SELECT row_id
        FROM (
            SELECT row_id, txn_date, stage,
                   CASE ?6
                       WHEN 'number' THEN format('%06d', length(number)) || lower(number)
                       WHEN 'customer' THEN lower(customer_name)
                       WHEN 'txn_date' THEN txn_date
                       WHEN 'due_date' THEN due_date
                       WHEN 'total' THEN total_e4
                       WHEN 'balance' THEN balance_e4
                       WHEN 'stage' THEN CASE stage
                           WHEN 'overdue' THEN 0 WHEN 'awaiting_send' THEN 1 WHEN 'sent' THEN 2
                           WHEN 'partially_paid' THEN 3 WHEN 'paid' THEN 4 WHEN 'voided' THEN 5
                           ELSE 6 END
                   END AS sort_key
            FROM (
                SELECT *, CASE WHEN overdue_after < ?5 THEN 'overdue' ELSE undated_stage END AS stage
                FROM invoice_staged
            ) AS i
            WHERE (?1 IS NULL
                   OR row_id IN (SELECT rowid FROM invoice_search WHERE invoice_search MATCH ?1))
              AND NOT EXISTS (
                  SELECT 1 FROM json_each(?2) AS word
                  WHERE instr(lower(concat_ws(char(10), number, customer_name, memo)),
                              lower(word.value)) = 0
                    AND NOT EXISTS (
                        SELECT 1 FROM invoice_line AS l
                        WHERE l.connection_id = i.connection_id AND l.invoice_id = i.record_id
                          AND instr(lower(concat_ws(char(10), l.item_name, l.description)),
                                    lower(word.value)) > 0))
              AND (?4 IS NULL OR connection_id = ?4)
        )
        WHERE stage = ?3 OR (?3 IS NULL AND stage <> 'deleted')
        ORDER BY CASE WHEN ?7 = 'ascending' THEN sort_key END,
                 CASE WHEN ?7 = 'descending' THEN sort_key END DESC,
                 txn_date DESC, row_id DESC
    )sql",
                                     words.trigram_match(), words.too_short_for_trigrams(), query.stage,
                                     query.connection, query.today, query.sort, query.order));

    std::vector<std::int64_t> ids;
    while (TRY(rows.next())) ids.push_back(std::get<0>(TRY((rows.read<std::int64_t>()))));
    return ids;
}

Result<std::optional<InvoiceListRow>> InvoiceList::row(std::int64_t row_id, Date today)
{
    return m_database.first_row<InvoiceListRow>(R"sql(
        SELECT connection_id, record_id, number, customer_id, customer_name, txn_date, due_date,
               currency, total_e4, balance_e4, tax_e4, emailed, voided, deleted, memo,
               private_note, modified_at,
               CASE WHEN overdue_after < ?2 THEN 'overdue' ELSE undated_stage END,
               state, hubspot_id, problem
        FROM invoice_status
        WHERE row_id = ?1
    )sql",
                                                row_id, today);
}

Result<std::array<std::int64_t, 7>> InvoiceList::stage_counts(const std::optional<ConnectionId>& connection,
                                                              Date today)
{
    Rows rows = TRY(m_database.query(R"sql(
        SELECT CASE WHEN overdue_after < ?2 THEN 'overdue' ELSE undated_stage END AS stage, count(*)
        FROM invoice_staged
        WHERE ?1 IS NULL OR connection_id = ?1
        GROUP BY stage
    )sql",
                                     connection, today));

    std::array<std::int64_t, 7> counts{};
    while (TRY(rows.next())) {
        const auto [stage, count] = TRY((rows.read<InvoiceStage, std::int64_t>()));
        counts.at(static_cast<std::size_t>(stage)) = count;
    }
    return counts;
}

Result<std::vector<CurrencyTotal>> InvoiceList::totals(const InvoiceQuery& query)
{
    JsonArray chosen;
    for (const std::int64_t row_id : TRY(ids(query))) chosen.raw(std::to_string(row_id));
    return m_database.all_rows<CurrencyTotal>(R"sql(
        SELECT i.currency, count(*), sum(iif(i.voided OR i.deleted, 0, i.total_e4)),
               sum(iif(i.voided OR i.deleted, 0, i.balance_e4))
        FROM json_each(?1) AS chosen JOIN invoice AS i ON i.row_id = chosen.value
        GROUP BY i.currency
        ORDER BY i.currency
    )sql",
                                              chosen.str());
}

}  // namespace app::store
