#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/loop.h"
#include "base/task.h"

namespace app::clients {

struct ScannedRecord {
    Json json;
    std::string raw;  // as it came
};

struct ScannedArray {
    std::vector<std::string> path;
    std::vector<ScannedRecord> records;
};

// A large answer, cut into its records (net/record_scanner.h has the paths' form).
struct ScannedAnswer {
    Json rest;  // the answer with those arrays empty
    std::vector<ScannedArray> arrays;
};

// Gives way to the loop often enough that no slice is held up by the size of the answer. Fails with
// `malformed`, naming `asked`, when the text is not JSON.
Task<ScannedAnswer> scan_answer(Loop& loop, std::string asked, std::string body,
                                std::vector<std::string_view> array_paths);

}  // namespace app::clients
