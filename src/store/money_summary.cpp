#include "store/money_summary.h"

namespace app::store {

Result<std::vector<Receivable>> MoneySummary::receivables(Date today)
{
    return m_database.all_rows<Receivable>(R"sql(
        SELECT currency,
            sum(balance_e4), count(*),
            sum(CASE WHEN due_date < ?1 THEN balance_e4 ELSE 0 END),
            sum(CASE WHEN due_date < ?1 THEN 1 ELSE 0 END)
        FROM invoice
        WHERE deleted = 0 AND voided = 0 AND balance_e4 > 0
        GROUP BY currency
        ORDER BY sum(balance_e4) DESC
    )sql",
                                           today);
}

Result<std::vector<MonthTotal>> MoneySummary::billed_by_month(std::string_view currency,
                                                              std::string_view first_month)
{
    return m_database.all_rows<MonthTotal>(R"sql(
        SELECT substr(txn_date, 1, 7) AS month, sum(total_e4)
        FROM invoice
        WHERE deleted = 0 AND voided = 0 AND currency = ?1 AND txn_date >= ?2
        GROUP BY month
        ORDER BY month
    )sql",
                                           currency, first_month);
}

}  // namespace app::store
