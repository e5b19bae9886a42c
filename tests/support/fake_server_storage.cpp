#include "support/fake_server_storage.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <set>
#include <vector>

#include "base/assert.h"
#include "base/json.h"
#include "base/sha256.h"
#include "support/answer.h"

namespace app::testing {
namespace {

constexpr std::string_view backups_path = "/api/backups";
constexpr std::string_view databases_path = "/api/databases";

std::vector<std::string> parts_of(std::string_view path)
{
    std::vector<std::string> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        parts.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

FakeServerStorage::State state_from(const std::string& name)
{
    FakeServerStorage::State state;
    const char* const end = name.data() + name.size();
    const auto epoch = std::from_chars(name.data(), end, state.first);
    ASSERT(epoch.ec == std::errc{} && epoch.ptr != end && *epoch.ptr == '-');
    const auto sequence = std::from_chars(epoch.ptr + 1, end, state.second);
    ASSERT(sequence.ec == std::errc{} && sequence.ptr == end);
    return state;
}

std::string name_of_state(FakeServerStorage::State state)
{
    return std::format("{}-{}", state.first, state.second);
}

net::Response refused(int status, const std::string& code)
{
    net::Response answer =
        json_answer(status, R"({"error":{"code":")" + code + R"(","message":"Said by the server."}})");
    answer.headers.emplace_back("x-proxy-error", "1");
    return answer;
}

std::string described(const std::string& database, FakeServerStorage::State state,
                      const FakeServerStorage::Backup& backup)
{
    return JsonObject()
        .text("database", database)
        .text("name", name_of_state(state))
        .number("epoch", state.first)
        .number("sequence", state.second)
        .number("size", static_cast<std::int64_t>(backup.bytes.size()))
        .text("sha256", backup.sha256)
        .number("saved_at_ms", backup.saved_at_ms)
        .str();
}

}  // namespace

bool FakeServerStorage::owns(const std::string& path)
{
    return path.starts_with(backups_path) || path.starts_with(databases_path);
}

net::Response FakeServerStorage::handle(const net::Request& request)
{
    const std::vector<std::string> parts = parts_of(request.path);
    const bool is_backups = parts[1] == "backups";
    const bool is_put = request.method == net::Method::put;
    if (request.method == net::Method::delete_) {
        const auto found = m_reports.find(parts[2]);
        const bool forgotten = found != m_reports.end() && found->second.erase(profile) > 0;
        return json_answer(200, JsonObject().boolean("forgotten", forgotten).str());
    }
    if (parts.size() == 2) return is_backups ? list_backups() : list_databases();
    if (!is_backups) return report(request, parts[2]);
    const State state = state_from(parts[3]);
    return is_put ? put_backup(request, parts[2], state) : get_backup(parts[2], state);
}

net::Response FakeServerStorage::put_backup(const net::Request& request, const std::string& database,
                                            State state)
{
    ++uploads;
    if (refusal) return *refusal;
    Sha256 sha;
    sha.add(std::as_bytes(std::span(request.body)));
    const std::string digest = sha.hex_digest();
    if (header_value(request, "X-Content-SHA256") != digest) return refused(422, "checksum_mismatch");
    auto& backups = kept[database];
    const auto found = backups.find(state);
    if (found != backups.end() && found->second.sha256 != digest) return refused(409, "backup_exists");
    const bool is_new = found == backups.end();
    if (is_new) backups[state] = {.bytes = request.body, .sha256 = digest, .saved_at_ms = m_clock.now().ms};
    return json_answer(is_new ? 201 : 200, described(database, state, backups[state]));
}

net::Response FakeServerStorage::get_backup(const std::string& database, State state) const
{
    const auto backups = kept.find(database);
    if (backups == kept.end() || !backups->second.contains(state)) return refused(404, "not_found");
    const Backup& backup = backups->second.at(state);
    return {.status = 200, .headers = {{"x-content-sha256", backup.sha256}}, .body = backup.bytes};
}

net::Response FakeServerStorage::list_backups() const
{
    JsonArray list;
    for (const auto& [database, backups] : kept) {
        for (const auto& [state, backup] : backups) list.raw(described(database, state, backup));
    }
    return json_answer(200, JsonObject()
                                .raw("backups", list.str())
                                .raw("unreadable", "[]")
                                .number("used", 1)
                                .number("limit", 1'000'000)
                                .number("free", 1'000'000)
                                .str());
}

net::Response FakeServerStorage::report(const net::Request& request, const std::string& database)
{
    ++reports;
    const Json body = *Json::parse(request.body);
    const State told{*body.integer("epoch"), *body.integer("sequence")};
    Report& remembered = m_reports[database][profile];
    const bool accepted = told >= remembered.state;
    if (accepted) remembered = {.state = told, .at_ms = m_clock.now().ms};
    return json_answer(200, JsonObject()
                                .text("database", database)
                                .number("epoch", remembered.state.first)
                                .number("sequence", remembered.state.second)
                                .boolean("accepted", accepted)
                                .str());
}

std::optional<FakeServerStorage::State> FakeServerStorage::known(const std::string& database,
                                                                 const std::string& by) const
{
    const auto reports_of = m_reports.find(database);
    if (reports_of == m_reports.end() || !reports_of->second.contains(by)) return std::nullopt;
    return reports_of->second.at(by).state;
}

std::string FakeServerStorage::describe(const std::string& database) const
{
    const auto backups = kept.find(database);
    const bool has_backups = backups != kept.end() && !backups->second.empty();
    std::optional<Report> own;
    std::optional<Report> other;
    if (const auto reports_of = m_reports.find(database); reports_of != m_reports.end()) {
        for (const auto& [by, told] : reports_of->second) {
            std::optional<Report>& best = by == profile ? own : other;
            if (!best || told.state > best->state) best = told;
        }
    }
    Report shown = own ? *own : other.value_or(Report());
    if (!own && !other && has_backups) {
        const auto& [state, backup] = *backups->second.rbegin();
        shown = {.state = state, .at_ms = backup.saved_at_ms};
    }
    JsonObject json;
    json.text("database", database)
        .number("epoch", shown.state.first)
        .number("sequence", shown.state.second)
        .number("reported_at_ms", shown.at_ms)
        .boolean("this_browser", own.has_value())
        .raw("elsewhere", "null")
        .number("backups", has_backups ? static_cast<std::int64_t>(backups->second.size()) : 0);
    if (has_backups) json.text("newest_backup", name_of_state(backups->second.rbegin()->first));
    else json.raw("newest_backup", "null");
    return json.str();
}

net::Response FakeServerStorage::list_databases() const
{
    std::set<std::string> names;
    for (const auto& [database, reports_of] : m_reports) {
        if (!reports_of.empty()) names.insert(database);
    }
    for (const auto& [database, backups] : kept) {
        if (!backups.empty()) names.insert(database);
    }
    JsonArray list;
    for (const std::string& name : names) list.raw(describe(name));
    return json_answer(200, JsonObject().raw("databases", list.str()).str());
}

}  // namespace app::testing
