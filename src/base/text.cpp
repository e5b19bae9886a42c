#include "base/text.h"

#include <format>

namespace app {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Length of the valid UTF-8 sequence at `at`, 0 when there is none (RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF).
std::size_t sequence_length(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t offset) -> unsigned {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80U) return 1;
    if (first >= 0xC2U && first <= 0xDFU) return continues(1) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        if (first == 0xE0U && byte(1) < 0xA0U) return 0;
        if (first == 0xEDU && byte(1) > 0x9FU) return 0;
        return continues(1) && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        if (first == 0xF0U && byte(1) < 0x90U) return 0;
        if (first == 0xF4U && byte(1) > 0x8FU) return 0;
        return continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

bool is_control(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20U || byte == 0x7FU;
}

bool is_unreserved(char character)
{
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '.' ||
           character == '_' || character == '~';
}

}  // namespace

std::string repair_utf8(std::string_view text)
{
    std::string repaired;
    repaired.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text, at);
        if (length == 0) {
            repaired += replacement;
            ++at;
        } else {
            repaired += text.substr(at, length);
            at += length;
        }
    }
    return repaired;
}

std::string escape_controls(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char character : text) {
        if (character == '\n') escaped += "\\n";
        else if (character == '\r') escaped += "\\r";
        else if (character == '\t') escaped += "\\t";
        else if (is_control(character)) {
            escaped += std::format("\\u{:04x}", static_cast<unsigned char>(character));
        } else escaped += character;
    }
    return escaped;
}

std::string single_line(std::string_view text)
{
    std::string line;
    line.reserve(text.size());
    for (const char character : text) {
        if (!is_control(character)) line += character;
        else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view no_break_space = "\xC2\xA0";
    const auto is_space = [](char character) { return character == ' ' || is_control(character); };
    while (!text.empty()) {
        if (is_space(text.front())) text.remove_prefix(1);
        else if (text.starts_with(no_break_space)) text.remove_prefix(2);
        else if (is_space(text.back())) text.remove_suffix(1);
        else if (text.ends_with(no_break_space)) text.remove_suffix(2);
        else break;
    }
    return text;
}

std::string lower_ascii(std::string_view text)
{
    std::string lower(text);
    for (char& character : lower) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    }
    return lower;
}

std::string_view first_code_points(std::string_view text, std::size_t code_points_max)
{
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < code_points_max; ++count) {
        const std::size_t length = sequence_length(text, at);
        at += length == 0 ? 1 : length;
    }
    return text.substr(0, at);
}

std::size_t count_code_points(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const std::size_t length = sequence_length(text, at);
        at += length == 0 ? 1 : length;
    }
    return count;
}

std::string percent_encode(std::string_view text)
{
    std::string encoded;
    encoded.reserve(text.size() * 3 / 2);
    for (const char character : text) {
        if (is_unreserved(character)) encoded += character;
        else encoded += std::format("%{:02X}", static_cast<unsigned char>(character));
    }
    return encoded;
}

std::uint64_t hash64(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 0x100000001b3U;
    }
    return hash;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string joined;
    for (const std::string& part : parts) {
        if (!joined.empty()) joined += separator;
        joined += part;
    }
    return joined;
}

}  // namespace app
