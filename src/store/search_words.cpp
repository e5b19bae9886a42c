#include "store/search_words.h"

#include "base/json.h"
#include "base/text.h"

namespace app::store {

namespace {

bool has_trigram(std::string_view word)
{
    return count_code_points(word) >= 3;
}

// In FTS5 a phrase in quotes is plain text when its own quotes are doubled.
std::string phrase(std::string_view word)
{
    std::string quoted = "\"";
    for (const char character : word) {
        quoted += character;
        if (character == '"') quoted += character;
    }
    return quoted + '"';
}

}  // namespace

SearchWords::SearchWords(std::string_view typed)
{
    // FTS5 reads its query up to the first zero byte: single_line() leaves no control characters.
    const std::string text = single_line(repair_utf8(typed));
    for (const std::string_view word : split(first_code_points(text, code_points_max), ' ')) {
        if (!word.empty() && m_words.size() < words_max) m_words.emplace_back(word);
    }
}

std::string SearchWords::all() const
{
    JsonArray words;
    for (const std::string& word : m_words) words.text(word);
    return words.str();
}

std::optional<std::string> SearchWords::trigram_match() const
{
    std::vector<std::string> phrases;
    for (const std::string& word : m_words) {
        if (has_trigram(word)) phrases.push_back(phrase(word));
    }
    if (phrases.empty()) return std::nullopt;
    return join(phrases, " AND ");
}

std::string SearchWords::too_short_for_trigrams() const
{
    JsonArray words;
    for (const std::string& word : m_words) {
        if (!has_trigram(word)) words.text(word);
    }
    return words.str();
}

}  // namespace app::store
