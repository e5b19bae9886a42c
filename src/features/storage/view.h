#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace app::features {

// A backup that a person chose and that is not put in place yet.
struct ChosenBackupView {
    std::string file_name = {};
    bool asks_passphrase = false;
    std::string problem = {};               // why it did not open
    std::optional<Timestamp> made_at = {};  // once it is open: it can be restored
    std::int64_t sequence = 0;
    bool operator==(const ChosenBackupView&) const = default;
};

struct StorageView {
    enum class Work { none, checking, exporting, opening, restoring, erasing };

    std::int64_t size_bytes = 0;
    std::int64_t sequence = 0;  // number of the last durable commit
    std::string second_copy;    // how the copy in the browser's private files is, in words
    bool may_change = false;    // this tab writes, and nothing runs
    bool has_files = false;     // the page can hand out and take in files
    bool can_erase = false;
    std::optional<bool> is_persistent;  // nothing until the browser has answered
    std::optional<std::int64_t> quota_bytes;
    std::optional<Timestamp> last_backup_at;
    std::int64_t unsent = 0;  // writes that are filed and not settled
    Work work = Work::none;
    std::string done;     // what was done last, a sentence
    std::string problem;  // why it was not done
    std::optional<ChosenBackupView> chosen;
};

}  // namespace app::features
