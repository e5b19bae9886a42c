#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/json.h"

// What parses is written as text that parses to the same text again, compact and indented.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto json = app::Json::parse(std::string_view(reinterpret_cast<const char*>(bytes), size));
    if (!json) return 0;
    const std::string text = json->dump();
    const auto again = app::Json::parse(text);
    ASSERT(again && again->dump() == text);
    const auto pretty = app::Json::parse(json->dump_pretty());
    ASSERT(pretty && pretty->dump() == text);
    return 0;
}
