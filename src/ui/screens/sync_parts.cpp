#include "ui/screens/sync_parts.h"

#include "ui/icons.h"
#include "ui/mirror_imgui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/record_text.h"
#include "ui/widgets/scopes.h"

#include <algorithm>
#include <array>
#include <format>

namespace app::ui {

namespace {

namespace command = features::command;
using features::ObjectSyncView;
using features::ProgressView;
using features::SyncObject;
using features::SyncView;

constexpr float object_width_min = 200;
constexpr float object_height = 136;

const char* switch_name(SyncObject object)
{
    switch (object) {
    case SyncObject::contacts: return "Sync contacts";
    case SyncObject::products: return "Sync products";
    case SyncObject::invoices: return "Sync invoices";
    }
    return "";
}

const char* write_switch_name(SyncObject object)
{
    switch (object) {
    case SyncObject::contacts: return "Write contacts";
    case SyncObject::products: return "Write products";
    case SyncObject::invoices: return "Write invoices";
    }
    return "";
}

const char* no_plan_reason(const SyncView& view)
{
    if (view.progress.running) return "A sync is running";
    if (!view.writing_allowed) return "Allow writing first";
    if (view.plan.state != features::PlanView::State::ready) return "Preview the plan first";
    return "There is nothing to do";
}

void draw_plan_buttons(const SyncView& view, const Context& context, features::CommandQueue& commands,
                       ImVec2 place, Align align)
{
    const bool preparing = view.plan.state == features::PlanView::State::preparing;
    const bool apply_first = view.can_apply;
    const ButtonOptions preview{.kind = apply_first ? ButtonKind::secondary : ButtonKind::primary,
                                .icon = icons::eye,
                                .enabled = view.can_preview,
                                .busy = preparing};
    const ButtonOptions apply{.kind = apply_first ? ButtonKind::primary : ButtonKind::secondary,
                              .icon = icons::check,
                              .enabled = view.can_apply,
                              .hint = view.can_apply ? "" : no_plan_reason(view)};
    const float width =
        button_width(context, "Preview plan", preview) + px(8) + button_width(context, "Apply plan", apply);
    ImGui::SetCursorScreenPos({align == Align::end ? place.x - width : place.x, place.y});
    if (button(context, "Preview plan", preview)) commands.send(command::PreviewPlan{});
    ImGui::SameLine();
    if (button(context, "Apply plan", apply)) commands.send(command::ApplyPlan{});
}

const char* writing_words(const SyncView& view)
{
    if (!view.writing_allowed) return "Read-only: nothing is written yet";
    const bool all = std::ranges::all_of(
        view.objects, [](const ObjectSyncView& object) { return object.armed || !object.enabled; });
    if (!all) return "Writing is allowed for some objects";
    return view.writes_quickbooks ? "Writing to HubSpot and QuickBooks is allowed"
                                  : "Writing to HubSpot is allowed";
}

void draw_writing_switch(const SyncView& view, const Context& context, features::CommandQueue& commands,
                         ImVec2 from, float width)
{
    const Colors& colors = context.colors();
    ImGui::SetCursorScreenPos({from.x, from.y + px(8)});
    if (switch_control(context, "Allow writing", view.writing_allowed))
        commands.send(command::SetWritingAllowed{!view.writing_allowed});
    const ImVec2 text = {from.x + px(46), from.y};
    const float right = from.x + width;
    draw_words_in(context, text, {right, text.y + px(20)}, TextStyle::strong, colors.text,
                  writing_words(view));
    const std::string route =
        std::format("{}  {}  {}", shown_text(view.quickbooks_name, 60), view.writes_quickbooks ? "↔" : "→",
                    shown_text(view.hubspot_name, 60));
    draw_record_text(context,
                     {.from = {text.x, text.y + px(20)},
                      .to = {right, text.y + px(38)},
                      .style = TextStyle::secondary,
                      .color = colors.muted},
                     route);
}

}  // namespace

const char* object_word(SyncObject object)
{
    switch (object) {
    case SyncObject::contacts: return "Contacts";
    case SyncObject::products: return "Products";
    case SyncObject::invoices: return "Invoices";
    }
    return "";
}

void draw_sync_head(const SyncView& view, const Context& context, features::CommandQueue& commands,
                    float width)
{
    const ImVec2 from = ImGui::GetCursorScreenPos();
    constexpr float buttons_width = 280;
    const bool beside = width > px(560);
    draw_writing_switch(view, context, commands, from, beside ? width - px(buttons_width) : width);
    const ImVec2 buttons = beside ? ImVec2{from.x + width, from.y + px(3)} : ImVec2{from.x, from.y + px(48)};
    draw_plan_buttons(view, context, commands, buttons, beside ? Align::end : Align::start);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({width, px(beside ? 38 : 82)});
}

namespace {

struct Count {
    const char* word;
    std::int64_t count;
    Tone tone;
};

void draw_counts(const Context& context, const ObjectSyncView& object, ImVec2 from, float right)
{
    const Colors& colors = context.colors();
    const std::array counts = {
        Count{"in sync", object.in_sync, Tone::good}, Count{"waiting", object.waiting, Tone::neutral},
        Count{"failing", object.failing, Tone::bad}, Count{"excluded", object.excluded, Tone::neutral}};
    float x = from.x;
    const float bottom = from.y + px(20);
    for (const Count& count : counts) {
        if (count.count == 0 && count.tone != Tone::good) continue;
        const std::string figure = format_count(count.count);
        const float figure_width = text_width(context, TextStyle::secondary_strong, figure);
        const float word_width = text_width(context, TextStyle::secondary, count.word);
        if (x + figure_width + px(4) + word_width > right) break;
        const ImU32 figure_color = count.tone == Tone::bad ? colors.bad : colors.text;
        draw_words_in(context, {x, from.y}, {x + figure_width + px(1), bottom}, TextStyle::secondary_strong,
                      figure_color, figure);
        draw_words_in(context, {x + figure_width + px(4), from.y}, {right, bottom}, TextStyle::secondary,
                      count.tone == Tone::bad ? colors.bad : colors.muted, count.word);
        x += figure_width + px(4) + word_width + px(14);
    }
}

const char* armed_words(const ObjectSyncView& object)
{
    if (!object.armed) return "Read-only";
    return object.plan_seen ? "Writing is allowed" : "Preview its plan first";
}

void draw_write_switch(const ObjectSyncView& object, const Context& context, features::CommandQueue& commands,
                       ImVec2 from, float right)
{
    ImGui::SetCursorScreenPos(from);
    if (switch_control(context, write_switch_name(object.object), object.armed, object.enabled))
        commands.send(command::SetWritingArmed{object.object, !object.armed});
    draw_words_in(context, {from.x + px(44), from.y}, {right, from.y + px(20)}, TextStyle::secondary,
                  object.enabled && object.armed ? context.colors().text : context.colors().muted,
                  armed_words(object));
}

void draw_object(const ObjectSyncView& object, const Context& context, features::CommandQueue& commands,
                 ImVec2 from, ImVec2 to)
{
    const Colors& colors = context.colors();
    const std::string counts = std::format("{} in sync, {} waiting, {} failing, {} excluded", object.in_sync,
                                           object.waiting, object.failing, object.excluded);
    const MirrorScope group(Role::group, object.label, {.description = counts});
    ImGui::GetWindowDrawList()->AddRect(from, to, colors.line, px(metric::radius), 0, px(1));
    const float left = from.x + px(16);
    const float right = to.x - px(16);
    draw_words_in(context, {left, from.y + px(12)}, {right - px(40), from.y + px(34)}, TextStyle::strong,
                  colors.text, object.label);
    ImGui::SetCursorScreenPos({right - px(34), from.y + px(13)});
    if (switch_control(context, switch_name(object.object), object.enabled))
        commands.send(command::SetObjectEnabled{object.object, !object.enabled});
    draw_record_text(context,
                     {.from = {left, from.y + px(36)},
                      .to = {right, from.y + px(56)},
                      .style = TextStyle::secondary,
                      .color = colors.muted},
                     object.explanation);
    const float share =
        object.total > 0 ? static_cast<float>(object.in_sync) / static_cast<float>(object.total) : 0;
    const ImVec2 bar = {left, from.y + px(64)};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(bar, {right, bar.y + px(4)}, colors.neutral_soft, px(2));
    if (share > 0)
        draw->AddRectFilled(bar, {bar.x + (right - bar.x) * std::min(1.0f, share), bar.y + px(4)},
                            object.enabled ? colors.good : colors.faint, px(2));
    draw_counts(context, object, {left, from.y + px(74)}, right);
    draw_write_switch(object, context, commands, {left, from.y + px(104)}, right);
}

}  // namespace

void draw_sync_objects(const SyncView& view, const Context& context, features::CommandQueue& commands,
                       float width)
{
    if (view.objects.empty()) return;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float space = px(16);
    const std::size_t count = view.objects.size();
    const float step = (width + space) / static_cast<float>(count);
    const bool beside = step - space >= px(object_width_min);
    for (std::size_t at = 0; at < count; ++at) {
        const auto index = static_cast<float>(at);
        const ImVec2 from = beside ? ImVec2{std::round(start.x + index * step), start.y}
                                   : ImVec2{start.x, start.y + index * px(object_height + 8)};
        const float one = beside ? std::floor(step - space) : width;
        draw_object(view.objects[at], context, commands, from, {from.x + one, from.y + px(object_height)});
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({width, beside ? px(object_height) : static_cast<float>(count) * px(object_height + 8)});
}

namespace {

void draw_run_buttons(const ProgressView& progress, const Context& context, features::CommandQueue& commands,
                      float right, float top)
{
    const char* hold = progress.paused ? "Resume" : "Pause";
    const ButtonOptions hold_options{.icon = progress.paused ? icons::play : icons::pause};
    const ButtonOptions stop_options{.icon = icons::square};
    const float width =
        button_width(context, hold, hold_options) + px(8) + button_width(context, "Stop", stop_options);
    ImGui::SetCursorScreenPos({right - width, top});
    if (button(context, hold, hold_options)) {
        if (progress.paused) commands.send(command::Resume{});
        else commands.send(command::Pause{});
    }
    ImGui::SameLine();
    if (button(context, "Stop", stop_options)) commands.send(command::Stop{});
}

}  // namespace

void draw_sync_progress(const SyncView& view, const Context& context, features::CommandQueue& commands,
                        float width)
{
    const ProgressView& progress = view.progress;
    if (!progress.running && !progress.paused) return;
    gap(16);
    const Card card(context, width, 16);
    const float inner = card.inner_width();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float percent = static_cast<float>(progress.fraction);
    std::string line = std::format("{} %", static_cast<int>(percent * 100));
    if (progress.paused) line = "Paused at " + line;
    else if (progress.seconds_left) line += "  ·  " + format_time_left(*progress.seconds_left) + " left";
    draw_record_text(context,
                     {.from = from,
                      .to = {from.x + inner - px(190), from.y + px(18)},
                      .style = TextStyle::strong,
                      .color = context.colors().text},
                     progress.phase);
    draw_words_in(context, {from.x, from.y + px(18)}, {from.x + inner - px(190), from.y + px(36)},
                  TextStyle::secondary, context.colors().muted, line);
    draw_run_buttons(progress, context, commands, from.x + inner, from.y + px(2));
    ImGui::SetCursorScreenPos({from.x, from.y + px(46)});
    progress_bar(context, "Sync progress", percent, progress.phase + ", " + line, inner);
    if (progress.objects.empty()) return;
    gap(12);
    draw_object_counts(context, progress.objects, inner);
}

void draw_object_counts(const Context& context, const std::vector<ProgressView::Object>& objects, float width)
{
    constexpr std::array heads = {"", "Seen", "Created", "Updated", "Skipped", "Failed"};
    const Colors& colors = context.colors();
    const float first = width * 0.25f;
    const float step = (width - first) / (heads.size() - 1);
    const MirrorScope list(Role::list, "Counts");
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const auto cell = [&](std::size_t column, float top, ImU32 color, const std::string& text) {
        const float right = start.x + first + static_cast<float>(column) * step;
        const ImVec2 from = {column == 0 ? start.x : right - step, top};
        const Align align = column == 0 ? Align::start : Align::end;
        draw_words_in(context, from, {right, top + px(24)}, TextStyle::secondary, color, text, align);
    };
    for (std::size_t column = 1; column < heads.size(); ++column)
        cell(column, start.y, colors.muted, heads[column]);
    float top = start.y + px(24);
    for (const ProgressView::Object& object : objects) {
        const std::string seen =
            object.total > 0 ? std::format("{} of {}", format_count(object.seen), format_count(object.total))
                             : format_count(object.seen);
        cell(0, top, colors.text, object.label);
        cell(1, top, colors.text, seen);
        cell(2, top, colors.text, format_count(object.created));
        cell(3, top, colors.text, format_count(object.updated));
        cell(4, top, colors.text, format_count(object.skipped));
        cell(5, top, object.failed > 0 ? colors.bad : colors.text, format_count(object.failed));
        describe_at({start.x, top, width, px(24)}, Role::listitem, object.label,
                    {.value = std::format("{} seen, {} created, {} updated, {} skipped, {} failed", seen,
                                          object.created, object.updated, object.skipped, object.failed)});
        top += px(24);
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({width, top - start.y});
}

}  // namespace app::ui
