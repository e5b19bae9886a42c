#include "ui/widgets/picker.h"

#include "base/text.h"
#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/pressable.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text_field.h"

#include <algorithm>
#include <vector>

namespace app::ui {

namespace {

constexpr std::size_t shown_max = 8;
constexpr float option_height = 30;

bool draw_box(const Context& context, const char* name, std::string_view chosen, bool is_open, float width)
{
    const Colors& colors = context.colors();
    const Press press = press_area("###box", {width, px(metric::control_height)});
    describe_item(
        Role::button, name,
        {.value = shown_text(chosen), .expanded = is_open ? Expanded::expanded : Expanded::collapsed});
    if (!press.visible) return false;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(press.from, press.to, press.hovered ? colors.neutral_soft : colors.surface,
                        px(metric::radius));
    draw->AddRect(press.from, press.to, is_open ? colors.accent : colors.line_strong, px(metric::radius), 0,
                  px(1));
    draw_record_text(context,
                     {.from = {press.from.x + px(10), press.from.y},
                      .to = {press.to.x - px(30), press.to.y},
                      .style = TextStyle::body,
                      .color = chosen.empty() ? colors.faint : colors.text},
                     chosen.empty() ? std::string_view("Choose …") : chosen);
    draw_words_in(context, {press.to.x - px(28), press.from.y}, {press.to.x - px(8), press.to.y},
                  TextStyle::secondary, colors.muted, is_open ? icons::chevron_up : icons::chevron_down,
                  Align::middle);
    focus_ring(context, press);
    pointing_hand(press);
    return press.pressed;
}

bool draw_option(const Context& context, const PickerOption& option, bool is_chosen, float width)
{
    const Colors& colors = context.colors();
    const Press press = press_area("###option", {width, px(option_height)});
    describe_item(Role::option, shown_text(option.label),
                  {.description = option.note, .selected = is_chosen ? Selected::yes : Selected::no});
    if (!press.visible) return false;
    if (press.hovered || press.focused)
        ImGui::GetWindowDrawList()->AddRectFilled(press.from, press.to, colors.neutral_soft,
                                                  px(metric::radius));
    const float note = text_width(context, TextStyle::secondary, option.note);
    const float middle = std::max(press.from.x + px(80), press.to.x - px(16) - note);
    draw_record_text(context,
                     {.from = {press.from.x + px(10), press.from.y},
                      .to = {middle - px(6), press.to.y},
                      .style = TextStyle::body,
                      .color = is_chosen ? colors.accent : colors.text},
                     option.label);
    draw_words_in(context, {middle, press.from.y}, {press.to.x - px(8), press.to.y}, TextStyle::secondary,
                  colors.muted, option.note, Align::end);
    focus_ring(context, press, Ring::inside);
    pointing_hand(press);
    return press.pressed;
}

std::vector<std::size_t> matching(std::span<const PickerOption> options, const std::string& text)
{
    const std::string asked = lower_ascii(trimmed(text));
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < options.size(); ++at) {
        if (asked.empty() || lower_ascii(options[at].label).contains(asked)) found.push_back(at);
    }
    return found;
}

std::optional<std::size_t> draw_options(const Context& context, const char* name, std::string_view chosen,
                                        std::span<const PickerOption> options, PickerState& state,
                                        float width)
{
    const MirrorScope list(Role::listbox, name);
    const std::string search = std::string("Search ") + name;
    if (options.size() > shown_max) text_field(context, search.c_str(), state.text, width);
    const std::vector<std::size_t> found = matching(options, state.text);
    std::optional<std::size_t> pressed;
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{0, 0});
    for (std::size_t at = 0; at < found.size() && at < shown_max; ++at) {
        const IdScope id(static_cast<std::int64_t>(found[at]));
        const PickerOption& option = options[found[at]];
        if (draw_option(context, option, option.label == chosen, width)) pressed = found[at];
    }
    if (found.empty()) words(context, TextStyle::secondary, context.colors().muted, "Nothing of that name.");
    if (found.size() > shown_max)
        words(context, TextStyle::secondary, context.colors().muted,
              format_counted(static_cast<std::int64_t>(found.size() - shown_max), "more option") +
                  ": type a part of the name.");
    return pressed;
}

}  // namespace

std::optional<std::size_t> picker(const Context& context, const char* name, std::string_view chosen,
                                  std::span<const PickerOption> options, PickerState& state, float width)
{
    const IdScope id(name);
    const bool is_open = state.open == name;
    if (draw_box(context, name, chosen, is_open, width)) {
        state.open = is_open ? std::string() : std::string(name);
        state.text.clear();
    }
    if (!is_open) return std::nullopt;
    const auto pressed = draw_options(context, name, chosen, options, state, width);
    if (pressed) state.open.clear();
    return pressed;
}

}  // namespace app::ui
