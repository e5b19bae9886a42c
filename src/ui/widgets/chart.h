#pragma once

#include "ui/context.h"
#include "ui/widgets/badge.h"

#include <span>
#include <string>
#include <string_view>

namespace app::ui {

// A figure with its name above and a note below.
struct StatTile {
    std::string name;
    std::string figure;
    std::string note;
    Tone tone = Tone::neutral;  // of the note
};
// Side by side between hairlines, in as many lines as the width needs.
void stat_tiles(const Context& context, std::span<const StatTile> tiles, float width);

struct Bar {
    std::string label;  // below the bar: "Nov"
    std::string name;   // in the tooltip and the mirror: "Nov 2026"
    std::string value;  // "USD 12,400.00"
    double height = 0;  // any unit
};
void bar_chart(const Context& context, const char* name, std::span<const Bar> bars, float width,
               float height);

// A line of shares, one colour each, with its legend below: how the invoices stand.
struct Share {
    const char* icon;
    std::string label;
    std::int64_t count = 0;
    Tone tone = Tone::neutral;
};
void share_bar(const Context& context, const char* name, std::span<const Share> shares, float width);

}  // namespace app::ui
