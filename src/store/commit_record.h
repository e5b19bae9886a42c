#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "store/page_image.h"

// What one durable point adds to the log: the lines that changed since the one before. A record names the record before
// it by checksum, so that a missing, exchanged or foreign one is noticed.
namespace app::store {

enum class RecordKind : std::uint32_t {
    changes = 0,
    // The first of a writer. It takes the number at which an earlier writer that is still alive would go on.
    opening = 1,
};

struct RecordHead {
    std::int64_t sequence = 0;   // from 1, without gaps
    std::int64_t epoch = 0;      // counts writers
    std::uint64_t writer = 0;    // a random number of the writer, so that two in one epoch differ
    std::int64_t file_size = 0;  // of the SQLite image after this record, in bytes
    std::uint32_t schema = 0;    // user_version after it
    std::uint32_t previous = 0;  // checksum of the record before; 0 before the first
    RecordKind kind = RecordKind::changes;
    bool operator==(const RecordHead&) const = default;
};

// A decoded record. Its ranges and bytes point into what it was decoded from.
struct CommitRecord {
    RecordHead head;
    std::uint32_t checksum = 0;
    std::vector<LineRange> ranges;
    std::span<const std::byte> lines;  // of all ranges, one after the other
};

// The bytes of the present lines of `image` in `ranges`.
[[nodiscard]] Bytes encode_record(const RecordHead& head, const PageImage& image,
                                  std::span<const LineRange> ranges);
// Fails with ErrorKind::storage when the bytes are not a whole, unaltered record.
[[nodiscard]] Result<CommitRecord> decode_record(std::span<const std::byte> bytes);
// Of bytes that encode_record has made.
[[nodiscard]] RecordHead head_of_record(std::span<const std::byte> bytes);
// The checksum that the bytes of a record say they have.
[[nodiscard]] std::uint32_t checksum_of_record(std::span<const std::byte> bytes);

}  // namespace app::store
