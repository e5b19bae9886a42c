#include "net/record_scanner.h"

#include <algorithm>

#include "base/json.h"

namespace app::net {
namespace {

// "CDCResponse[].QueryResponse[].*" as "CDCResponse", "[]", "QueryResponse", "[]", "*".
std::vector<std::string> segments(std::string_view path)
{
    std::vector<std::string> result;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(part.size() + 1, path.size()));
        if (part.ends_with("[]")) {
            result.emplace_back(part.substr(0, part.size() - 2));
            result.emplace_back("[]");
        } else {
            result.emplace_back(part);
        }
    }
    return result;
}

bool is_space(char character)
{
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
}

bool is_scalar(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           character == 'E' || character == '-' || character == '+' || character == '.';
}

bool may_begin_scalar(char character)
{
    return (character >= '0' && character <= '9') || character == '-' || character == 't' ||
           character == 'f' || character == 'n';
}

}  // namespace

RecordScanner::RecordScanner(std::string_view text, const std::vector<std::string_view>& array_paths)
    : m_text(text)
{
    for (const std::string_view path : array_paths) m_wanted.push_back(segments(path));
}

Result<RecordScanner::Progress> RecordScanner::advance(std::size_t bytes_max)
{
    m_stop = m_text.size() - m_at > bytes_max ? m_at + bytes_max : m_text.size();
    while (m_at < m_stop) TRY(step());
    if (m_at < m_text.size()) return Progress::more;
    if (!m_root_read || m_in_string) return malformed("the text ends early");
    return Progress::finished;
}

Result<void> RecordScanner::step()
{
    if (m_in_string) return string_content();
    const char character = m_text[m_at];
    if (is_space(character)) {
        ++m_at;
        return {};
    }
    switch (character) {
    case '{': return open(true);
    case '[': return open(false);
    case '}': return close(true);
    case ']': return close(false);
    case ':': return colon();
    case ',': return comma();
    case '"': return begin_string();
    default: return scalar();
    }
}

Result<void> RecordScanner::open(bool is_object)
{
    TRY(begin_value(is_object));
    if (m_levels.size() >= Json::depth_max) return malformed("nested too deeply");
    Level level{.is_object = is_object, .expect = is_object ? Expect::name_or_end : Expect::value_or_end};
    level.begin = m_at;
    level.candidate = !is_object && is_wanted();
    m_levels.push_back(std::move(level));
    ++m_at;
    return {};
}

Result<void> RecordScanner::close(bool is_object)
{
    if (m_levels.empty() || m_levels.back().is_object != is_object) return malformed("unexpected end");
    const Expect expect = m_levels.back().expect;
    const Expect empty = is_object ? Expect::name_or_end : Expect::value_or_end;
    if (expect != Expect::comma_or_end && expect != empty) return malformed("unexpected end");
    Level level = std::move(m_levels.back());
    m_levels.pop_back();
    if (level.candidate) keep(level);
    ++m_at;
    end_value();
    return {};
}

Result<void> RecordScanner::colon()
{
    if (m_levels.empty() || m_levels.back().expect != Expect::colon) return malformed("unexpected ':'");
    m_levels.back().expect = Expect::value;
    ++m_at;
    return {};
}

Result<void> RecordScanner::comma()
{
    if (m_levels.empty() || m_levels.back().expect != Expect::comma_or_end)
        return malformed("unexpected ','");
    Level& level = m_levels.back();
    level.expect = level.is_object ? Expect::name : Expect::value;
    if (!level.is_object) ++level.index;
    ++m_at;
    return {};
}

Result<void> RecordScanner::begin_string()
{
    const bool is_name = !m_levels.empty() && (m_levels.back().expect == Expect::name ||
                                               m_levels.back().expect == Expect::name_or_end);
    if (!is_name) TRY(begin_value(false));
    m_in_string = true;
    ++m_at;
    m_string_begin = m_at;
    return {};
}

Result<void> RecordScanner::string_content()
{
    while (m_at < m_stop) {
        const char character = m_text[m_at];
        if (character == '"') {
            end_string();
            return {};
        }
        if (static_cast<unsigned char>(character) < 0x20) return malformed("a control character in a string");
        m_at += character == '\\' ? 2 : 1;
    }
    m_at = std::min(m_at, m_text.size());
    return {};
}

void RecordScanner::end_string()
{
    const std::string_view content = m_text.substr(m_string_begin, m_at - m_string_begin);
    m_in_string = false;
    ++m_at;
    if (!m_levels.empty() && m_levels.back().expect != Expect::value &&
        m_levels.back().expect != Expect::value_or_end) {
        m_levels.back().name = content;
        m_levels.back().expect = Expect::colon;
        return;
    }
    end_value();
}

// Numbers and words. No longer than they can be: a decimal of any use fits in 400 characters.
Result<void> RecordScanner::scalar()
{
    constexpr std::size_t length_max = 400;
    if (!may_begin_scalar(m_text[m_at])) return malformed("unexpected character");
    TRY(begin_value(false));
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && is_scalar(m_text[m_at]) && m_at - begin < length_max) ++m_at;
    end_value();
    return {};
}

Result<void> RecordScanner::begin_value(bool is_object)
{
    if (m_levels.empty()) {
        if (m_root_read) return malformed("text after the end");
        return {};
    }
    Level& level = m_levels.back();
    if (level.expect != Expect::value && level.expect != Expect::value_or_end)
        return malformed("unexpected value");
    if (level.candidate && !is_object) {
        level.candidate = false;
        level.records.clear();
    }
    level.record_begin = m_at;
    return {};
}

void RecordScanner::end_value()
{
    if (m_levels.empty()) {
        m_root_read = true;
        return;
    }
    Level& level = m_levels.back();
    level.expect = Expect::comma_or_end;
    if (level.candidate)
        level.records.push_back(m_text.substr(level.record_begin, m_at - level.record_begin));
}

void RecordScanner::keep(Level& level)
{
    m_arrays.push_back({.path = path_here(), .records = std::move(level.records)});
    m_cuts.push_back({.begin = level.begin + 1, .end = m_at});
}

// The path of the value that is being read.
std::vector<std::string> RecordScanner::path_here() const
{
    std::vector<std::string> path;
    for (const Level& level : m_levels) {
        path.push_back(level.is_object ? std::string(level.name) : std::to_string(level.index));
    }
    return path;
}

// Whether a path names the value that is being read. Nothing inside a record is cut out of it.
bool RecordScanner::is_wanted() const
{
    if (std::ranges::any_of(m_levels, &Level::candidate)) return false;
    return std::ranges::any_of(m_wanted, [&](const std::vector<std::string>& wanted) {
        return std::ranges::equal(m_levels, wanted, [](const Level& level, const std::string& segment) {
            if (!level.is_object) return segment == "[]";
            return segment == "*" || segment == level.name;
        });
    });
}

std::string RecordScanner::rest() const
{
    std::string text;
    std::size_t at = 0;
    for (const Cut& cut : m_cuts) {
        text += m_text.substr(at, cut.begin - at);
        at = cut.end;
    }
    text += m_text.substr(at);
    return text;
}

std::unexpected<Error> RecordScanner::malformed(std::string_view what) const
{
    return failed(ErrorKind::malformed,
                  "invalid JSON at byte " + std::to_string(m_at) + ": " + std::string(what));
}

}  // namespace app::net
