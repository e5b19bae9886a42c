#include "ui/screens/list_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/states.h"
#include "ui/widgets/tooltip.h"

#include <format>

namespace app::ui {

FilterBar draw_filter_bar(const Context& context, const char* name, std::span<const FilterTab> tabs,
                          const Area& area)
{
    const float margin = px(metric::page_margin - 10);
    ImGui::SetCursorScreenPos({area.from.x + margin, area.from.y + px(8)});
    FilterBar bar;
    bar.chosen = filter_tabs(context, name, tabs, area.width() - 2 * margin);
    const float bottom = ImGui::GetItemRectMax().y + px(8);
    ImGui::GetWindowDrawList()->AddRectFilled({area.from.x, bottom - px(1)}, {area.to.x, bottom},
                                              context.colors().line);
    bar.rest = area.below(bottom - area.from.y);
    return bar;
}

namespace {

bool draw_nothing_found(const Context& context, const ListState& list, const Area& area)
{
    const std::string sentence = std::format("None of the {} {} matches the search and filter.",
                                             format_count(list.count_all), list.plural);
    return empty_state(context, area.from, area.to,
                       {.icon = icons::search,
                        .title = "Nothing found",
                        .sentence = sentence,
                        .action = "Show all",
                        .action_icon = icons::x});
}

void draw_no_records(const Context& context, const ListState& list, const Area& area,
                     features::CommandQueue& commands)
{
    const std::string title = std::format("No {} yet", list.plural);
    const std::string sentence = std::format("Your {} appear here after the first sync.", list.plural);
    const bool pressed = empty_state(context, area.from, area.to,
                                     {.icon = list.icon,
                                      .title = title.c_str(),
                                      .sentence = sentence,
                                      .action = "Go to Sync",
                                      .action_icon = icons::arrow_right});
    if (pressed) commands.send(features::command::Show{features::Screen::sync});
}

}  // namespace

ListAction draw_list_state(const Context& context, const ListState& list, const Area& area,
                           features::CommandQueue& commands)
{
    if (list.state == features::LoadState::failed) {
        failed_state(context, area.from, area.to, list.problem);
        return ListAction::drawn;
    }
    if (list.count_shown > 0) return ListAction::none;
    if (list.state == features::LoadState::loading) {
        skeleton_rows(context, area.from, area.to);
        return ListAction::drawn;
    }
    if (list.filtered && list.count_all > 0) {
        return draw_nothing_found(context, list, area) ? ListAction::clear_filter : ListAction::drawn;
    }
    draw_no_records(context, list, area, commands);
    return ListAction::drawn;
}

void draw_list_foot(const Context& context, std::string_view left, std::string_view right, const Area& area)
{
    const Colors& colors = context.colors();
    ImGui::GetWindowDrawList()->AddRectFilled(area.from, {area.to.x, area.from.y + px(1)}, colors.line);
    const ImVec2 from = {area.from.x + px(metric::page_margin), area.from.y};
    const ImVec2 to = {area.to.x - px(metric::page_margin + 10), area.to.y};
    const float left_width = text_width(context, TextStyle::secondary, left) + px(1);
    draw_words_in(context, from, {from.x + left_width, to.y}, TextStyle::secondary, colors.muted, left);
    const ImVec2 right_from = {from.x + left_width + px(16), from.y};
    const TextBox box{.from = right_from,
                      .to = to,
                      .style = TextStyle::secondary_strong,
                      .color = colors.text,
                      .align = Align::end};
    if (draw_record_text(context, box, right)) tooltip_over(context, right_from, to, right);
    describe_at({from.x, from.y, to.x - from.x, to.y - from.y}, Role::text, std::string(left),
                {.value = right});
}

void copy_row(const TableEvents& events, features::CommandQueue& commands)
{
    if (!events.copied.empty()) commands.send(features::command::CopyText{events.copied});
}

}  // namespace app::ui
