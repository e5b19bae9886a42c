#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sync/object.h"

namespace app::sync {

// How property values are kept in rows: a JSON object of texts.
[[nodiscard]] std::string json_of(const Fields& fields);
// Members that are not text are left out: mirrored records hold null for what is empty.
[[nodiscard]] Result<Fields> fields_from_json(std::string_view json);

}  // namespace app::sync
