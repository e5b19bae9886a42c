#include "sync/fields/phone_number.h"

#include <algorithm>
#include <array>

namespace app::sync {
namespace {

// Calling codes of ITU-T E.164, and what is dialled in front of national and international numbers.
struct PhoneRules {
    std::string_view country;
    std::string_view calling_code;
    std::string_view trunk;          // dialled before a national number, no part of it
    std::string_view international;  // dialled before a foreign number
};

constexpr std::array<PhoneRules, 48> rules = {{
    {"AE", "971", "0", "00"}, {"AR", "54", "0", "00"},  {"AT", "43", "0", "00"},  {"AU", "61", "0", "0011"},
    {"BE", "32", "0", "00"},  {"BG", "359", "0", "00"}, {"BR", "55", "0", "00"},  {"CA", "1", "1", "011"},
    {"CH", "41", "0", "00"},  {"CL", "56", "", "00"},   {"CN", "86", "0", "00"},  {"CO", "57", "", "00"},
    {"CZ", "420", "", "00"},  {"DE", "49", "0", "00"},  {"DK", "45", "", "00"},   {"EE", "372", "", "00"},
    {"ES", "34", "", "00"},   {"FI", "358", "0", "00"}, {"FR", "33", "0", "00"},  {"GB", "44", "0", "00"},
    {"GR", "30", "", "00"},   {"HK", "852", "", "001"}, {"HR", "385", "0", "00"}, {"HU", "36", "06", "00"},
    {"IE", "353", "0", "00"}, {"IL", "972", "0", "00"}, {"IN", "91", "0", "00"},  {"IS", "354", "", "00"},
    {"IT", "39", "", "00"},   {"JP", "81", "0", "010"}, {"KR", "82", "0", "00"},  {"LT", "370", "0", "00"},
    {"LU", "352", "", "00"},  {"LV", "371", "", "00"},  {"MX", "52", "", "00"},   {"MY", "60", "0", "00"},
    {"NL", "31", "0", "00"},  {"NO", "47", "", "00"},   {"NZ", "64", "0", "00"},  {"PL", "48", "", "00"},
    {"PT", "351", "", "00"},  {"RO", "40", "0", "00"},  {"SE", "46", "0", "00"},  {"SG", "65", "", "00"},
    {"SK", "421", "0", "00"}, {"TW", "886", "0", "00"}, {"US", "1", "1", "011"},  {"ZA", "27", "0", "00"},
}};

constexpr std::size_t digits_min = 8;
constexpr std::size_t digits_max = 15;
constexpr std::size_t north_american_digits = 10;

bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

// The digits, without what people put between them; nothing when there is anything else.
std::optional<std::string> digits_of(std::string_view text)
{
    std::string digits;
    for (const char character : text) {
        if (is_digit(character)) digits += character;
        else if (std::string_view(" \t()-./").find(character) == std::string_view::npos) return std::nullopt;
    }
    return digits;
}

std::optional<std::string> international(std::string digits)
{
    if (digits.size() < digits_min || digits.size() > digits_max || digits.starts_with('0'))
        return std::nullopt;
    return "+" + std::move(digits);
}

std::optional<std::string> national(std::string_view digits, const PhoneRules& rule)
{
    const bool is_north_american = rule.calling_code == "1";
    if (!rule.trunk.empty() && digits.starts_with(rule.trunk)) digits.remove_prefix(rule.trunk.size());
    if (is_north_american && digits.size() != north_american_digits) return std::nullopt;
    // Italian numbers keep their zero; everywhere else it can only be a prefix.
    if (digits.starts_with('0') && rule.country != "IT") return std::nullopt;
    std::string number = std::string(rule.calling_code) + std::string(digits);
    if (number.size() < digits_min || number.size() > digits_max) return std::nullopt;
    return "+" + number;
}

}  // namespace

std::optional<std::string> e164(std::string_view text, std::string_view country)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (text.starts_with('+')) {
        // "+44 (0)20": the zero is for callers from inside.
        std::string written(text.substr(1));
        if (const std::size_t zero = written.find("(0)"); zero != std::string::npos) written.erase(zero, 3);
        auto digits = digits_of(written);
        return digits ? international(*std::move(digits)) : std::nullopt;
    }
    const auto* rule = std::ranges::find(rules, country, &PhoneRules::country);
    const auto digits = digits_of(text);
    if (rule == rules.end() || !digits || digits->empty()) return std::nullopt;
    if (digits->starts_with(rule->international))
        return international(digits->substr(rule->international.size()));
    return national(*digits, *rule);
}

std::vector<std::string_view> phone_countries()
{
    std::vector<std::string_view> codes;
    for (const PhoneRules& rule : rules) codes.push_back(rule.country);
    return codes;
}

}  // namespace app::sync
