#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "base/task.h"

// Where the database is kept, as a log of small records and a base of large blocks. A page file stores bytes under
// numbers and knows nothing of what they mean: what is below (IndexedDB, a directory of files, memory) knows nothing of
// SQLite, what is above (ImageCopy) knows nothing of where bytes go.
namespace app::store {

// The unit of the base: large, so that a database loads in few reads. What changes goes to the log.
inline constexpr std::size_t block_size = 256 * std::size_t{1024};

using Bytes = std::vector<std::byte>;

// One durable step: a record (commit_record.h) under its sequence number.
struct LogAppend {
    std::int64_t number = 0;
    Bytes bytes;
    bool operator==(const LogAppend&) const = default;
};

// Some of them, ascending by number.
using Records = std::vector<std::shared_ptr<const LogAppend>>;

struct BaseBlock {
    std::uint32_t number = 0;
    Bytes bytes;
    bool operator==(const BaseBlock&) const = default;
};

// Blocks of the base, and the manifest (base_manifest.h) that describes it from then on.
struct BaseWrite {
    Bytes expected;  // the manifest that must be stored now, else nothing is changed; empty: none is stored
    Bytes next;
    std::vector<BaseBlock> blocks;
    std::uint32_t block_count =
        std::numeric_limits<std::uint32_t>::max();  // from this number on, blocks may be removed
};

struct StoredLog {
    Bytes manifest;                  // empty: none was ever written
    std::vector<LogAppend> records;  // ascending by number
};

// All failures are ErrorKind::storage with a sentence for the person, and may pass when tried again, except
// `conflict`: another writer has taken over, for good. Nothing is reordered or left half done. Destroying a task
// leaves open whether its effect happened.
class PageFile {
public:
    virtual ~PageFile() = default;

    // All but the blocks. An empty file gives an empty StoredLog.
    virtual Task<StoredLog> load() = 0;

    // The blocks of these numbers, in this order; empty bytes for one that is not stored. At most a few megabytes at
    // a time: a caller that wants all asks in portions.
    virtual Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) = 0;

    // Adds records, with one sync of the disk for all of them. Durable when it returns; of a failed attempt the first few
    // may be there. Never replaces: fails with `conflict` when other bytes are stored under one of the numbers, and
    // succeeds when the same bytes are (an earlier attempt whose answer was lost). One call at a time.
    virtual Task<> append(Records records) = 0;

    // All of the blocks and the manifest, or nothing. Durable when it returns. Fails with `conflict` when the stored
    // manifest is neither `expected` nor already `next`. One at a time; may run beside append().
    virtual Task<> write_base(std::shared_ptr<const BaseWrite> write) = 0;

    // Removes the records whose numbers are in [first, last]. Need not be durable when it returns, and does not have to
    // give back room at once.
    virtual Task<> trim(std::int64_t first, std::int64_t last) = 0;

    // Removes everything. Durable when it returns.
    virtual Task<> erase() = 0;
};

}  // namespace app::store
