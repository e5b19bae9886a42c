#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/base_manifest.h"
#include "store/commit_record.h"

namespace app::store {

// What a page file was found to hold, verified. Its records point into the StoredLog it was made from.
struct StoredState {
    BaseManifest manifest;
    std::vector<CommitRecord> records;   // those that are not in the base, ascending
    std::vector<std::int64_t> openings;  // numbers of all opening records, ascending
    std::size_t log_bytes = 0;           // of `records`
    // After the last record:
    std::int64_t sequence = 0;
    std::uint32_t checksum = 0;
    std::int64_t epoch = 0;
    std::uint64_t writer = 0;
    std::int64_t file_size = 0;
    std::uint32_t schema = 0;

    // Checksum of the record with this number, if it is known here: of those after the base, and the last in it.
    std::optional<std::uint32_t> checksum_of(std::int64_t sequence) const;
};

struct Inspection {
    std::optional<StoredState> state;  // none: nothing is stored, or nothing that can be read
    // ErrorKind::storage, when a record or the manifest is damaged, missing, out of its place or from another history;
    // `state` is then the last one that is certain.
    std::optional<Error> damage;
};
[[nodiscard]] Inspection inspect(const StoredLog& log);

}  // namespace app::store
