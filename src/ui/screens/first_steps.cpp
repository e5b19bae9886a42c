#include "ui/screens/first_steps.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>

namespace app::ui {

namespace {

namespace command = features::command;

constexpr float steps_width_max = 760;
constexpr float step_height = 84;
constexpr int text_lines_max = 3;

struct Step {
    const char* number;
    const char* title;
    const char* text;
    const char* action;
    bool done;
    bool next;  // the one to do now
};

void draw_number(const Context& context, const Step& step, ImVec2 from)
{
    const Colors& colors = context.colors();
    const float side = px(28);
    const ImVec2 to = {from.x + side, from.y + side};
    const ImVec2 middle = {from.x + side / 2, from.y + side / 2};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 fill = step.done ? colors.good_soft : step.next ? colors.accent : colors.neutral_soft;
    const ImU32 color = step.done ? colors.good : step.next ? colors.on_accent : colors.muted;
    draw->AddCircleFilled(middle, side / 2, fill, 32);
    draw_words_in(context, from, to, TextStyle::secondary_strong, color,
                  step.done ? icons::check : step.number, Align::middle);
}

bool draw_step(const Context& context, const Step& step, float width)
{
    const Colors& colors = context.colors();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const MirrorScope item(Role::listitem, step.title,
                           {.description = step.done   ? "done"
                                           : step.next ? "next"
                                                       : "later"});
    draw_number(context, step, {from.x, from.y + px(4)});
    const ButtonOptions options{.kind = step.next ? ButtonKind::primary : ButtonKind::secondary,
                                .icon = icons::arrow_right};
    const float action_width = step.done ? 0 : button_width(context, step.action, options);
    ImGui::SetCursorScreenPos({from.x + px(44), from.y + px(2)});
    {
        const GroupScope group;
        words(context, TextStyle::strong, step.done ? colors.muted : colors.text, step.title);
        record_paragraph(context, TextStyle::secondary, colors.muted, step.text,
                         width - px(44 + 24) - action_width, text_lines_max);
    }
    bool pressed = false;
    if (!step.done) {
        ImGui::SetCursorScreenPos({from.x + width - action_width, from.y + px(4)});
        pressed = button(context, step.action, options);
    }
    ImGui::SetCursorScreenPos({from.x, from.y + px(step_height)});
    ImGui::Dummy({width, 0});
    return pressed;
}

}  // namespace

void draw_first_steps(const features::OverviewView& view, bool demo, const Context& context,
                      features::CommandQueue& commands, float width)
{
    const float column = std::min(width, px(steps_width_max));
    const bool both = view.hubspot_connected && view.quickbooks_connected;
    heading(context, TextStyle::title, 2, "Bring your invoices to HubSpot in three steps");
    gap(8);
    words(context, TextStyle::body, context.colors().muted,
          "Nothing is written to either account before you have seen the plan and allowed it.", column);
    gap(28);
    const MirrorScope list(Role::list, "First steps");
    const StyleScope spacing(ImGuiStyleVar_ItemSpacing, ImVec2{px(8), px(6)});
    const Step hubspot{"1",
                       "Connect HubSpot",
                       "Contacts, products and invoices appear in this account.",
                       "Connect HubSpot",
                       view.hubspot_connected,
                       !view.hubspot_connected};
    if (draw_step(context, hubspot, column)) commands.send(command::ConnectHubSpot{});
    const Step quickbooks{
        "2",
        "Connect QuickBooks",
        "Your books stay the source: customers, items and invoices are read from this company.",
        "Connect QuickBooks",
        view.quickbooks_connected,
        view.hubspot_connected && !view.quickbooks_connected};
    if (draw_step(context, quickbooks, column)) commands.send(command::ConnectQuickBooks{});
    const Step plan{
        "3",
        view.plan_seen ? "Allow and apply the first plan" : "Look at the first plan",
        "See every record and field that would be created or changed in HubSpot, before anything is.",
        "Go to Sync",
        false,
        both};
    if (draw_step(context, plan, column)) commands.send(command::Show{features::Screen::sync});
    if (!demo) {
        words(context, TextStyle::secondary, context.colors().muted,
              "No accounts at hand? Start with ./dev run to try everything with two simulated ones.", column);
    }
}

}  // namespace app::ui
