#pragma once

#include <memory>

#include "store/byte_stream.h"
#include "sync/planner.h"

namespace app::features {

// The whole plan as CSV: one line for each field that changes, with the record, the action and why. Values are worked
// out as for the screen, a record at a time. The plan and the context outlive the task.
Task<> write_plan_csv(sync::RunContext& context, std::shared_ptr<const sync::RunPlan> plan,
                      store::ByteSink& file);

}  // namespace app::features
