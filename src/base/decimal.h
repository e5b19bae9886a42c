#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace app {

// An exact decimal number: units × 10^-scale, at most 18 significant digits. Built from the text of
// a JSON number or of user input, never from a binary floating point value.
class Decimal {
public:
    static constexpr int scale_max = 12;

    constexpr Decimal() = default;
    // `units` counted in 10^-scale; 0 <= scale <= scale_max.
    constexpr Decimal(std::int64_t units, int scale) : m_units(units), m_scale(scale) {}

    // Accepts an optional sign, digits with at most one point, and an exponent ("1.5e3"), as JSON
    // does. Fails with `malformed` when it is no number or does not fit exactly.
    static Result<Decimal> parse(std::string_view text);

    std::int64_t units() const { return m_units; }
    int scale() const { return m_scale; }
    bool is_zero() const { return m_units == 0; }
    bool is_negative() const { return m_units < 0; }

    // The same value counted in 10^-scale; fails with `malformed` if digits would be lost.
    Result<std::int64_t> units_at(int scale) const;

    // Half away from zero, as both APIs round amounts.
    Decimal rounded(int scale) const;

    // Shortest text that parses to the same value: "100", "46.6", "-0.05".
    std::string to_text() const;
    // With exactly `digits` decimals, rounded half away from zero: "46.60".
    std::string to_text(int digits) const;

    // Exact; overflow of 18 digits fails with `malformed`.
    friend Result<Decimal> add(Decimal left, Decimal right);
    friend Result<Decimal> multiply(Decimal left, Decimal right);
    Decimal operator-() const { return {-m_units, m_scale}; }

    friend bool operator==(Decimal left, Decimal right) { return (left <=> right) == 0; }
    friend std::strong_ordering operator<=>(Decimal left, Decimal right);

private:
    std::int64_t m_units = 0;
    int m_scale = 0;
};

}  // namespace app
