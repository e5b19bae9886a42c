#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace app::features {

struct RawField {
    std::string name;   // path within the record: "BillAddr.City"
    std::string value;  // text as it is, everything else as JSON
};

// Every field of a record's JSON, nested ones by their path, in document order. Text that is no JSON
// gives one field with all of it.
[[nodiscard]] std::vector<RawField> raw_fields(std::string_view json);

}  // namespace app::features
