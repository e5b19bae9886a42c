#include "clients/quickbooks/fault.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace app::clients::quickbooks {
namespace {

// A fault is a small document; a page of records is not searched for one.
constexpr std::size_t fault_length_max = 64 << 10;
constexpr std::string_view throttled_code = "3001";
constexpr std::string_view system_failure_code = "10000";

std::string without_leading_zeros(std::string code)
{
    const std::size_t first = code.find_first_not_of('0');
    return first == std::string::npos ? code : code.substr(first);
}

std::string text_of(const Json& json, std::string_view upper, std::string_view lower)
{
    for (const std::string_view name : {upper, lower}) {
        if (const auto text = json.text_or_number(name); text && !text->empty()) return *text;
    }
    return {};
}

Fault fault_from(const Json& error)
{
    Fault fault;
    fault.code = without_leading_zeros(text_of(error, "code", "Code"));
    fault.message = text_of(error, "Detail", "detail");
    if (fault.message.empty()) fault.message = text_of(error, "Message", "message");
    return fault;
}

// What stands between the first `begin` and the next `end`; empty when there is none.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end)
{
    const std::size_t at = text.find(begin);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + begin.size());
    const std::size_t stop = text.find(end);
    return stop == std::string_view::npos ? std::string_view() : text.substr(0, stop);
}

std::string without_entities(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
    std::string plain;
    while (!text.empty()) {
        const auto* entity =
            std::ranges::find_if(entities, [&](const auto& known) { return text.starts_with(known.first); });
        plain += entity == entities.end() ? text.front() : entity->second;
        text.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
    }
    return plain;
}

// <Fault type="…"><Error code="3200"><Message>…</Message><Detail>…</Detail></Error></Fault>, with or
// without a name space prefix. Anything else in angle brackets is a page of an overloaded gateway.
Fault fault_from_markup(std::string_view text)
{
    Fault fault;
    const std::string_view error = between(text, "Error code=\"", "Error>");
    if (error.empty()) return fault;
    fault.code = without_leading_zeros(std::string(error.substr(0, error.find('"'))));
    fault.message = without_entities(between(error, "Detail>", "<"));
    if (fault.message.empty()) fault.message = without_entities(between(error, "Message>", "<"));
    return fault;
}

std::optional<Fault> fault_in_body(std::string_view body)
{
    const std::string_view text = trimmed(body.substr(0, fault_length_max));
    if (text.starts_with('<')) return fault_from_markup(text);
    if (body.size() > fault_length_max) return std::nullopt;
    if (text.find("ault\"") == std::string_view::npos) return std::nullopt;
    const Result<Json> json = Json::parse(text);
    if (!json) return std::nullopt;
    return fault_member(*json);
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes)
{
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

std::optional<Fault> fault_member(const Json& json)
{
    for (const auto& [member, list] : {std::pair("Fault", "Error"), std::pair("fault", "error")}) {
        const auto fault = json.object(member);
        if (!fault) continue;
        const auto errors = fault->array_or_empty(list);
        if (!errors || errors->empty()) return Fault{};
        return fault_from(errors->front());
    }
    return std::nullopt;
}

std::optional<Fault> find_fault(const net::Response& response)
{
    std::optional<Fault> found = fault_in_body(response.body);
    if (!found && response.ok()) return std::nullopt;
    Fault fault = fault_of(response);
    if (found) {
        fault.code = std::move(found->code);
        fault.message = std::move(found->message);
    }
    if (const auto trace = response.header("intuit_tid")) fault.trace = *trace;
    return fault;
}

ErrorKind kind_of(const Fault& fault)
{
    const int status = effective_status(fault);
    if (status == 429) return ErrorKind::throttled;
    if (is_one_of(fault.code, {"120", "3100", "3200"})) return ErrorKind::unauthorized;
    if (fault.code == "610") return ErrorKind::not_found;
    if (is_one_of(fault.code, {"5010", "6140", "6240"})) return ErrorKind::conflict;
    if (status == 401 || status == 403) return ErrorKind::unauthorized;
    if (status == 408 || status >= 500) return ErrorKind::timed_out;
    if (status >= 300 && status < 400) return ErrorKind::malformed;
    return ErrorKind::rejected;
}

int effective_status(const Fault& fault)
{
    if (fault.code == throttled_code) return 429;
    if (fault.code == system_failure_code) return 503;
    const bool is_page = fault.code.empty() && trimmed(fault.answer).starts_with('<');
    if (is_page && fault.status < 300) return 503;
    return fault.status;
}

}  // namespace app::clients::quickbooks
