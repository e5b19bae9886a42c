#include "sync/failure_words.h"

#include "base/json.h"
#include "base/text.h"

namespace app::sync {
namespace {

constexpr std::size_t message_code_points_max = 300;

std::string shortened(const std::string& message)
{
    return std::string(first_code_points(single_line(message), message_code_points_max));
}

}  // namespace

FailureWords words_for_refusal(RefusedBy service, const std::string& code, const std::string& message)
{
    if (const FailureEntry* entry = failure_entry(service, code)) {
        std::string sentence(entry->sentence);
        if (entry->adds_message) sentence += " " + shortened(message);
        return {.code = std::string(entry->cause),
                .sentence = std::move(sentence),
                .next_step = std::string(entry->next_step)};
    }
    const bool is_hubspot = service == RefusedBy::hubspot;
    const std::string cause = is_hubspot ? lower_ascii(code) : "quickbooks_" + code;
    return {.code = code.empty() ? std::string("refused") : cause,
            .sentence =
                std::string(is_hubspot ? "HubSpot" : "QuickBooks") + " refused it: " + shortened(message),
            .next_step = std::string("Correct the record in ") + (is_hubspot ? "QuickBooks" : "HubSpot") +
                         "; the next sync tries again."};
}

FailureWords words_for_error(const Error& error)
{
    if (error.kind == ErrorKind::malformed) {
        return {.code = "unreadable",
                .sentence = "The record cannot be read: " + shortened(error.message),
                .next_step = "Open Details and report it; other records are not affected."};
    }
    if (error.kind == ErrorKind::rejected) {
        return {.code = "unfit_value",
                .sentence = error.message,
                .next_step = "Correct the value, or change the mapping under Sync, Fields; then retry."};
    }
    return words_for_refusal(RefusedBy::hubspot, std::string(name_of(error.kind)), error.message);
}

Result<void> raise_failure(RunContext& context, const store::RecordKey& key, const std::string& title,
                           const FailureWords& words, const std::string& detail)
{
    TRY(context.ledger.failures.raise({.key = key,
                                       .run = context.run,
                                       .at = context.clock.now(),
                                       .code = words.code,
                                       .sentence = words.sentence,
                                       .next_step = words.next_step,
                                       .detail = detail,
                                       .resolved_at = {}}));
    TRY(context.ledger.activity.append({.at = context.clock.now(),
                                        .cause = "sync",
                                        .run = context.run,
                                        .kind = store::ActivityKind::failure,
                                        .object = key.object,
                                        .connection = key.connection,
                                        .record_id = key.id.value,
                                        .summary = title + ": " + words.sentence,
                                        .detail = JsonObject().text("answer", detail).str(),
                                        .correlation = {}}));
    return {};
}

}  // namespace app::sync
