#pragma once

#include "ui/context.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace app::ui {

// One of many, found by typing a part of its name.
struct PickerOption {
    std::string_view label;
    std::string_view note = {};  // at the right, in muted words
};

// Which picker of a screen is open, and what is typed in it. Belongs to the screen.
struct PickerState {
    std::string open;  // its name
    std::string text;
};

// A box of the layout with what is chosen; pressed, it unfolds a search box with the options that match. Gives the
// chosen option. `name` is its accessible name; labels and notes may be record text.
std::optional<std::size_t> picker(const Context& context, const char* name, std::string_view chosen,
                                  std::span<const PickerOption> options, PickerState& state, float width);

}  // namespace app::ui
