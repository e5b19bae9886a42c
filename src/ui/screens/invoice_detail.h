#pragma once

#include "features/commands.h"
#include "features/invoices/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"
#include "ui/widgets/detail_panel.h"

namespace app::ui {

// The panel of the selected invoice: lines, payments, what happened, raw fields of both sides.
void draw_invoice_detail(const features::InvoicesView& view, InvoicesScreenState& state,
                         const Context& context, const Split& split, features::CommandQueue& commands);

}  // namespace app::ui
