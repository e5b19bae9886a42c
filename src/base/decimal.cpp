#include "base/decimal.h"

#include <array>
#include <charconv>
#include <limits>

#include "base/assert.h"

namespace app {
namespace {

using Wide = __int128;

constexpr Wide units_max = 999'999'999'999'999'999;

Wide power_of_ten(int exponent)
{
    Wide power = 1;
    for (int digit = 0; digit < exponent; ++digit) power *= 10;
    return power;
}

bool fits(Wide units)
{
    return units <= units_max && units >= -units_max;
}

Result<Decimal> narrowed(Wide units, int scale)
{
    while (scale > 0 && units % 10 == 0) {
        units /= 10;
        --scale;
    }
    if (scale > Decimal::scale_max || !fits(units)) {
        return failed(ErrorKind::malformed, "a number has more digits than can be kept exactly");
    }
    return Decimal(static_cast<std::int64_t>(units), scale);
}

Wide divided_half_away_from_zero(Wide units, Wide divisor)
{
    const Wide half = divisor / 2;
    return units >= 0 ? (units + half) / divisor : (units - half) / divisor;
}

struct NumberText {
    bool negative = false;
    std::string digits;  // without point and sign
    int decimals = 0;    // digits after the point
    int exponent = 0;
};

bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

Result<NumberText> split(std::string_view text)
{
    const auto malformed = [&] {
        return failed(ErrorKind::malformed, "not a decimal number", std::string(text.substr(0, 64)));
    };
    NumberText number;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) number.negative = text[at++] == '-';
    for (; at < text.size() && is_digit(text[at]); ++at) number.digits += text[at];
    if (at < text.size() && text[at] == '.') {
        for (++at; at < text.size() && is_digit(text[at]); ++at) {
            number.digits += text[at];
            ++number.decimals;
        }
    }
    if (number.digits.empty()) return malformed();
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && text[at] == '+') ++at;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + at, end, number.exponent);
        if (error != std::errc{} || stop != end) return malformed();
        at = text.size();
    }
    if (at != text.size()) return malformed();
    return number;
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text)
{
    NumberText number = TRY(split(text));
    const auto too_long = [&] {
        return failed(ErrorKind::malformed, "a number has more digits than can be kept exactly",
                      std::string(text.substr(0, 64)));
    };
    int scale = number.decimals;
    if (number.exponent > 40 || number.exponent < -40) return too_long();
    scale -= number.exponent;
    while (scale > 0 && !number.digits.empty() && number.digits.back() == '0') {
        number.digits.pop_back();
        --scale;
    }
    Wide units = 0;
    for (const char digit : number.digits) {
        units = units * 10 + (digit - '0');
        if (!fits(units)) return too_long();
    }
    for (; scale < 0 && units != 0; ++scale) {
        units *= 10;
        if (!fits(units)) return too_long();
    }
    if (units == 0) return Decimal();
    if (scale > scale_max) return too_long();
    return Decimal(static_cast<std::int64_t>(number.negative ? -units : units), scale);
}

Result<std::int64_t> Decimal::units_at(int scale) const
{
    ASSERT(scale >= 0 && scale <= scale_max);
    if (scale >= m_scale) {
        const Wide units = Wide{m_units} * power_of_ten(scale - m_scale);
        if (!fits(units)) return failed(ErrorKind::malformed, "the number " + to_text() + " is too large");
        return static_cast<std::int64_t>(units);
    }
    const Wide divisor = power_of_ten(m_scale - scale);
    if (m_units % divisor != 0) {
        return failed(ErrorKind::malformed, "the number " + to_text() + " has too many decimals");
    }
    return static_cast<std::int64_t>(m_units / divisor);
}

Decimal Decimal::rounded(int scale) const
{
    ASSERT(scale >= 0 && scale <= scale_max);
    if (m_scale <= scale) return *this;
    const Wide divisor = power_of_ten(m_scale - scale);
    return Decimal(static_cast<std::int64_t>(divided_half_away_from_zero(m_units, divisor)), scale);
}

std::string Decimal::to_text() const
{
    Decimal shortest = *this;
    while (shortest.m_scale > 0 && shortest.m_units % 10 == 0) {
        shortest.m_units /= 10;
        --shortest.m_scale;
    }
    return shortest.to_text(shortest.m_scale);
}

std::string Decimal::to_text(int digits) const
{
    ASSERT(digits >= 0 && digits <= scale_max);
    const Decimal value = rounded(digits);
    Wide magnitude = Wide{value.m_units} * power_of_ten(digits - value.m_scale);
    const bool negative = magnitude < 0;
    if (negative) magnitude = -magnitude;
    std::string reversed;
    for (int position = 0; magnitude > 0 || position <= digits; ++position) {
        if (position == digits && digits > 0) reversed += '.';
        reversed += static_cast<char>('0' + static_cast<int>(magnitude % 10));
        magnitude /= 10;
    }
    if (negative) reversed += '-';
    return {reversed.rbegin(), reversed.rend()};
}

Result<Decimal> add(Decimal left, Decimal right)
{
    const int scale = left.m_scale > right.m_scale ? left.m_scale : right.m_scale;
    return narrowed(Wide{left.m_units} * power_of_ten(scale - left.m_scale) +
                        Wide{right.m_units} * power_of_ten(scale - right.m_scale),
                    scale);
}

Result<Decimal> multiply(Decimal left, Decimal right)
{
    return narrowed(Wide{left.m_units} * Wide{right.m_units}, left.m_scale + right.m_scale);
}

std::strong_ordering operator<=>(Decimal left, Decimal right)
{
    const int scale = left.m_scale > right.m_scale ? left.m_scale : right.m_scale;
    const Wide left_units = Wide{left.m_units} * power_of_ten(scale - left.m_scale);
    const Wide right_units = Wide{right.m_units} * power_of_ten(scale - right.m_scale);
    return left_units < right_units   ? std::strong_ordering::less
           : left_units > right_units ? std::strong_ordering::greater
                                      : std::strong_ordering::equal;
}

}  // namespace app
