#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/task.h"

// The durable image of the database, in blocks. What is below (IndexedDB, memory) knows nothing of
// SQLite; what is above (Store) knows nothing of where blocks go.
namespace app::store {

// The unit of storage: four SQLite pages. Smaller makes loading slow, larger multiplies each write.
inline constexpr std::size_t block_size = 16 * 1024;
// A stored block carries its checksum behind its bytes (block_seal.h).
inline constexpr std::size_t sealed_block_size = block_size + 8;

// Which state is stored, and who stored it. Written with the blocks, in one step.
struct Manifest {
    std::int64_t commit = 0;     // counts flushes; 0 when nothing was ever stored
    std::int64_t epoch = 0;      // counts writers: each that opens the image raises it
    std::string writer;          // a random name of the writer, so that equal numbers cannot deceive
    std::int64_t file_size = 0;  // of the SQLite image, in bytes
    std::int64_t schema = 0;     // user_version, for those who look without opening the image
    bool operator==(const Manifest&) const = default;
};

struct StoredImage {
    Manifest manifest;
    // Block n is at index n, sealed; a missing block is empty.
    std::vector<std::vector<std::byte>> blocks;
};

struct BlockBatch {
    Manifest expected;  // what must be stored now, else the flush changes nothing
    Manifest next;
    std::vector<std::uint32_t> numbers;
    std::vector<std::byte> bytes;  // numbers.size() × sealed_block_size, in the same order
};

// The fence: a batch may be stored on top of what it expects, or again on top of itself when an
// earlier attempt arrived without our hearing of it.
[[nodiscard]] bool may_flush(const Manifest& stored, const BlockBatch& batch);

class PageFile {
public:
    virtual ~PageFile() = default;

    // Everything, with at least ceil(file_size / block_size) entries. An empty file is a Manifest{}
    // without blocks. Fails with ErrorKind::storage and a sentence for the person.
    virtual Task<StoredImage> load() = 0;

    // All blocks and the manifest, or nothing. Durable when it returns. Blocks at or beyond the end of
    // next.file_size are removed. Fails with `conflict` when the fence refuses: then this writer has
    // lost the file for good; with `storage` for all else: then it may be tried again.
    // One flush at a time. Destroying the task leaves open whether it happened.
    virtual Task<> flush(std::shared_ptr<const BlockBatch> batch) = 0;
};

}  // namespace app::store
