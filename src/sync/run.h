#pragma once

#include <functional>
#include <set>
#include <vector>

#include "sync/call_meter.h"
#include "sync/mass_removal.h"
#include "sync/planner.h"
#include "sync/run_context.h"

namespace app::sync {

struct RunRequest {
    store::RunKind kind = store::RunKind::incremental;
    std::vector<Object> enabled;
    // Of these what may be written; of none: the plan is made and shown, nothing is written.
    std::vector<Object> armed = {};
    // Of what was planned only these records are written; empty: all of them.
    std::set<store::RecordKey> only = {};
    // To how many removals a person agreed; beyond it a run that would remove much ends before it writes.
    AgreedRemovals agreed_removals = {};
    // Told once, when the plan is ready and before anything is written.
    std::function<void(const RunPlan&)> on_plan;

    bool writes() const { return !armed.empty(); }
};

// One run: pull, observe, match and plan, then intents, apply, settle, report. Everything is filed as
// it goes, so that a run that ends anywhere is continued by the next one. Fails with what ended it;
// the report is filed in any case.
Task<> run(RunContext& context, const CallMeter& meter, RunRequest request);

// The record that an entry of a plan is about.
[[nodiscard]] store::RecordKey key_of(const RunContext& context, const PlanEntry& entry);

// The counts of a run as they are filed.
[[nodiscard]] std::string counts_json(const Progress& progress);
[[nodiscard]] std::string calls_json(const CallMeter& meter);

}  // namespace app::sync
