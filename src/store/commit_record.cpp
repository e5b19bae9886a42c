#include "store/commit_record.h"

#include "base/assert.h"
#include "base/crc32c.h"
#include "store/byte_codec.h"

namespace app::store {

namespace {

// Layout: magic, checksum of all that follows, the head, the ranges, the lines.
constexpr std::uint32_t magic = 0x3152424c;  // "LBR1"
constexpr std::size_t checksum_at = 4;
constexpr std::size_t checked_from = 8;
constexpr std::size_t head_size = 64;

// From behind the checksum up to the number of ranges.
RecordHead read_head(ByteReader& reader)
{
    RecordHead head;
    head.sequence = reader.number<std::int64_t>();
    head.epoch = reader.number<std::int64_t>();
    head.writer = reader.number<std::uint64_t>();
    head.file_size = reader.number<std::int64_t>();
    head.schema = reader.number<std::uint32_t>();
    head.previous = reader.number<std::uint32_t>();
    head.kind = static_cast<RecordKind>(reader.number<std::uint32_t>());
    return head;
}

std::unexpected<Error> unreadable(const char* what)
{
    return failed(ErrorKind::storage, "A record of the stored data is damaged.", what);
}

}  // namespace

Bytes encode_record(const RecordHead& head, const PageImage& image, std::span<const LineRange> ranges)
{
    std::size_t lines = 0;
    for (const LineRange& range : ranges) lines += range.count;
    Bytes bytes;
    bytes.reserve(head_size + ranges.size() * sizeof(LineRange) + lines * line_size);
    put_number(bytes, magic);
    put_number(bytes, std::uint32_t{0});
    put_number(bytes, head.sequence);
    put_number(bytes, head.epoch);
    put_number(bytes, head.writer);
    put_number(bytes, head.file_size);
    put_number(bytes, head.schema);
    put_number(bytes, head.previous);
    put_number(bytes, static_cast<std::uint32_t>(head.kind));
    put_number(bytes, static_cast<std::uint32_t>(ranges.size()));
    put_number(bytes, std::uint64_t{0});
    ASSERT(bytes.size() == head_size);
    for (const LineRange& range : ranges) {
        put_number(bytes, range.first);
        put_number(bytes, range.count);
    }
    std::size_t at = bytes.size();
    bytes.resize(at + lines * line_size);
    for (const LineRange& range : ranges) {
        const std::size_t size = range.count * line_size;
        image.copy(static_cast<std::int64_t>(range.first) * static_cast<std::int64_t>(line_size),
                   std::span(bytes).subspan(at, size));
        at += size;
    }
    set_number(bytes, checksum_at, crc32c(std::span(bytes).subspan(checked_from)));
    return bytes;
}

Result<CommitRecord> decode_record(std::span<const std::byte> bytes)
{
    if (bytes.size() < head_size) return unreadable("shorter than its head");
    ByteReader reader(bytes);
    if (reader.number<std::uint32_t>() != magic) return unreadable("does not begin like one");
    CommitRecord record;
    record.checksum = reader.number<std::uint32_t>();
    if (crc32c(bytes.subspan(checked_from)) != record.checksum) return unreadable("checksum");

    record.head = read_head(reader);
    const RecordHead& head = record.head;
    const auto ranges = reader.number<std::uint32_t>();
    reader.number<std::uint64_t>();  // kept free
    if (head.kind > RecordKind::opening) return unreadable("kind");
    if (head.sequence < 1 || head.file_size < 0 || head.file_size > PageImage::size_max) {
        return unreadable("sequence or size");
    }
    if (ranges > reader.rest().size() / sizeof(LineRange)) return unreadable("number of ranges");

    const auto lines_in_image = (static_cast<std::uint64_t>(head.file_size) + line_size - 1) / line_size;
    record.ranges.reserve(ranges);
    std::uint64_t lines = 0;
    for (std::uint32_t i = 0; i < ranges; ++i) {
        const auto first = reader.number<std::uint32_t>();
        const auto count = reader.number<std::uint32_t>();
        if (std::uint64_t{first} + count > lines_in_image) return unreadable("a range beyond the end");
        record.ranges.push_back({first, count});
        lines += count;
    }
    if (reader.rest().size() != lines * line_size) return unreadable("number of lines");
    record.lines = reader.rest();
    return record;
}

RecordHead head_of_record(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes.subspan(checked_from));
    return read_head(reader);
}

std::uint32_t checksum_of_record(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    reader.number<std::uint32_t>();
    return reader.number<std::uint32_t>();
}

}  // namespace app::store
