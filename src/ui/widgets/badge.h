#pragma once

#include "features/activity/view.h"
#include "features/invoices/view.h"
#include "features/pairs/view.h"
#include "features/sync/view.h"
#include "ui/context.h"

#include <string_view>

namespace app::ui {

enum class Tone { neutral, accent, good, warn, bad, info };

ImU32 tone_color(const Colors& colors, Tone tone);
ImU32 tone_soft(const Colors& colors, Tone tone);

// What a state is called and how it looks: symbol, word and colour always together.
struct Mark {
    const char* icon;
    const char* word;
    Tone tone;
};

Mark stage_mark(features::InvoiceStage stage);
Mark mirror_mark(features::InvoiceRowView::Mirror mirror);
Mark pair_mark(features::PairState state);
Mark action_mark(features::PlanRowView::Action action);
Mark activity_mark(features::ActivityKind kind);

// A pill in the vertical middle of the box, from its left edge.
void draw_pill(const Context& context, ImVec2 from, ImVec2 to, const Mark& mark);
// Symbol and word without a pill's background, for lists where every row has one.
void draw_mark(const Context& context, ImVec2 from, ImVec2 to, const Mark& mark);
// As an item of the layout.
void pill(const Context& context, const Mark& mark);

}  // namespace app::ui
