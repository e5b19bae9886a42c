#include "shell/key_codes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace app::shell {

namespace {

using Entry = std::pair<std::string_view, ImGuiKey>;

constexpr std::array named = std::to_array<Entry>({
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"Backquote", ImGuiKey_GraveAccent},
    {"Backslash", ImGuiKey_Backslash},
    {"Backspace", ImGuiKey_Backspace},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"BracketRight", ImGuiKey_RightBracket},
    {"CapsLock", ImGuiKey_CapsLock},
    {"Comma", ImGuiKey_Comma},
    {"ContextMenu", ImGuiKey_Menu},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"Delete", ImGuiKey_Delete},
    {"End", ImGuiKey_End},
    {"Enter", ImGuiKey_Enter},
    {"Equal", ImGuiKey_Equal},
    {"Escape", ImGuiKey_Escape},
    {"Home", ImGuiKey_Home},
    {"Insert", ImGuiKey_Insert},
    {"IntlBackslash", ImGuiKey_Oem102},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
    {"Minus", ImGuiKey_Minus},
    {"NumLock", ImGuiKey_NumLock},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadDecimal", ImGuiKey_KeypadDecimal},
    {"NumpadDivide", ImGuiKey_KeypadDivide},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"NumpadEqual", ImGuiKey_KeypadEqual},
    {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"PageDown", ImGuiKey_PageDown},
    {"PageUp", ImGuiKey_PageUp},
    {"Pause", ImGuiKey_Pause},
    {"Period", ImGuiKey_Period},
    {"PrintScreen", ImGuiKey_PrintScreen},
    {"Quote", ImGuiKey_Apostrophe},
    {"ScrollLock", ImGuiKey_ScrollLock},
    {"Semicolon", ImGuiKey_Semicolon},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"Slash", ImGuiKey_Slash},
    {"Space", ImGuiKey_Space},
    {"Tab", ImGuiKey_Tab},
});
static_assert(std::ranges::is_sorted(named, {}, &Entry::first));

ImGuiKey offset(ImGuiKey first, int by)
{
    return static_cast<ImGuiKey>(std::to_underlying(first) + by);
}

ImGuiKey letter_or_digit(char c)
{
    if (c >= 'a' && c <= 'z') return offset(ImGuiKey_A, c - 'a');
    if (c >= 'A' && c <= 'Z') return offset(ImGuiKey_A, c - 'A');
    if (c >= '0' && c <= '9') return offset(ImGuiKey_0, c - '0');
    return ImGuiKey_None;
}

ImGuiKey function_key(std::string_view code)
{
    int number = 0;
    for (const char c : code.substr(1)) {
        if (c < '0' || c > '9') return ImGuiKey_None;
        number = number * 10 + (c - '0');
    }
    return number >= 1 && number <= 24 ? offset(ImGuiKey_F1, number - 1) : ImGuiKey_None;
}

ImGuiKey key_from_code(std::string_view code)
{
    if (code.starts_with("Key") && code.size() == 4) return letter_or_digit(code[3]);
    if (code.starts_with("Digit") && code.size() == 6) return letter_or_digit(code[5]);
    const bool is_keypad_digit =
        code.starts_with("Numpad") && code.size() == 7 && code[6] >= '0' && code[6] <= '9';
    if (is_keypad_digit) return offset(ImGuiKey_Keypad0, code[6] - '0');
    if (code.starts_with("F") && (code.size() == 2 || code.size() == 3)) return function_key(code);
    const auto found = std::ranges::lower_bound(named, code, {}, &Entry::first);
    return found != named.end() && found->first == code ? found->second : ImGuiKey_None;
}

}  // namespace

ImGuiKey key_from_event(std::string_view code, std::string_view key)
{
    const bool on_main_block = code.starts_with("Key") || code.starts_with("Digit") || code == "Semicolon" ||
                               code == "Comma" || code == "Quote" || code == "BracketLeft" ||
                               code == "BracketRight";
    if (key.size() == 1 && on_main_block) {
        const ImGuiKey produced = letter_or_digit(key.front());
        if (produced != ImGuiKey_None) return produced;
    }
    return key_from_code(code);
}

}  // namespace app::shell
