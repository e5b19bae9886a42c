#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// What customers owe, in one currency.
struct Receivable {
    std::string currency;
    std::int64_t open_e4 = 0;
    std::int64_t open_count = 0;
    std::int64_t overdue_e4 = 0;  // part of open
    std::int64_t overdue_count = 0;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.currency, self.open_e4, self.open_count, self.overdue_e4, self.overdue_count);
    }
};

struct MonthTotal {
    std::string month;  // "2026-11"
    std::int64_t total_e4 = 0;

    constexpr auto columns(this auto&& self) { return std::tie(self.month, self.total_e4); }
};

// Sums over all invoices that are neither voided nor deleted. Amounts of different currencies are
// never added.
class MoneySummary {
public:
    explicit MoneySummary(Database& database) : m_database(database) {}

    // Largest amount first. `today` is the company's day.
    Result<std::vector<Receivable>> receivables(Date today);
    // Months with invoices from `first_month` ("2025-12") on, oldest first.
    Result<std::vector<MonthTotal>> billed_by_month(std::string_view currency, std::string_view first_month);

private:
    Database& m_database;
};

}  // namespace app::store
