#include "shell/input_web.h"

#include "shell/key_codes.h"

#include "imgui.h"

#include <emscripten/em_macros.h>

#include <array>

extern "C" void input_start();  // shell/input_library.js

namespace {

// Dear ImGui scrolls five lines of text per unit; with 15 px text this many CSS pixels.
constexpr float css_pixels_per_wheel_unit = 75;

constexpr unsigned ctrl_bit = 1;
constexpr unsigned shift_bit = 2;
constexpr unsigned alt_bit = 4;
constexpr unsigned super_bit = 8;

void add_modifiers(ImGuiIO& io, unsigned modifiers)
{
    io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & ctrl_bit) != 0);
    io.AddKeyEvent(ImGuiMod_Shift, (modifiers & shift_bit) != 0);
    io.AddKeyEvent(ImGuiMod_Alt, (modifiers & alt_bit) != 0);
    io.AddKeyEvent(ImGuiMod_Super, (modifiers & super_bit) != 0);
}

// The browser numbers the middle button 1, Dear ImGui the right one.
int imgui_button(int button)
{
    constexpr std::array<int, 5> buttons = {0, 2, 1, 3, 4};
    return button >= 0 && button < 5 ? buttons[static_cast<std::size_t>(button)] : -1;
}

}  // namespace

// Called by shell/input_library.js.
extern "C" {
EMSCRIPTEN_KEEPALIVE void input_pointer(float x, float y, bool touch)
{
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    const bool outside = x < 0 || y < 0;
    if (outside) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    else io.AddMousePosEvent(x, y);
}

EMSCRIPTEN_KEEPALIVE void input_button(int button, bool down)
{
    const int number = imgui_button(button);
    if (number >= 0) ImGui::GetIO().AddMouseButtonEvent(number, down);
}

EMSCRIPTEN_KEEPALIVE void input_wheel(float x, float y)
{
    ImGui::GetIO().AddMouseWheelEvent(-x / css_pixels_per_wheel_unit, -y / css_pixels_per_wheel_unit);
}

EMSCRIPTEN_KEEPALIVE void input_key(const char* code, const char* key, unsigned modifiers, bool down)
{
    ImGuiIO& io = ImGui::GetIO();
    add_modifiers(io, modifiers);
    const ImGuiKey known = app::shell::key_from_event(code, key);
    if (known != ImGuiKey_None) io.AddKeyEvent(known, down);
    // While Cmd is held, a Mac tells of no other key's release.
    const bool super_released = !down && (known == ImGuiKey_LeftSuper || known == ImGuiKey_RightSuper);
    if (super_released && io.ConfigMacOSXBehaviors) io.ClearInputKeys();
}

EMSCRIPTEN_KEEPALIVE void input_text(const char* text)
{
    ImGui::GetIO().AddInputCharactersUTF8(text);
}
EMSCRIPTEN_KEEPALIVE void input_focus(bool focused)
{
    ImGui::GetIO().AddFocusEvent(focused);
}
}

namespace app::shell {

void start_input()
{
    input_start();
}

}  // namespace app::shell
