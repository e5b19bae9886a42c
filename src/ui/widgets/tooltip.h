#pragma once

#include "ui/context.h"
#include "ui/widgets/pressable.h"

#include <string_view>

namespace app::ui {

// Shown after the pointer has rested on the box. The text may come from a record.
void tooltip_over(const Context& context, ImVec2 from, ImVec2 to, std::string_view text);
// The same for an item that knows whether it is hovered; also shown when the keyboard is on it.
void tooltip_for(const Context& context, const Press& press, std::string_view text);

}  // namespace app::ui
