#pragma once

#include <cstdint>
#include <string>

#include "base/decimal.h"

namespace app {

// Amounts are stored and added as ten-thousandths of the currency's unit: exact for every currency
// (at most 3 decimals) and large enough for 900 million million.
inline constexpr int amount_scale = 4;

// An amount with its currency. Amounts of different currencies are never added.
struct Money {
    std::int64_t amount_e4 = 0;
    std::string currency;  // ISO 4217 code, "USD"

    // Fails with `malformed` when the value has more than four decimals.
    static Result<Money> from(Decimal value, std::string currency);
    Decimal value() const { return {amount_e4, amount_scale}; }
    bool operator==(const Money&) const = default;
};

// How many decimals the currency is shown with: 0 for JPY, 3 for KWD, else 2.
[[nodiscard]] int currency_digits(const std::string& currency);

// Groups thousands and shows the currency's decimals: "1,240.50"; the code only when asked for.
enum class ShowCurrency { no, code };
[[nodiscard]] std::string format_money(const Money& money, ShowCurrency show);

}  // namespace app
