#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/loop.h"
#include "store/database_copy.h"

namespace app::store {

// What a backup is a copy of.
struct BackupInfo {
    std::string database_id;
    std::int64_t sequence = 0;  // of the last commit in it
    Timestamp made_at;
    std::int64_t schema = 0;  // user_version
    bool operator==(const BackupInfo&) const = default;
};

// What a backup says about itself is in it, in a table `backup_info` of one row, so that a backup that is not
// encrypted is a SQLite file like any other, and one file is all there is. The row also holds a CRC-32C of
// the whole image, computed with zeros in its own place.
//
// Adds the table to a copy; info.schema is ignored. Gives way to other work.
[[nodiscard]] Task<> add_backup_info(Loop& loop, MemoryDatabase& copy, BackupInfo info);

// Reads the table of a copy that was just opened, and checks the image against it. ErrorKind::rejected with a
// sentence for the person when it is no backup of this program, or not as it was written.
[[nodiscard]] Task<BackupInfo> checked_backup_info(Loop& loop, MemoryDatabase& copy);

// The table is no part of the program's schema.
[[nodiscard]] Result<void> remove_backup_info(Database& database);

}  // namespace app::store
