#include "base/money.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace app {
namespace {

// ISO 4217 minor units other than two.
constexpr std::array<std::string_view, 16> without_decimals = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                               "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
                                                               "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> with_three_decimals = {"BHD", "IQD", "JOD", "KWD",
                                                                 "LYD", "OMR", "TND"};

}  // namespace

Result<Money> Money::from(Decimal value, std::string currency)
{
    return Money{TRY(value.units_at(amount_scale)), std::move(currency)};
}

int currency_digits(const std::string& currency)
{
    if (std::ranges::contains(without_decimals, currency)) return 0;
    if (std::ranges::contains(with_three_decimals, currency)) return 3;
    return 2;
}

std::string format_money(const Money& money, ShowCurrency show)
{
    std::string text = money.value().to_text(currency_digits(money.currency));
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > first + 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    if (show == ShowCurrency::code && !money.currency.empty()) text += " " + money.currency;
    return text;
}

}  // namespace app
