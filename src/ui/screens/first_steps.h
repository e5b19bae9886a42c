#pragma once

#include "features/commands.h"
#include "features/overview/view.h"
#include "ui/context.h"

namespace app::ui {

// What a first visit begins with: connect both accounts, look at the first plan.
void draw_first_steps(const features::OverviewView& view, bool demo, const Context& context,
                      features::CommandQueue& commands, float width);

}  // namespace app::ui
