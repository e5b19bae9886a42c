#include "ui/widgets/button.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tooltip.h"

#include <cmath>

namespace app::ui {

namespace {

constexpr float side_padding = 12;
constexpr float icon_gap = 6;
constexpr float icon_size = 15;
constexpr double spinner_frame_seconds = 1.0 / 30;

struct Look {
    ImU32 fill;
    ImU32 border;
    ImU32 text;
};

Look filled(ImU32 color, ImU32 hovered, ImU32 text, const Press& press)
{
    return {press.hovered || press.held ? hovered : color, 0, text};
}

Look look_of(const Colors& colors, ButtonKind kind, const Press& press, bool enabled)
{
    if (!enabled) {
        const bool solid = kind == ButtonKind::primary || kind == ButtonKind::danger;
        if (solid) return {colors.neutral_soft, 0, colors.faint};
        return {0, kind == ButtonKind::quiet ? 0 : colors.line, colors.faint};
    }
    switch (kind) {
    case ButtonKind::primary: return filled(colors.accent, colors.accent_hover, colors.on_accent, press);
    case ButtonKind::danger:
        return filled(colors.bad, mixed(colors.bad, colors.text, 0.15f), colors.surface, press);
    case ButtonKind::secondary:
        return {press.hovered ? colors.hover : colors.surface,
                press.hovered ? colors.line_strong : colors.line_strong, colors.text};
    case ButtonKind::quiet: return {press.hovered ? colors.neutral_soft : 0, 0, colors.text};
    }
    return {};
}

void draw_face(const Look& look, const Press& press)
{
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (look.fill != 0) draw->AddRectFilled(press.from, press.to, look.fill, px(metric::radius));
    if (look.border != 0) draw->AddRect(press.from, press.to, look.border, px(metric::radius), 0, px(1));
}

void draw_label(const Context& context, const Press& press, const char* label, const ButtonOptions& options,
                ImU32 color)
{
    const bool has_icon = options.icon[0] != '\0' || options.busy;
    const float label_width = text_width(context, TextStyle::secondary_strong, label);
    const float mark = has_icon ? px(icon_size) + px(icon_gap) : 0;
    const float start = press.middle().x - (label_width + mark) / 2;
    if (options.busy) {
        draw_spinner(context, {start + px(icon_size) / 2, press.middle().y}, px(icon_size - 1), color);
    } else if (has_icon) {
        draw_words(context, {start, press.middle().y - text_height(TextStyle::body) / 2}, TextStyle::body,
                   color, options.icon);
    }
    draw_words(context, {start + mark, press.middle().y - text_height(TextStyle::secondary) / 2},
               TextStyle::secondary_strong, color, label);
}

}  // namespace

float button_width(const Context& context, const char* label, const ButtonOptions& options)
{
    if (options.width > 0) return options.width;
    const bool has_icon = options.icon[0] != '\0' || options.busy;
    const float mark = has_icon ? px(icon_size) + px(icon_gap) : 0;
    return std::ceil(text_width(context, TextStyle::secondary_strong, label)) + mark + 2 * px(side_padding);
}

bool button(const Context& context, const char* label, const ButtonOptions& options)
{
    const bool usable = options.enabled && !options.busy;
    const ImVec2 size = {button_width(context, label, options), px(metric::control_height)};
    Press press;
    {
        const DisabledScope disabled(!usable);
        press = press_area(label, size);
        describe_item(Role::button, label, {.description = options.hint, .busy = options.busy});
    }
    if (!press.visible) return false;
    const Look look = look_of(context.colors(), options.kind, press, options.enabled);
    draw_face(look, press);
    draw_label(context, press, label, options, look.text);
    focus_ring(context, press);
    if (usable) pointing_hand(press);
    tooltip_over(context, press.from, press.to, options.hint);
    return press.pressed && usable;
}

bool icon_button(const Context& context, const char* icon, const char* name, bool enabled)
{
    const float side = px(metric::control_height - 4);
    Press press;
    {
        const DisabledScope disabled(!enabled);
        press = press_area(name, {side, side});
        describe_item(Role::button, name);
    }
    if (!press.visible) return false;
    const Colors& colors = context.colors();
    if (press.hovered) {
        ImGui::GetWindowDrawList()->AddRectFilled(press.from, press.to, colors.neutral_soft,
                                                  px(metric::radius));
    }
    const ImU32 color = !enabled ? colors.faint : press.hovered ? colors.text : colors.muted;
    draw_words_in(context, press.from, press.to, TextStyle::body, color, icon, Align::middle);
    focus_ring(context, press);
    if (enabled) pointing_hand(press);
    tooltip_for(context, press, name);
    return press.pressed && enabled;
}

bool link_button(const Context& context, const char* label, const char* icon)
{
    const float mark = icon[0] != '\0' ? px(13) + px(4) : 0;
    const float label_width = text_width(context, TextStyle::secondary_strong, label);
    const Press press = press_area(label, {label_width + mark, px(20)});
    describe_item(Role::link, label);
    if (!press.visible) return false;
    const ImU32 color = press.hovered ? context.colors().accent_hover : context.colors().accent;
    const float top = press.middle().y - text_height(TextStyle::secondary) / 2;
    draw_words(context, {press.from.x, top}, TextStyle::secondary_strong, color, label);
    if (mark > 0) {
        draw_words(context, {press.from.x + label_width + px(4), top}, TextStyle::secondary, color, icon);
    }
    if (press.hovered) {
        const float line = std::round(press.to.y - px(3));
        ImGui::GetWindowDrawList()->AddLine({press.from.x, line}, {press.from.x + label_width, line}, color,
                                            px(1));
    }
    focus_ring(context, press);
    pointing_hand(press);
    return press.pressed;
}

void draw_spinner(const Context& context, ImVec2 middle, float size, ImU32 color)
{
    if (context.reduced_motion) {
        draw_words(context, {middle.x - size / 2, middle.y - size / 2}, TextStyle::secondary, color,
                   icons::loader);
        return;
    }
    context.next_frame.wanted_in(spinner_frame_seconds);
    constexpr double turn_ms = 900;
    constexpr float full_turn = 6.2831853f;
    const auto start = static_cast<float>(std::fmod(context.monotonic.ms, turn_ms) / turn_ms) * full_turn;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->PathArcTo(middle, size / 2 - px(1), start, start + full_turn * 0.7f, 20);
    draw->PathStroke(color, 0, px(1.6f));
}

}  // namespace app::ui
