#pragma once

#include <memory>
#include <optional>

#include "store/backup_info.h"
#include "store/byte_stream.h"
#include "store/encryption_key.h"

namespace app::store {

// A backup is one file in one of two forms. In clear it is the SQLite image as it is, so that every SQLite tool
// reads it without this program. Encrypted it is
//     "LBBACKUP", format (4 bytes), size of the image (8), EncryptionHeader,
//     the image in pieces of 1 MiB (the last may be shorter), each sealed
// with numbers little-endian, and each piece sealed together with its number and the image's size: a piece
// that is missing, repeated, moved or of another backup does not open. What the backup is of is in the image
// in both forms (backup_info.h), and so never readable without the passphrase.
struct BackupRequest {
    Loop& loop;
    Random& random;
    Database& database;
    BackupInfo info;
    std::optional<EncryptionKey> key;  // none: in clear
};

// Copies the database as it is at one moment and writes the copy, a piece at a time. Holds a second image in
// memory until it is done. What is referred to outlives the task.
[[nodiscard]] Task<> write_backup(BackupRequest request, ByteSink& sink);

enum class BackupForm { clear, encrypted };

// ErrorKind::rejected when the file is neither.
[[nodiscard]] Task<BackupForm> backup_form(ByteSource& source);

struct BackupSource {
    Loop& loop;
    Random& random;
    ByteSource& file;
    Ciphers& ciphers;
    Secret passphrase;  // of an encrypted one
};

// A backup in memory, as it was written.
struct OpenBackup {
    std::unique_ptr<MemoryDatabase> copy;
    BackupInfo info;
};

// ErrorKind::rejected, with a sentence for the person, when the file is no backup, not whole, altered, of a
// newer format, or not of this passphrase.
[[nodiscard]] Task<OpenBackup> open_backup(BackupSource source);

}  // namespace app::store
