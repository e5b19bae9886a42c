#include "features/storage/server_api.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "base/json.h"
#include "base/sha256.h"
#include "features/connections/proxy_api.h"

namespace app::features {
namespace {

constexpr double timeout_ms = 20'000;
constexpr int status_conflict = 409;
constexpr std::size_t piece_size = 1024 * std::size_t{1024};
constexpr std::string_view checksum_header = "x-content-sha256";

std::string backup_path(std::string_view database, std::string_view name)
{
    return std::format("/api/backups/{}/{}", database, name);
}

Result<ServerBackup> decode_backup(const Json& json)
{
    ServerBackup backup;
    backup.database = TRY(json.text("database"));
    backup.name = TRY(json.text("name"));
    backup.state = {TRY(json.integer("epoch")), TRY(json.integer("sequence"))};
    backup.size_bytes = TRY(json.integer("size"));
    backup.saved_at = Timestamp{TRY(json.integer("saved_at_ms"))};
    return backup;
}

Result<DatabaseState> state_from(std::string_view name)
{
    DatabaseState state;
    const char* const end = name.data() + name.size();
    const auto epoch = std::from_chars(name.data(), end, state.epoch);
    const bool has_both = epoch.ec == std::errc{} && epoch.ptr != end && *epoch.ptr == '-';
    const char* const second = has_both ? epoch.ptr + 1 : end;
    const auto sequence = std::from_chars(second, end, state.sequence);
    if (sequence.ec != std::errc{} || sequence.ptr != end) {
        return failed(ErrorKind::malformed, "the server named a copy in a way that is not known",
                      std::string(name));
    }
    return state;
}

Result<KnownDatabase> decode_database(const Json& json)
{
    KnownDatabase known;
    known.id = TRY(json.text("database"));
    known.state = {TRY(json.integer("epoch")), TRY(json.integer("sequence"))};
    known.reported_at = Timestamp{TRY(json.integer("reported_at_ms"))};
    known.this_browser = TRY(json.boolean("this_browser"));
    known.newest_backup = TRY(json.optional_text("newest_backup")).value_or("");
    if (!known.newest_backup.empty()) known.newest_backup_state = TRY(state_from(known.newest_backup));
    return known;
}

bool is_there_already(const net::Response& response)
{
    if (response.status != status_conflict) return false;
    const Result<Json> body = Json::parse(response.body);
    if (!body) return false;
    const Result<Json> error = body->object("error");
    const Result<std::string> code = error ? error->text("code") : Result<std::string>(std::string());
    return code && *code == "backup_exists";
}

Task<std::string> digest_of(Loop& loop, store::ByteSource& bytes)
{
    Sha256 sha;
    for (std::int64_t offset = 0; offset < bytes.size(); offset += static_cast<std::int64_t>(piece_size)) {
        const auto size =
            std::min(piece_size, static_cast<std::size_t>(bytes.size()) - static_cast<std::size_t>(offset));
        const store::Bytes piece = co_await bytes.read(offset, size);
        sha.add(piece);
        co_await loop.pause_if_due();
    }
    co_return sha.hex_digest();
}

}  // namespace

std::string backup_name(const DatabaseState& state)
{
    return std::format("{}-{}", state.epoch, state.sequence);
}

Result<std::vector<ServerBackup>> decode_backups(std::string_view body)
{
    const Json json = TRY(Json::parse(body));
    std::vector<ServerBackup> backups;
    for (const Json& item : TRY(json.array("backups"))) backups.push_back(TRY(decode_backup(item)));
    std::ranges::stable_sort(backups, std::ranges::greater(), &ServerBackup::saved_at);
    return backups;
}

Result<std::vector<KnownDatabase>> decode_databases(std::string_view body)
{
    const Json json = TRY(Json::parse(body));
    std::vector<KnownDatabase> databases;
    for (const Json& item : TRY(json.array("databases"))) databases.push_back(TRY(decode_database(item)));
    return databases;
}

Task<std::vector<KnownDatabase>> ServerApi::databases()
{
    co_return co_await decode_databases(co_await ask({.path = "/api/databases", .timeout_ms = timeout_ms}));
}

Task<> ServerApi::report(std::string database, DatabaseState state)
{
    std::string body = JsonObject().number("epoch", state.epoch).number("sequence", state.sequence).str();
    co_await ask({.method = net::Method::put,
                  .path = "/api/databases/" + database,
                  .headers = {{"Content-Type", "application/json"}},
                  .body = std::move(body),
                  .timeout_ms = timeout_ms});
}

Task<> ServerApi::forget(std::string database)
{
    co_await ask(
        {.method = net::Method::delete_, .path = "/api/databases/" + database, .timeout_ms = timeout_ms});
}

Task<std::vector<ServerBackup>> ServerApi::backups()
{
    co_return co_await decode_backups(co_await ask({.path = "/api/backups", .timeout_ms = timeout_ms}));
}

Task<> ServerApi::put_backup(FileUpload& upload, std::string database, DatabaseState state,
                             std::string sha256)
{
    net::Request request{
        .method = net::Method::put,
        .path = backup_path(database, backup_name(state)),
        .headers = {{"Content-Type", "application/octet-stream"}, {"X-Content-SHA256", std::move(sha256)}}};
    const net::Response response = co_await upload.send(std::move(request));
    if (!response.ok() && !is_there_already(response)) {
        co_await Result<void>(std::unexpected(refusal_of(response)));
    }
}

Task<ChosenFile> ServerApi::fetch_backup(Loop& loop, StoragePlatform& platform, std::string database,
                                         std::string name)
{
    FetchedFile fetched = co_await platform.fetch_file(backup_path(database, name));
    if (!fetched.bytes) co_await Result<void>(std::unexpected(refusal_of(fetched.response)));
    const std::string digest = co_await digest_of(loop, *fetched.bytes);
    if (fetched.response.header(checksum_header) != digest) {
        co_await Result<void>(
            failed(ErrorKind::rejected,
                   "This copy did not arrive as it was saved. Try again, or take another one.", name));
    }
    co_return ChosenFile{.name = std::move(name), .bytes = std::move(fetched.bytes)};
}

Task<std::string> ServerApi::ask(net::Request request)
{
    net::Response response = co_await m_transport.send(std::move(request));
    if (!response.ok()) co_await Result<void>(std::unexpected(refusal_of(response)));
    co_return std::move(response.body);
}

}  // namespace app::features
