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

FailureWords words_for_refusal(const std::string& code, const std::string& message)
{
    if (code == "CONFLICTING_UNIQUE_VALUE" || code == "CONFLICT") {
        return {.code = "duplicate",
                .sentence = "Another HubSpot record already carries the same unique value.",
                .next_step = "Open Details for the other record's id, merge or correct the two, then retry."};
    }
    if (code == "INVALID_EMAIL") {
        return {.code = "invalid_email",
                .sentence = "HubSpot does not accept the e-mail address.",
                .next_step = "Correct the address in QuickBooks; the next sync tries again."};
    }
    if (code == "PROPERTY_DOESNT_EXIST") {
        return {.code = "missing_property",
                .sentence = "HubSpot does not know one of the properties: " + shortened(message),
                .next_step = "It may have been deleted in HubSpot. Restore it there, then retry."};
    }
    if (code == "INVALID_OPTION") {
        return {.code = "invalid_option",
                .sentence = "HubSpot does not have one of the values: " + shortened(message),
                .next_step = "Add the value or the currency in HubSpot's settings, then retry."};
    }
    if (code == "MISSING_SCOPES") {
        return {.code = "missing_scopes",
                .sentence = "The connection to HubSpot may not write this kind of record.",
                .next_step = "Connect HubSpot again and grant all permissions."};
    }
    if (code == "UNANSWERED") {
        return {.code = "unanswered",
                .sentence = "HubSpot's answer did not mention the record.",
                .next_step = "Sync again: it is written again, which is harmless if it was carried out."};
    }
    if (code == "OBJECT_NOT_FOUND") {
        return {.code = "gone_in_hubspot",
                .sentence = "The record no longer exists in HubSpot.",
                .next_step = "Restore it from HubSpot's recycle bin, then retry."};
    }
    return {.code = code.empty() ? "refused" : lower_ascii(code),
            .sentence = "HubSpot refused it: " + shortened(message),
            .next_step = "Correct the record in QuickBooks; the next sync tries again."};
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
    return words_for_refusal(std::string(name_of(error.kind)), error.message);
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
