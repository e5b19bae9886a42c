#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app::store {

// What a person typed into a search box, cut into words. Every word must be found. Any text is
// allowed: nothing in it is syntax.
class SearchWords {
public:
    static constexpr std::size_t words_max = 8;
    static constexpr std::size_t code_points_max = 200;

    explicit SearchWords(std::string_view typed);

    // All words as a JSON array, for `NOT EXISTS (… json_each(?) … instr(…) = 0)`.
    std::string all() const;
    // For an FTS5 table with trigrams: the words that have three characters or more, as phrases, or
    // nothing when there is none; and the shorter ones as a JSON array.
    std::optional<std::string> trigram_match() const;
    std::string too_short_for_trigrams() const;

private:
    std::vector<std::string> m_words;
};

}  // namespace app::store
