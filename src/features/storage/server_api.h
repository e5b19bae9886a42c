#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"
#include "features/storage/storage_platform.h"
#include "net/transport.h"

namespace app::features {

// How far a database had come: compared as a pair, a higher epoch is newer whatever its sequence.
struct DatabaseState {
    std::int64_t epoch = 0;
    std::int64_t sequence = 0;
    auto operator<=>(const DatabaseState&) const = default;
};

// One copy of a database on the application's server. Newest first in lists.
struct ServerBackup {
    std::string database;
    std::string name;  // "<epoch>-<sequence>"
    DatabaseState state;
    std::int64_t size_bytes = 0;
    Timestamp saved_at;
    bool operator==(const ServerBackup&) const = default;
};

// A database that the server has heard of.
struct KnownDatabase {
    std::string id;
    DatabaseState state;  // the highest that was told
    Timestamp reported_at;
    bool this_browser = false;       // told by this profile of the browser
    std::string newest_backup = {};  // its name; empty for none
    DatabaseState newest_backup_state = {};
    bool operator==(const KnownDatabase&) const = default;
};

[[nodiscard]] std::string backup_name(const DatabaseState& state);

// The addresses of the application's server for what a page keeps (server/proxy/README.md). Fails with `offline`
// when it is not reached, `rejected` with its sentence when it refuses, `malformed` when it answers something else.
class ServerApi {
public:
    explicit ServerApi(net::Transport& transport) : m_transport(transport) {}

    Task<std::vector<ServerBackup>> backups();
    // Sends what was written to `upload`. A copy of this state that is there already counts as sent.
    Task<> put_backup(FileUpload& upload, std::string database, DatabaseState state, std::string sha256);
    // The bytes as they were uploaded, checked.
    Task<ChosenFile> fetch_backup(Loop& loop, StoragePlatform& platform, std::string database,
                                  std::string name);

    Task<std::vector<KnownDatabase>> databases();
    // That this browser has this state durably.
    Task<> report(std::string database, DatabaseState state);
    // That this browser is not to be told of this database any more.
    Task<> forget(std::string database);

private:
    Task<std::string> ask(net::Request request);

    net::Transport& m_transport;
};

[[nodiscard]] Result<std::vector<ServerBackup>> decode_backups(std::string_view body);
[[nodiscard]] Result<std::vector<KnownDatabase>> decode_databases(std::string_view body);

}  // namespace app::features
