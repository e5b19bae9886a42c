#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "base/json.h"
#include "clients/judge.h"

// Any answer of any service ends in a verdict whose detail is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size < 2) return 0;
    const bool is_hubspot = (bytes[0] & 1U) != 0;
    app::net::Response response{.status = 100 + bytes[1] * 2};
    if ((bytes[0] & 2U) != 0) response.headers.emplace_back("x-proxy-error", "1");
    if ((bytes[0] & 4U) != 0) response.status = 200;
    response.body.assign(reinterpret_cast<const char*>(bytes) + 2, size - 2);
    const auto service = is_hubspot ? app::net::Service::hubspot : app::net::Service::quickbooks;
    const auto refusal = app::clients::judge(service, "fuzz", response);
    if (!refusal) return 0;
    ASSERT(app::Json::parse(refusal->error.detail));
    ASSERT(!refusal->error.message.empty());
    (void)app::clients::fault_code(refusal->error);
    return 0;
}
