#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace app::features {

// A backup that a person chose and that is not put in place yet.
struct ChosenBackupView {
    std::string name = {};  // of the file, or of the copy
    bool is_from_server = false;
    bool asks_passphrase = false;
    std::string problem = {};               // why it did not open
    std::optional<Timestamp> made_at = {};  // once it is open: it can be restored
    std::int64_t sequence = 0;
    bool operator==(const ChosenBackupView&) const = default;
};

// A copy of a database on the application's server.
struct ServerCopyView {
    std::string database = {};
    std::string name = {};
    Timestamp saved_at;
    std::int64_t size_bytes = 0;
    bool is_of_this_database = true;
    bool operator==(const ServerCopyView&) const = default;
};

struct ServerCopiesView {
    bool automatic = true;  // saved by themselves
    bool saving = false;
    std::optional<Timestamp> last_at = {};  // of the last one that was saved from here
    std::string problem = {};               // why the last attempt failed; it is tried again
    bool is_listed = false;
    std::string list_problem = {};            // why there is no list
    std::vector<ServerCopyView> copies = {};  // newest first
};

// What is lost here, and what the application's server has of it.
struct RecoveryView {
    std::string sentence = {};
    std::string database = {};
    std::string backup = {};  // the newest one's name; empty for none
    std::optional<Timestamp> seen_at = {};
    bool operator==(const RecoveryView&) const = default;
};

struct StorageView {
    enum class Work { none, checking, exporting, opening, restoring, encrypting, erasing };

    std::int64_t size_bytes = 0;
    std::int64_t sequence = 0;  // number of the last durable commit
    std::string second_copy;    // how the copy in the browser's private files is, in words
    bool can_write = false;     // this tab writes
    bool may_change = false;    // this tab writes, and nothing runs
    bool has_files = false;     // the page can hand out and take in files
    bool can_encrypt = false;   // and the other way round: there are two places
    bool is_encrypted = false;  // what is stored, with a passphrase
    bool can_erase = false;
    std::optional<bool> is_persistent;  // nothing until the browser has answered
    std::optional<std::int64_t> quota_bytes;
    std::optional<Timestamp> last_backup_at;
    std::int64_t unsent = 0;  // writes that are filed and not settled
    Work work = Work::none;
    std::string done;     // what was done last, a sentence
    std::string problem;  // why it was not done
    std::optional<ChosenBackupView> chosen;
    ServerCopiesView server;  // only with has_files
    std::optional<RecoveryView> recovery;
};

}  // namespace app::features
