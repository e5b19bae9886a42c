#include "ui/frame.h"

#include "ui/mirror_imgui.h"
#include "ui/screen_names.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/tooltip.h"

#include <array>
#include <string>

namespace app::ui {

namespace {

using features::FrameView;
using ThemeChoice = features::command::SetTheme::Choice;

constexpr float side_margin = 10;
constexpr float link_height = 32;
constexpr float accounts_need_height = 560;

struct Column {
    Area area;
    bool folded;
};

void draw_brand(const Context& context, const Column& column)
{
    const Colors& colors = context.colors();
    const float side = px(24);
    const float left =
        column.folded ? (column.area.from.x + column.area.to.x - side) / 2 : column.area.from.x + px(16);
    const ImVec2 from = {left, column.area.from.y + px(12)};
    const ImVec2 to = {from.x + side, from.y + side};
    ImGui::GetWindowDrawList()->AddRectFilled(from, to, colors.accent, px(7));
    draw_words_in(context, from, to, TextStyle::body, colors.on_accent, icons::handshake, Align::middle);
    if (column.folded) return;
    draw_words_in(context, {to.x + px(10), from.y}, {column.area.to.x, to.y}, TextStyle::strong, colors.text,
                  "Ledgerbridge");
}

void draw_failing_count(const Context& context, const Press& press, int count)
{
    if (count <= 0) return;
    const Colors& colors = context.colors();
    const std::string text = format_count(count);
    const float width = text_width(context, TextStyle::secondary_strong, text) + px(12);
    const ImVec2 from = {press.to.x - width - px(6), press.from.y + px(6)};
    const ImVec2 to = {press.to.x - px(6), press.to.y - px(6)};
    ImGui::GetWindowDrawList()->AddRectFilled(from, to, colors.bad_soft, px(10));
    draw_words_in(context, from, to, TextStyle::secondary_strong, colors.bad, text, Align::middle);
}

bool draw_link(const Context& context, const ScreenName& screen, bool current, const Column& column,
               float top)
{
    const Colors& colors = context.colors();
    const ImVec2 from = {column.area.from.x + px(side_margin), top};
    const ImVec2 to = {column.area.to.x - px(side_margin), top + px(link_height)};
    const Press press = press_area_at(screen.name, from, to);
    describe_item(Role::link, screen.name, {.current = current});
    if (!press.visible) return false;
    if (current || press.hovered) {
        ImGui::GetWindowDrawList()->AddRectFilled(
            from, to, current ? colors.accent_soft : colors.neutral_soft, px(metric::radius));
    }
    const ImU32 color = current ? colors.accent : press.hovered ? colors.text : colors.muted;
    const float icon_room = column.folded ? to.x - from.x : px(36);
    draw_words_in(context, from, {from.x + icon_room, to.y}, TextStyle::body, color, screen.icon,
                  Align::middle);
    if (!column.folded) {
        draw_words_in(context, {from.x + px(36), from.y}, to, current ? TextStyle::strong : TextStyle::body,
                      current ? colors.accent : colors.text, screen.name);
    } else {
        tooltip_for(context, press, screen.name);
    }
    focus_ring(context, press);
    pointing_hand(press);
    return press.pressed;
}

void draw_links(const FrameView& view, const Context& context, features::CommandQueue& commands,
                const Column& column)
{
    const MirrorScope navigation(Role::navigation, "Screens");
    float top = column.area.from.y + px(60);
    for (const ScreenName& screen : screen_names) {
        if (draw_link(context, screen, view.screen == screen.screen, column, top)) {
            commands.send(features::command::Show{screen.screen});
        }
        if (screen.screen == features::Screen::sync && !column.folded) {
            draw_failing_count(context,
                               {.from = {column.area.from.x + px(side_margin), top},
                                .to = {column.area.to.x - px(side_margin), top + px(link_height)}},
                               view.failing_count);
        }
        top += px(link_height + 2);
    }
}

void draw_account(const Context& context, const Column& column, float top, const char* service,
                  const std::string& name)
{
    const Colors& colors = context.colors();
    const float left = column.area.from.x + px(18);
    const float right = column.area.to.x - px(12);
    const bool connected = !name.empty();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 dot = {left + px(4), top + px(10)};
    if (connected) draw->AddCircleFilled(dot, px(3.5f), colors.good, 16);
    else draw->AddCircle(dot, px(3.5f), colors.faint, 16, px(1.5f));
    const TextBox service_box{.from = {left + px(18), top},
                              .to = {right, top + px(19)},
                              .style = TextStyle::secondary,
                              .color = colors.muted};
    draw_record_text(context, service_box, service);
    const TextBox name_box{.from = {left + px(18), top + px(18)},
                           .to = {right, top + px(37)},
                           .style = TextStyle::secondary,
                           .color = connected ? colors.text : colors.muted};
    const std::string_view shown = connected ? std::string_view(name) : "Not connected";
    if (draw_record_text(context, name_box, shown)) tooltip_over(context, {left, top}, name_box.to, name);
    describe_at({left, top, right - left, px(37)}, Role::text,
                std::string(service) + ": " + shown_text(shown));
}

void draw_storage(const FrameView& view, const Context& context, const Column& column, float top)
{
    const Colors& colors = context.colors();
    const float left = column.area.from.x + px(column.folded ? 0 : 14);
    const ImVec2 from = {left, top};
    const ImVec2 to = {column.area.to.x - px(column.folded ? 0 : 12), top + px(24)};
    const ImU32 color = view.storage_ok ? colors.muted : colors.bad;
    const float icon_room = column.folded ? to.x - from.x : px(20);
    draw_words_in(context, from, {from.x + icon_room, to.y}, TextStyle::secondary, color,
                  view.storage_ok ? icons::database : icons::alert, Align::middle);
    bool cut = column.folded;
    if (!column.folded) {
        cut = draw_record_text(
            context,
            {.from = {from.x + px(22), from.y}, .to = to, .style = TextStyle::secondary, .color = color},
            view.storage_text);
    }
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::status, "Storage",
                {.value = shown_text(view.storage_text)});
    if (cut) tooltip_over(context, from, to, view.storage_text);
}

void draw_theme_choice(const Context& context, features::CommandQueue& commands, const Column& column,
                       float top)
{
    ImGui::SetCursorScreenPos({column.area.from.x + px(column.folded ? 14 : 14), top});
    if (column.folded) {
        const bool to_dark = !context.theme.dark;
        if (icon_button(context, to_dark ? icons::moon : icons::sun,
                        to_dark ? "Dark theme" : "Light theme")) {
            commands.send(features::command::SetTheme{to_dark ? ThemeChoice::dark : ThemeChoice::light});
        }
        return;
    }
    const std::array choices = {ThemeChoice::system, ThemeChoice::light, ThemeChoice::dark};
    const std::array segments = {
        Segment{icons::circle_half, "Theme of the system", context.theme_choice == choices[0]},
        Segment{icons::sun, "Light theme", context.theme_choice == choices[1]},
        Segment{icons::moon, "Dark theme", context.theme_choice == choices[2]},
    };
    if (const auto chosen = segmented(context, "Theme", segments)) {
        commands.send(features::command::SetTheme{choices.at(*chosen)});
    }
}

void draw_foot(const FrameView& view, const Context& context, features::CommandQueue& commands,
               const Column& column)
{
    float top = column.area.to.y - px(46);
    draw_theme_choice(context, commands, column, top);
    top -= px(30);
    draw_storage(view, context, column, top);
    if (column.folded || column.area.height() < px(accounts_need_height)) return;
    top -= px(46);
    draw_account(context, column, top, "QuickBooks", view.quickbooks_name);
    top -= px(42);
    draw_account(context, column, top, "HubSpot", view.hubspot_name);
    top -= px(14);
    if (view.demo) {
        top -= px(28);
        ImGui::SetCursorScreenPos({column.area.from.x + px(14), top});
        pill(context, {icons::sparkles, "Demo accounts", Tone::info});
        top -= px(10);
    }
    ImGui::GetWindowDrawList()->AddRectFilled(
        {column.area.from.x + px(14), top}, {column.area.to.x - px(14), top + px(1)}, context.colors().line);
}

}  // namespace

Area draw_navigation(const FrameView& view, const Context& context, features::CommandQueue& commands,
                     const Area& page)
{
    const bool folded = page.width() < px(metric::fold_navigation_below);
    const float width = px(folded ? metric::navigation_folded_width : metric::navigation_width);
    const Column column{{page.from, {page.from.x + width, page.to.y}}, folded};
    {
        const Child child("navigation", column.area.from, {width, page.height()});
        draw_brand(context, column);
        draw_links(view, context, commands, column);
        draw_foot(view, context, commands, column);
        ImGui::GetWindowDrawList()->AddRectFilled({column.area.to.x - px(1), page.from.y}, column.area.to,
                                                  context.colors().line);
    }
    return {{page.from.x + width, page.from.y}, page.to};
}

}  // namespace app::ui
