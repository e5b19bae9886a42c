#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace app::net {

// Cuts the records out of a large JSON answer without building a tree of it, a bounded number of
// bytes at a time, so that the caller can give way in between. It checks the document's structure
// (nesting, strings, separators); what a scalar holds is checked when the piece is parsed.
//
// Arrays are named by paths: member names joined by dots, `*` for any member, `[]` after a name for
// every element of that array: "results", "QueryResponse.*", "CDCResponse[].QueryResponse[].*".
// Only arrays that hold objects, or nothing, count as found; others stay in the rest.
class RecordScanner {
public:
    struct FoundArray {
        std::vector<std::string> path;  // member names and element indexes: {"results"}
        std::vector<std::string_view> records;
        std::string_view name() const { return path.back(); }
    };
    enum class Progress { more, finished };

    // `text` must outlive the scanner and what it gave.
    RecordScanner(std::string_view text, const std::vector<std::string_view>& array_paths);

    // Looks at about `bytes_max` further bytes. Fails with `malformed` and the position; then the
    // scanner is of no more use.
    Result<Progress> advance(std::size_t bytes_max);

    // Once finished: the arrays in document order, and the document with their contents left out.
    const std::vector<FoundArray>& arrays() const { return m_arrays; }
    std::string rest() const;

private:
    enum class Expect { value, value_or_end, name, name_or_end, colon, comma_or_end };
    struct Level {
        bool is_object = false;
        Expect expect = Expect::value;
        std::string_view name = {};  // of the member being read, as written
        std::size_t index = 0;       // of the element being read
        std::size_t begin = 0;
        bool candidate = false;  // an array that a path names and that has held only objects so far
        std::size_t record_begin = 0;
        std::vector<std::string_view> records = {};
    };
    struct Cut {
        std::size_t begin;
        std::size_t end;
    };

    Result<void> step();
    Result<void> open(bool is_object);
    Result<void> close(bool is_object);
    Result<void> colon();
    Result<void> comma();
    Result<void> begin_string();
    Result<void> string_content();
    void end_string();
    Result<void> scalar();
    Result<void> begin_value(bool is_object);
    void end_value();
    void keep(Level& level);
    std::vector<std::string> path_here() const;
    bool is_wanted() const;
    std::unexpected<Error> malformed(std::string_view what) const;

    std::string_view m_text;
    std::vector<std::vector<std::string>> m_wanted;
    std::size_t m_at = 0;
    std::size_t m_stop = 0;
    std::vector<Level> m_levels;
    std::vector<FoundArray> m_arrays;
    std::vector<Cut> m_cuts;
    bool m_in_string = false;
    bool m_root_read = false;
    std::size_t m_string_begin = 0;
};

}  // namespace app::net
