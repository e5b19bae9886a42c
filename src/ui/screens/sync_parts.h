#pragma once

#include "features/commands.h"
#include "features/row_source.h"
#include "features/sync/view.h"
#include "ui/app_ui_state.h"
#include "ui/context.h"
#include "ui/widgets/area.h"

// The parts of the Sync screen, from top to bottom.
namespace app::ui {

// From where to where, and whether writing is allowed.
void draw_sync_head(const features::SyncView& view, const Context& context, features::CommandQueue& commands,
                    float width);
// One switch and the counts per object.
void draw_sync_objects(const features::SyncView& view, const Context& context,
                       features::CommandQueue& commands, float width);
// The run that is going on.
void draw_sync_progress(const features::SyncView& view, const Context& context,
                        features::CommandQueue& commands, float width);

// The pages below them.
void draw_plan(const features::SyncView& view, features::RowSource<features::PlanRowView>& rows,
               SyncScreenState& state, const Context& context, features::CommandQueue& commands,
               const Area& area);
void draw_conflicts(const features::SyncView& view, const Context& context, features::CommandQueue& commands);
void draw_object_settings(const features::SyncView& view, SyncScreenState& state, const Context& context,
                          features::CommandQueue& commands);
void draw_failures(const features::SyncView& view, SyncScreenState& state, const Context& context,
                   features::CommandQueue& commands);
void draw_runs(const features::SyncView& view, SyncScreenState& state, const Context& context,
               features::CommandQueue& commands, const Area& area);

// "Contacts", "Products", "Invoices"
const char* object_word(features::SyncObject object);

// Counts per object as lines of figures: seen, created, updated, skipped, failed.
void draw_object_counts(const Context& context, const std::vector<features::ProgressView::Object>& objects,
                        float width);

}  // namespace app::ui
