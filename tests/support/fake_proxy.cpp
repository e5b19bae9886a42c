#include "support/fake_proxy.h"

#include <algorithm>
#include <charconv>
#include <coroutine>

#include "base/assert.h"
#include "base/json.h"
#include "support/answer.h"

namespace app::testing {
namespace {

// "/api/hubspot/hubspot-1a2b3c4d/crm/…" as service and what follows the connection.
struct Target {
    std::string service;
    std::string connection;
    std::string path;
};

Target service_target(const net::Request& request)
{
    constexpr std::string_view prefix = "/api/";
    ASSERT(request.path.starts_with(prefix));
    const std::size_t service_end = request.path.find('/', prefix.size());
    const std::size_t connection_end = request.path.find('/', service_end + 1);
    return {.service = request.path.substr(prefix.size(), service_end - prefix.size()),
            .connection = request.path.substr(service_end + 1, connection_end - service_end - 1),
            .path = request.path.substr(connection_end + 1)};
}

// Creations without a unique property: the only calls that repeating would do twice.
bool is_plain_creation(const net::Request& request)
{
    if (request.method != net::Method::post || !request.path.contains("/crm/objects/")) return false;
    return request.path.ends_with("/batch/create") || !request.path.contains("/batch/");
}

bool loses_answer(Fault fault)
{
    return fault == Fault::answer_lost || fault == Fault::proxy_dies_before ||
           fault == Fault::proxy_dies_after || fault == Fault::effect_comes_late;
}

std::size_t number_from(const std::string& text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

void FakeProxy::fail(int exchange, Fault fault, int count)
{
    for (int more = 0; more < count; ++more) m_faults[static_cast<int>(log.size()) + exchange + more] = fault;
}

std::optional<Fault> FakeProxy::begin(const net::Request& request)
{
    let_late_effects_happen();
    const bool has_operation = !header_value(request, "X-Op-Id").empty();
    log.push_back({.method = std::string(name_of(request.method)),
                   .path = request.path.substr(5),
                   .has_operation = has_operation});
    const auto found = m_faults.find(static_cast<int>(log.size()));
    return found == m_faults.end() ? std::nullopt : std::optional(found->second);
}

net::Response FakeProxy::forward(const net::Request& request, std::optional<Fault> fault)
{
    if (request.path == "/api/journal") return journal(request);
    const std::string operation = header_value(request, "X-Op-Id");
    if (!operation.empty()) return journalled(request, operation, fault);
    const bool is_read =
        request.method == net::Method::get || request.path.ends_with("/batch/read") ||
        request.path.ends_with("/search") ||
        (service_target(request).service == "quickbooks" && query_value(request, "requestid").empty());
    ASSERT(is_read);
    return carry_out(request, fault);
}

net::Response FakeProxy::journalled(const net::Request& request, const std::string& operation,
                                    std::optional<Fault> fault)
{
    if (on_write) on_write(request);
    const std::string fingerprint =
        std::string(name_of(request.method)) + service_target(request).path + request.body;
    Entry& entry = m_journal[operation];
    const bool is_new = entry.fingerprint.empty();
    if (is_new) {
        entry = {.position = m_journal.size(),
                 .connection = service_target(request).connection,
                 .method = std::string(name_of(request.method)),
                 .path = service_target(request).path,
                 .fingerprint = fingerprint};
    }
    if (entry.fingerprint != fingerprint) return own_error(422, "operation_mismatch");
    if (entry.state == State::done) {
        net::Response replay = entry.answer;
        replay.headers.emplace_back("x-op-replayed", "1");
        return replay;
    }
    const bool is_uncertain = !is_new && (entry.state == State::sending || entry.state == State::unknown);
    if (is_uncertain && header_value(request, "X-Op-Resend").empty())
        return own_error(409, "operation_unknown");
    entry.state = State::sending;
    entry.started_at_ms = m_clock.now().ms;
    if (fault == Fault::proxy_dies_before) return {};
    if (fault == Fault::effect_comes_late) {
        entry.state = State::unknown;
        m_late.push_back({m_clock.now().ms + late_effect_ms, request});
        return {};
    }
    net::Response answer = carry_out(request, fault);
    if (fault == Fault::proxy_dies_after) return {};
    const bool is_refused_for_now = answer.status == 429 || answer.status == 401;
    // A 5xx may come after the effect, which matters only where repeating does it again.
    if (answer.status >= 500) entry.state = is_plain_creation(request) ? State::unknown : State::failed;
    else entry.state = is_refused_for_now ? State::failed : State::done;
    entry.answer = answer;
    return answer;
}

// Nothing is under way when it is asked: what was being sent is of unknown outcome.
net::Response FakeProxy::journal(const net::Request& request) const
{
    ASSERT(query_value(request, "state") == "open");
    const std::size_t limit = number_from(query_value(request, "limit"));
    std::map<std::size_t, std::string> open;
    for (const auto& [id, entry] : m_journal) {
        if (entry.state != State::sending && entry.state != State::unknown) continue;
        if (entry.position <= number_from(query_value(request, "after"))) continue;
        open[entry.position] = JsonObject()
                                   .text("id", id)
                                   .text("provider", "hubspot")
                                   .text("connection", entry.connection)
                                   .text("method", entry.method)
                                   .text("path", entry.path)
                                   .text("query", "")
                                   .text("state", "unknown")
                                   .raw("status", "null")
                                   .number("started_at_ms", entry.started_at_ms)
                                   .str();
    }
    JsonArray operations;
    std::string next = "null";
    for (const auto& [position, json] : open) {
        if (operations.size() == limit) break;
        operations.raw(json);
        if (operations.size() == limit && open.size() > limit) next = std::to_string(position);
    }
    return json_answer(200, JsonObject().raw("operations", operations.str()).raw("next", next).str());
}

void FakeProxy::let_late_effects_happen()
{
    while (!m_late.empty() && m_late.front().due_ms <= m_clock.now().ms) {
        const net::Request request = m_late.front().request;
        m_late.erase(m_late.begin());
        carry_out(request, std::nullopt);
    }
}

net::Response FakeProxy::carry_out(const net::Request& request, std::optional<Fault> fault)
{
    if (fault == Fault::unavailable_before) return json_answer(503, "{}");
    if (fault == Fault::throttled) return json_answer(429, R"({"status":"error","policyName":"SECONDLY"})");
    const Target target = service_target(request);
    net::Response answer = target.service == "hubspot" ? m_hubspot.handle(request, target.path)
                                                       : m_quickbooks.handle(request, target.path);
    if (fault == Fault::unavailable_after) return json_answer(503, "{}");
    if (fault == Fault::unreadable)
        return {.status = 200, .headers = {}, .body = "<html>Please log in</html>"};
    return answer;
}

net::Response FakeProxy::own_error(int status, const std::string& code)
{
    net::Response answer =
        json_answer(status, R"({"error":{"code":")" + code + R"(","message":"Said by the proxy."}})");
    answer.headers.emplace_back("x-proxy-error", "1");
    return answer;
}

int FakeProxy::calls_to(const std::string& service) const
{
    return static_cast<int>(std::ranges::count_if(
        log, [&](const Exchange& exchange) { return exchange.path.starts_with(service + "/"); }));
}

Task<net::Response> PageTransport::send(net::Request request)
{
    co_await m_loop.sleep(0);  // no answer comes at once
    const std::optional<Fault> fault = m_proxy.begin(request);
    if (fault == Fault::offline) co_return failed(ErrorKind::offline, "not reached");
    if (fault == Fault::page_dies_before) {
        m_proxy.page_died = true;
        co_await std::suspend_always{};
    }
    net::Response answer = m_proxy.forward(request, fault);
    if (fault == Fault::page_dies_after_effect) {
        m_proxy.page_died = true;
        co_await std::suspend_always{};
    }
    if (fault && loses_answer(*fault)) co_return failed(ErrorKind::timed_out, "no whole answer came");
    if (fault == Fault::page_dies_after_answer) m_proxy.page_died = true;
    co_return answer;
}

}  // namespace app::testing
