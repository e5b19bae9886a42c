#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "store/backup_file.h"

namespace app::store {

// When a backup was put in place last; nothing when none ever was. What was begun before that and is still
// open may have had its effect, and more may have happened since, although the database does not know.
[[nodiscard]] Result<std::optional<Timestamp>> restored_at(Database& database);

// A setting: when the proxy's journal was read for writes that this database does not know. Without it that is done
// before anything is written.
inline constexpr std::string_view journal_read_setting = "journal_read_at";

struct RestoreReport {
    BackupInfo info;
    std::int64_t unknown_intents = 0;  // that were open in the backup
};

// Puts a backup in the place of the whole database, as one commit: whoever waits for Store::persisted() after
// it has the restored database or the old one. A restored database is in the past, so in the same commit
//   - every intent that is not final becomes unknown, as if it had been sent just now: the writer finds out;
//   - every cursor is removed: both services are read again, and what carries our keys is recognised;
//   - the proxy's journal is to be read again;
//   - runs that were under way are interrupted, and the activity says what happened.
// An older schema is brought up to date first. ErrorKind::rejected, and nothing is changed, when the backup
// is of a newer schema, inconsistent, or holds a schema that is not this program's; ErrorKind::storage when
// the database fails, or refuses changes. Takes about a second per 100 MB without a pause.
[[nodiscard]] Result<RestoreReport> restore_backup(Database& database, OpenBackup backup, Random& random,
                                                   Timestamp at);

}  // namespace app::store
