#pragma once

#include "imgui.h"

#include <string_view>

namespace app::shell {

// The ImGui key of a KeyboardEvent. `code` is the place on the keyboard ("KeyA", "NumpadEnter"),
// `key` what it produces there ("a", "ф"). Letters and digits go by what they produce, so that Ctrl+A is where
// the layout has its A; where that is no Latin letter, and for everything else, the place decides.
// ImGuiKey_None for keys that ImGui does not know.
ImGuiKey key_from_event(std::string_view code, std::string_view key);

}  // namespace app::shell
