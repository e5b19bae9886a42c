#include "ui/widgets/detail_panel.h"

#include "imgui_internal.h"

#include "ui/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"

#include <algorithm>

namespace app::ui {

namespace {

constexpr float panel_padding = 20;
constexpr float shadow_width = 16;

}  // namespace

Split split_for_detail(ImVec2 from, ImVec2 to, bool detail_open)
{
    Split split{.list_from = from, .list_to = to, .detail_from = from, .detail_to = to};
    if (!detail_open) return split;
    const float page_width = ImGui::GetMainViewport()->Size.x;
    const float wide = page_width >= px(1700) ? px(metric::detail_width + 100) : px(metric::detail_width);
    const float width = std::min(wide, to.x - from.x);
    split.overlays = page_width < px(metric::overlay_detail_below);
    split.detail_from.x = to.x - width;
    if (!split.overlays) split.list_to.x = split.detail_from.x;
    return split;
}

DetailPanel::DetailPanel(const Context& context, const Split& split, std::string_view title,
                         std::string_view subtitle)
    : m_context(context),
      m_mirror(Role::complementary, "Details"),
      m_panel("detail", split.detail_from,
              {split.detail_to.x - split.detail_from.x, split.detail_to.y - split.detail_from.y},
              {.background = context.colors().surface}),
      m_to(split.detail_to)
{
    draw_edge(context, split);
    const float left = split.detail_from.x + px(panel_padding);
    const float top = split.detail_from.y + px(14);
    const float title_right = split.detail_to.x - px(panel_padding + 32);
    draw_record_text(context,
                     {.from = {left, top},
                      .to = {title_right, top + px(24)},
                      .style = TextStyle::heading,
                      .color = context.colors().text},
                     title);
    draw_record_text(context,
                     {.from = {left, top + px(26)},
                      .to = {title_right, top + px(46)},
                      .style = TextStyle::secondary,
                      .color = context.colors().muted},
                     subtitle);
    describe_at({left, top, title_right - left, px(24)}, Role::heading, shown_text(title), {.level = 2});
    ImGui::SetCursorScreenPos({title_right + px(8), top});
    m_closed = icon_button(context, icons::x, "Close details");
    ImGui::SetCursorScreenPos({left, top + px(56)});
    ImGui::BeginGroup();
}

void DetailPanel::draw_edge(const Context& context, const Split& split)
{
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float x = split.detail_from.x;
    draw->AddRectFilled({x, split.detail_from.y}, {x + px(1), split.detail_to.y}, context.colors().line);
    if (!split.overlays) return;
    const ImU32 none = context.colors().shadow & ~IM_COL32_A_MASK;
    draw->PushClipRectFullScreen();
    draw->AddRectFilledMultiColor({x - px(shadow_width), split.detail_from.y}, {x, split.detail_to.y}, none,
                                  context.colors().shadow, context.colors().shadow, none);
    draw->PopClipRect();
}

void DetailPanel::begin_body()
{
    ImGui::EndGroup();
    const ImVec2 panel = ImGui::GetWindowPos();
    const float top = ImGui::GetItemRectMax().y;
    ImGui::GetWindowDrawList()->AddRectFilled({panel.x, top - px(1)}, {m_to.x, top}, m_context.colors().line);
    m_body.emplace("body", ImVec2{panel.x + px(1), top}, ImVec2{m_to.x - panel.x - px(1), m_to.y - top},
                   ChildOptions{.padding = {px(panel_padding), px(16)}, .scrolls = true});
}

DetailPanel::~DetailPanel()
{
    if (!m_body) ImGui::EndGroup();
}

}  // namespace app::ui
