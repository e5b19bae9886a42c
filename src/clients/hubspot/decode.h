#pragma once

#include "base/json.h"
#include "base/result.h"
#include "clients/hubspot/types.h"

// HubSpot's answers as types. Pure; all fail with `malformed`, naming the member.
namespace app::clients::hubspot {

// `raw` is the record's text, kept as it came.
[[nodiscard]] Result<ObjectRecord> decode_object(const Json& json, std::string raw);
[[nodiscard]] Result<BatchResult> decode_batch_result(const Json& json);
[[nodiscard]] Result<BatchError> decode_batch_error(const Json& json);
[[nodiscard]] Result<PropertyDefinition> decode_property(const Json& json);
[[nodiscard]] Result<AccountDetails> decode_account(const Json& json);
// The cursor in `paging.next.after`; nothing on the last page.
[[nodiscard]] Result<std::optional<std::string>> decode_next_after(const Json& page);

}  // namespace app::clients::hubspot
