#pragma once

#include <vector>

#include "sync/run_context.h"
#include "sync/write.h"

// Writes on their way into the database and out of it again, for whichever service they go to.
namespace app::sync {

// A write as it was filed: the intent with its exact bytes, and what each of its records is about.
struct FiledWrite {
    store::IntentRow intent;
    std::vector<store::IntentItemRow> rows;
    std::vector<WriteItem> items;
};

// Files an intent before anything leaves. Of `intent` operation, run and moment are given here; the items keep the
// order of the body's inputs. One transaction.
Result<OperationId> file_write(RunContext& context, store::IntentRow intent,
                               const std::vector<WriteItem>& items);
// What was filed by this page or an earlier one.
[[nodiscard]] Result<FiledWrite> filed_write(RunContext& context, const OperationId& operation);

// Whether a restored backup brought the intent: its bytes may be older than what the services hold by now, so it must
// not go out again. After a restore both sides are read as if for the first time, so the next plan lacks nothing.
[[nodiscard]] Result<bool> is_from_backup(RunContext& context, const store::IntentRow& intent);

// What an error of a whole call says about its effect.
[[nodiscard]] bool may_have_happened(const Error& error);
[[nodiscard]] bool refuses_the_data(const Error& error);

}  // namespace app::sync
