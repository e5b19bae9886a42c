#pragma once

#include "features/commands.h"
#include "features/fields/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"
#include "ui/widgets/area.h"
#include "ui/widgets/detail_panel.h"

// Which HubSpot property goes with which QuickBooks field.
namespace app::ui {

void draw_fields(const features::FieldsView& view, FieldsScreenState& state, const Context& context,
                 features::CommandQueue& commands, const Area& area);

// The panel in which a mapping is made or changed.
void draw_field_editor(const features::FieldsView& view, FieldsScreenState& state, const Context& context,
                       features::CommandQueue& commands, const Split& split);

}  // namespace app::ui
