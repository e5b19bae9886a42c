#pragma once

#include "features/activity/view.h"
#include "features/commands.h"
#include "features/connections/view.h"
#include "features/contacts/view.h"
#include "features/fields/view.h"
#include "features/invoices/view.h"
#include "features/overview/view.h"
#include "features/products/view.h"
#include "features/row_source.h"
#include "features/storage/view.h"
#include "features/sync/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"

// The screens. Each fills the child window it is called in, draws from what it does not own, and
// reports what the person wants.
namespace app::ui {

void draw_overview(const features::OverviewView& view, bool demo, const Context& context,
                   features::CommandQueue& commands);

void draw_connections(const features::ConnectionsView& view, ConnectionsScreenState& state,
                      const Context& context, features::CommandQueue& commands);

void draw_invoices(const features::InvoicesView& view, features::RowSource<features::InvoiceRowView>& rows,
                   InvoicesScreenState& state, const Context& context, features::CommandQueue& commands);

void draw_contacts(const features::ContactsView& view, features::RowSource<features::ContactRowView>& rows,
                   PairScreenState& state, const Context& context, features::CommandQueue& commands);

void draw_products(const features::ProductsView& view, features::RowSource<features::ProductRowView>& rows,
                   PairScreenState& state, const Context& context, features::CommandQueue& commands);

void draw_sync(const features::SyncView& view, const features::FieldsView& fields,
               features::RowSource<features::PlanRowView>& plan_rows, SyncScreenState& state,
               const Context& context, features::CommandQueue& commands);

void draw_activity(const features::ActivityView& view, features::RowSource<features::ActivityRowView>& rows,
                   ActivityScreenState& state, const Context& context, features::CommandQueue& commands);

void draw_settings(const features::StorageView& view, SettingsScreenState& state, const Context& context,
                   features::CommandQueue& commands);

}  // namespace app::ui
