#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/decimal.h"

// What parses keeps its value through text, and rounding never moves it by more than half a step.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto decimal = app::Decimal::parse(std::string_view(reinterpret_cast<const char*>(bytes), size));
    if (!decimal) return 0;
    const auto again = app::Decimal::parse(decimal->to_text());
    ASSERT(again && *again == *decimal);
    for (int scale = 0; scale <= app::Decimal::scale_max; ++scale) {
        const app::Decimal rounded = decimal->rounded(scale);
        const auto shown = app::Decimal::parse(decimal->to_text(scale));
        ASSERT(!shown || *shown == rounded);
        const auto distance = add(rounded, -*decimal);
        if (!distance) continue;
        const app::Decimal half_step(5, scale < app::Decimal::scale_max ? scale + 1 : scale);
        ASSERT(*distance <= half_step && *distance >= -half_step);
    }
    return 0;
}
