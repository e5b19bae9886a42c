#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "features/storage/server_api.h"

namespace app::features {

// This page's database as it was found when the page began to write, before its first own record.
struct OwnDatabase {
    std::string id;
    DatabaseState found;
    bool is_empty = false;  // no run was ever completed in it
};

// What the application's server knows that this browser does not.
struct ServerFinding {
    enum class Kind {
        nothing,
        vanished,   // this browser had a database, and has it no more
        older,      // this browser's database had come further
        elsewhere,  // this browser has none, and the server knows of one that some browser had
    };

    Kind kind = Kind::nothing;
    std::string database = {};              // which one
    std::string newest_backup = {};         // of it on the server, newer than what is here; empty for none
    std::optional<Timestamp> seen_at = {};  // when it was last heard of
    bool operator==(const ServerFinding&) const = default;
};

// An empty database counts as a first visit only when the server knows of no other. Of several the one that was heard
// of last is told, one of this browser before those of others.
[[nodiscard]] ServerFinding compare_with_server(const OwnDatabase& own,
                                                const std::vector<KnownDatabase>& known);

// Databases that this browser reported and that its present one, which holds data, has replaced for good.
[[nodiscard]] std::vector<std::string> replaced_databases(const OwnDatabase& own,
                                                          const std::vector<KnownDatabase>& known);

}  // namespace app::features
