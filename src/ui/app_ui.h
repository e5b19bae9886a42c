#pragma once

#include "features/activity/view.h"
#include "features/commands.h"
#include "features/connections/view.h"
#include "features/contacts/view.h"
#include "features/fields/view.h"
#include "features/frame/view.h"
#include "features/invoices/view.h"
#include "features/overview/view.h"
#include "features/products/view.h"
#include "features/row_source.h"
#include "features/storage/view.h"
#include "features/sync/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"

// The whole interface. The shell makes one of each, calls draw_frame() between the backend's
// begin_frame() and end_frame(), and takes the commands afterwards.
namespace app::ui {

// What is shown. Everything is owned by features and stays unchanged while the frame is drawn.
struct Views {
    const features::FrameView& frame;
    const features::OverviewView& overview;
    const features::ConnectionsView& connections;
    const features::InvoicesView& invoices;
    features::RowSource<features::InvoiceRowView>& invoice_rows;
    const features::ContactsView& contacts;
    features::RowSource<features::ContactRowView>& contact_rows;
    const features::ProductsView& products;
    features::RowSource<features::ProductRowView>& product_rows;
    const features::SyncView& sync;
    const features::FieldsView& fields;
    features::RowSource<features::PlanRowView>& plan_rows;
    const features::ActivityView& activity;
    features::RowSource<features::ActivityRowView>& activity_rows;
    const features::StorageView& storage;
};

// Draws one frame of the current ImGui context and describes it to the attached mirror. No I/O, no
// waiting: the frame is the same whether the network is up or gone. Afterwards
// context.next_frame.seconds() says when the next frame is wanted if nothing else happens.
void draw_frame(const Views& views, AppUiState& state, const Context& context,
                features::CommandQueue& commands);

}  // namespace app::ui
