#include "ui/frame.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/screen_names.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/overlay.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"
#include "ui/widgets/tooltip.h"

#include <array>

namespace app::ui {

namespace {

using features::BannerView;

constexpr float banner_height = 40;

Mark banner_mark(BannerView::Kind kind)
{
    switch (kind) {
    case BannerView::Kind::info: return {icons::info, "", Tone::info};
    case BannerView::Kind::warning: return {icons::alert, "", Tone::warn};
    case BannerView::Kind::error: return {icons::circle_alert, "", Tone::bad};
    }
    return {};
}

void draw_banner(const BannerView& banner, const Context& context, features::CommandQueue& commands,
                 const Area& area)
{
    const Child child("banner", area.from, {area.width(), area.height()});
    const Mark mark = banner_mark(banner.kind);
    const ImU32 color = tone_color(context.colors(), mark.tone);
    ImGui::GetWindowDrawList()->AddRectFilled(area.from, area.to, tone_soft(context.colors(), mark.tone));
    const float left = area.from.x + px(metric::page_margin);
    float right = area.to.x - px(metric::page_margin);
    draw_words_in(context, {left, area.from.y}, {left + px(24), area.to.y}, TextStyle::body, color,
                  mark.icon);
    if (!banner.action.empty()) {
        const ButtonOptions options{.kind = ButtonKind::secondary};
        right -= button_width(context, banner.action.c_str(), options);
        ImGui::SetCursorScreenPos({right, area.from.y + px(4)});
        if (button(context, banner.action.c_str(), options)) {
            if (banner.action_screen) commands.send(features::command::Show{*banner.action_screen});
            else commands.send(features::command::TakeOverWriting{});
        }
    }
    const TextBox box{.from = {left + px(26), area.from.y},
                      .to = {right - px(12), area.to.y},
                      .style = TextStyle::body,
                      .color = context.colors().text};
    if (draw_record_text(context, box, banner.text)) tooltip_over(context, box.from, box.to, banner.text);
    describe_at({left, area.from.y, right - left, area.height()},
                banner.kind == BannerView::Kind::error ? Role::alert : Role::status, shown_text(banner.text),
                {.live = Live::polite});
}

}  // namespace

Area draw_banners(const features::FrameView& view, const Context& context, features::CommandQueue& commands,
                  const Area& area)
{
    constexpr std::size_t banners_max = 3;
    Area rest = area;
    for (std::size_t at = 0; at < view.banners.size() && at < banners_max; ++at) {
        const IdScope id(static_cast<std::int64_t>(at));
        draw_banner(view.banners[at], context, commands,
                    {rest.from, {rest.to.x, rest.from.y + px(banner_height)}});
        rest = rest.below(px(banner_height));
    }
    return rest;
}

namespace {

void key_line(const Context& context, const char* keys, const char* meaning)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 to = {from.x + width, from.y + px(26)};
    draw_words_in(context, from, {from.x + px(220), to.y}, TextStyle::secondary_strong, context.colors().text,
                  keys);
    draw_words_in(context, {from.x + px(220), from.y}, to, TextStyle::secondary, context.colors().muted,
                  meaning);
    ImGui::Dummy({width, px(26) - ImGui::GetStyle().ItemSpacing.y});
    describe_at({from.x, from.y, width, px(26)}, Role::listitem, std::string(keys) + ": " + meaning);
}

}  // namespace

void draw_help(AppUiState& state, const Context& context)
{
    if (!state.help_open) return;
    const MirrorScope dialog(Role::dialog, "Keyboard", {.modal = true});
    const Overlay overlay(context, "Keyboard", 520);
    if (!overlay) return;
    const MirrorScope list(Role::list, "Keys");
    for (const ScreenName& screen : screen_names) {
        const std::string keys = std::string("G, then ") + screen.key;
        key_line(context, keys.c_str(), screen.name);
    }
    constexpr std::array<std::array<const char*, 2>, 7> others = {{
        {"/", "Search in the list"},
        {"Up, Down, J, K", "Walk through a list"},
        {"Page Up, Page Down, Home, End", "Walk faster"},
        {"Enter", "Open the details"},
        {"Ctrl+C", "Copy the row, for a spreadsheet"},
        {"Esc", "Close the details or a dialog"},
        {"?", "These keys"},
    }};
    for (const auto& [keys, meaning] : others) key_line(context, keys, meaning);
    ImGui::Dummy({0, px(8)});
    bool closed = overlay.dismissed();
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    if (button(context, "Close")) {
        closed = true;
        ImGui::CloseCurrentPopup();
    }
    state.help_open = !closed;
}

}  // namespace app::ui
