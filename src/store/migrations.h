#pragma once

#include <cstdint>
#include <span>

#include "store/database.h"

namespace app::store {

// One step of the schema. Ordered and append-only: what was released is never edited. Number n leads
// from user_version n - 1 to n, and its script ends with the PRAGMA that says so.
struct Migration {
    std::int64_t version;
    Sql script;
};

[[nodiscard]] std::span<const Migration> migrations();

// The version that this program makes and understands.
[[nodiscard]] std::int64_t schema_version();

// Whether migrate() would change the stored tables.
[[nodiscard]] Result<bool> needs_migration(Database& database,
                                           std::span<const Migration> steps = migrations());

enum class MigrationOutcome { up_to_date, migrated, newer };

// Brings the schema up to date, each step in a transaction of its own, and creates the derived views.
// The tables of a database with a higher version are left alone: `newer`. Fails with ErrorKind::storage
// on a file that is no database of ours.
[[nodiscard]] Result<MigrationOutcome> migrate(Database& database,
                                               std::span<const Migration> steps = migrations());

}  // namespace app::store
