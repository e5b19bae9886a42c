#pragma once

#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace app {

// Small on purpose: each kind names what the caller does next, not the layer that failed.
enum class ErrorKind {
    offline,       // nothing was reached; try again when back online
    timed_out,     // may or may not have happened; repeat under the same key
    throttled,     // wait as told, then repeat
    unauthorized,  // ask the person to connect again
    rejected,      // the service says that the data is wrong; show it, do not repeat
    conflict,      // changed meanwhile, or exists already; observe again
    not_found,     // the record is gone or never was
    malformed,     // the answer is not what the API promises; keep it for the report
    storage,       // the local database or the browser's storage failed; stop syncing
    cancelled,     // a person stopped it
};

struct [[nodiscard]] Error {
    ErrorKind kind;
    std::string message;  // one sentence; never a token
    std::string detail;   // raw answer or identifiers for "Details", possibly empty
    std::source_location where = std::source_location::current();
};

template <class T = void>
using Result = std::expected<T, Error>;

[[nodiscard]] std::string_view name_of(ErrorKind kind);

// Puts what was being done in front of the message: "customer 17: …".
[[nodiscard]] inline Error with_context(Error error, std::string_view context)
{
    error.message = std::string(context) + ": " + error.message;
    return error;
}

[[nodiscard]] inline std::unexpected<Error> failed(
    ErrorKind kind, std::string message, std::string detail = {},
    std::source_location where = std::source_location::current())
{
    return std::unexpected(Error{kind, std::move(message), std::move(detail), where});
}

}  // namespace app

// Gives the value of a Result or returns its error from the enclosing function. Each use has a name
// of its own, because uses nest.
#define TRY(expression) APP_TRY_NAMED(expression, APP_TRY_JOIN(app_try_result_, __COUNTER__))
#define APP_TRY_JOIN(left, right) APP_TRY_JOIN_EXPANDED(left, right)
#define APP_TRY_JOIN_EXPANDED(left, right) left##right
#define APP_TRY_NAMED(expression, result)                                                                    \
    (__extension__({                                                                                         \
        auto result = (expression);                                                                          \
        if (!result) return std::unexpected(std::move(result).error());                                      \
        *std::move(result);                                                                                  \
    }))
