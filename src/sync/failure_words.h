#pragma once

#include <string>

#include "base/result.h"
#include "sync/failure_table.h"
#include "sync/run_context.h"

namespace app::sync {

// A failure as a person reads it: one sentence on what happened, one on what to do.
struct FailureWords {
    std::string code;  // snake_case, groups failures of one cause
    std::string sentence;
    std::string next_step;
};

// For what a service refused: `code` is QuickBooks' code, or HubSpot's category or detail code; `message` its own
// words.
[[nodiscard]] FailureWords words_for_refusal(RefusedBy service, const std::string& code,
                                             const std::string& message);

// For a local or transport failure of one record.
[[nodiscard]] FailureWords words_for_error(const Error& error);

// Files the failure and an activity line for the record. The caller has a transaction open or none.
Result<void> raise_failure(RunContext& context, const store::RecordKey& key, const std::string& title,
                           const FailureWords& words, const std::string& detail);

}  // namespace app::sync
