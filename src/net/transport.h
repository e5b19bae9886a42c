#pragma once

#include "base/task.h"
#include "net/request.h"
#include "net/response.h"

namespace app::net {

// Carries one request and gives the whole answer, whatever its status. Fails with `offline` when
// nothing was reached, `timed_out` when bytes may have left and no whole answer came, `malformed`
// when the answer is larger than allowed. Destroying the task aborts the exchange.
class Transport {
public:
    virtual ~Transport() = default;
    virtual Task<Response> send(Request request) = 0;
};

}  // namespace app::net
