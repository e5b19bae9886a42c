#include "ui/keys.h"

#include "imgui_internal.h"

#include "ui/screen_names.h"

namespace app::ui {

namespace {

namespace command = features::command;
using features::Screen;

constexpr double second_key_within_ms = 1500;

bool dialog_is_open()
{
    return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

bool plain_key(ImGuiKey key)
{
    const ImGuiIO& io = ImGui::GetIO();
    return !io.KeyCtrl && !io.KeySuper && !io.KeyAlt && ImGui::IsKeyPressed(key, false);
}

// The characters themselves, because keyboards put "/" and "?" on different keys.
bool typed(ImWchar character)
{
    for (const ImWchar queued : ImGui::GetIO().InputQueueCharacters) {
        if (queued == character) return true;
    }
    return false;
}

ImGuiKey letter_key(const char* letter)
{
    return static_cast<ImGuiKey>(ImGuiKey_A + (letter[0] - 'A'));
}

void go_to_screen(AppUiState& state, const Context& context, features::CommandQueue& commands)
{
    const bool waits_for_letter =
        state.g_pressed_ms && context.monotonic.ms - *state.g_pressed_ms < second_key_within_ms;
    if (!waits_for_letter) {
        state.g_pressed_ms.reset();
        if (plain_key(ImGuiKey_G)) state.g_pressed_ms = context.monotonic.ms;
        return;
    }
    for (const ScreenName& screen : screen_names) {
        if (!plain_key(letter_key(screen.key))) continue;
        commands.send(command::Show{screen.screen});
        state.g_pressed_ms.reset();
    }
}

void close_detail(const Views& views, AppUiState& state, features::CommandQueue& commands)
{
    switch (views.frame.screen) {
    case Screen::invoices:
        if (views.invoices.selected) commands.send(command::SelectInvoice{});
        return;
    case Screen::contacts:
        if (views.contacts.selected) commands.send(command::SelectContact{});
        return;
    case Screen::products:
        if (views.products.selected) commands.send(command::SelectProduct{});
        return;
    case Screen::activity:
        if (views.activity.selected) commands.send(command::SelectActivity{});
        return;
    case Screen::sync: state.sync.open_plan_row.reset(); return;
    case Screen::overview:
    case Screen::connections:
    case Screen::settings: return;
    }
}

}  // namespace

SearchState* search_of(AppUiState& state, Screen screen)
{
    switch (screen) {
    case Screen::invoices: return &state.invoices.search;
    case Screen::contacts: return &state.contacts.search;
    case Screen::products: return &state.products.search;
    case Screen::activity: return &state.activity.search;
    case Screen::overview:
    case Screen::sync:
    case Screen::connections:
    case Screen::settings: return nullptr;
    }
    return nullptr;
}

void handle_keys(const Views& views, AppUiState& state, const Context& context,
                 features::CommandQueue& commands)
{
    if (ImGui::GetIO().WantTextInput || dialog_is_open()) return;
    go_to_screen(state, context, commands);
    SearchState* search = search_of(state, views.frame.screen);
    const bool shift = ImGui::GetIO().KeyShift;
    if (search != nullptr && (typed('/') || (!shift && plain_key(ImGuiKey_Slash)))) search->take_focus = true;
    if (typed('?') || (shift && plain_key(ImGuiKey_Slash))) state.help_open = true;
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) close_detail(views, state, commands);
}

}  // namespace app::ui
