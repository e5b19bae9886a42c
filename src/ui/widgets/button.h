#pragma once

#include "ui/context.h"
#include "ui/widgets/pressable.h"

#include <string_view>

namespace app::ui {

enum class ButtonKind { primary, secondary, quiet, danger };

struct ButtonOptions {
    ButtonKind kind = ButtonKind::secondary;
    const char* icon = "";  // of ui/icons.h
    bool enabled = true;
    bool busy = false;           // what it started is still going on: it turns and takes no press
    std::string_view hint = {};  // tooltip; why it is disabled, for instance
    float width = 0;             // 0: as wide as its label
};

// True when it was pressed. The label is the accessible name and the id within the id scope.
bool button(const Context& context, const char* label, const ButtonOptions& options = {});
float button_width(const Context& context, const char* label, const ButtonOptions& options = {});

// A square button with nothing but an icon; `name` is its accessible name and tooltip.
bool icon_button(const Context& context, const char* icon, const char* name, bool enabled = true);

// Words that lead somewhere: to a screen, to the record in the other system.
bool link_button(const Context& context, const char* label, const char* icon = "");

// Turning circle of something that goes on, inside a square with this middle.
void draw_spinner(const Context& context, ImVec2 middle, float size, ImU32 color);

}  // namespace app::ui
