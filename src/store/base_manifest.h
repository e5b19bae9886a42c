#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/page_file.h"

namespace app::store {

struct BaseBlockState {
    std::int64_t sequence =
        0;  // of the record whose state the block shows; 0: not stored, zero before its records
    std::uint32_t checksum = 0;  // of its seal
    bool operator==(const BaseBlockState&) const = default;
};

// What the base of a page file holds, and who may write it. Stored with the blocks it describes, in one step.
struct BaseManifest {
    std::string database_id;   // a UUID, made with the database, kept when it is restored elsewhere
    std::int64_t epoch = 0;    // of the writer
    std::uint64_t writer = 0;  // as in its records
    std::int64_t trimmed = 0;  // records up to this are in the base; those after it must all be there
    std::uint32_t trimmed_checksum = 0;  // of the last of them
    std::int64_t file_size = 0;          // of the SQLite image after the last of them, in bytes
    std::uint32_t schema = 0;            // user_version after it
    bool is_whole = true;                // false while a new copy of an existing database is being written
    std::vector<BaseBlockState> blocks;
    bool operator==(const BaseManifest&) const = default;
};

[[nodiscard]] Bytes encode_manifest(const BaseManifest& manifest);
// Fails with ErrorKind::storage when the bytes are not a whole, unaltered manifest.
[[nodiscard]] Result<BaseManifest> decode_manifest(std::span<const std::byte> bytes);

}  // namespace app::store
