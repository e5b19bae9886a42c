#pragma once

#include <span>
#include <string>
#include <string_view>

namespace app::sync {

enum class RefusedBy { hubspot, quickbooks };

// What a person reads for one code of a service, and the cause that failures are grouped by.
struct FailureEntry {
    RefusedBy service;
    std::string_view code;      // as the service gives it
    std::string_view cause;     // snake_case; several codes may have one
    std::string_view sentence;  // what happened
    std::string_view next_step;
    bool adds_message = false;  // the service's own words say more and follow the sentence
};

// Every code that the services document for records that are written or read (HubSpot: Errors; QBO: Errors).
[[nodiscard]] std::span<const FailureEntry> failure_entries();
// Nothing when the code is not known.
[[nodiscard]] const FailureEntry* failure_entry(RefusedBy service, std::string_view code);

}  // namespace app::sync
