#pragma once

#include "clients/fault.h"

namespace app::clients::hubspot {

// HubSpot: Error handling. Every member of the body is optional, and overload answers may be HTML.
[[nodiscard]] Fault read_fault(const net::Response& response);

// What the caller does next about an answer that is not 2xx.
[[nodiscard]] ErrorKind kind_of(const Fault& fault);

}  // namespace app::clients::hubspot
