#pragma once

#include <optional>

#include "base/json.h"
#include "clients/fault.h"

namespace app::clients::quickbooks {

// QBO: Handling common errors. Faults come as JSON or XML, with `Fault.Error[].code` or
// `fault.error[].code`, also with HTTP 200, and overload answers may be HTML. Nothing for an answer
// that holds none. Never fails: a body that cannot be read is a fault without code.
[[nodiscard]] std::optional<Fault> find_fault(const net::Response& response);

// The fault that is a member of `json` (an answer or one item of a batch); nothing when there is none.
[[nodiscard]] std::optional<Fault> fault_member(const Json& json);

// What the caller does next. Codes decide before statuses, since most faults come with 400.
[[nodiscard]] ErrorKind kind_of(const Fault& fault);

// The status that says for certain how the fault is to be repeated: 429 for code 3001 that came with
// another status, 503 for "try again" codes and for pages instead of data.
[[nodiscard]] int effective_status(const Fault& fault);

}  // namespace app::clients::quickbooks
