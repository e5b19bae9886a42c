#include "store/base_manifest.h"

#include "base/assert.h"
#include "base/crc32c.h"
#include "store/byte_codec.h"
#include "store/page_image.h"

namespace app::store {

namespace {

// Layout: magic, checksum of all that follows, the fields, the blocks.
constexpr std::uint32_t magic = 0x314d424c;  // "LBM1"
constexpr std::size_t checksum_at = 4;
constexpr std::size_t checked_from = 8;
constexpr std::size_t id_size = 36;
constexpr std::uint32_t blocks_max = PageImage::size_max / block_size;

std::unexpected<Error> unreadable(const char* what)
{
    return failed(ErrorKind::storage, "The list of the stored data is damaged.", what);
}

}  // namespace

Bytes encode_manifest(const BaseManifest& manifest)
{
    ASSERT(manifest.database_id.size() == id_size);
    Bytes bytes;
    put_number(bytes, magic);
    put_number(bytes, std::uint32_t{0});
    for (const char letter : manifest.database_id) bytes.push_back(static_cast<std::byte>(letter));
    put_number(bytes, manifest.epoch);
    put_number(bytes, manifest.writer);
    put_number(bytes, manifest.trimmed);
    put_number(bytes, manifest.trimmed_checksum);
    put_number(bytes, manifest.file_size);
    put_number(bytes, manifest.schema);
    put_number(bytes, std::uint32_t{manifest.is_whole});
    put_number(bytes, static_cast<std::uint32_t>(manifest.blocks.size()));
    for (const BaseBlockState& block : manifest.blocks) {
        put_number(bytes, block.sequence);
        put_number(bytes, block.checksum);
    }
    set_number(bytes, checksum_at, crc32c(std::span(bytes).subspan(checked_from)));
    return bytes;
}

Result<BaseManifest> decode_manifest(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    if (bytes.size() < checked_from || reader.number<std::uint32_t>() != magic) {
        return unreadable("does not begin like one");
    }
    if (reader.number<std::uint32_t>() != crc32c(bytes.subspan(checked_from))) return unreadable("checksum");
    BaseManifest manifest;
    for (const std::byte letter : reader.bytes(id_size)) {
        manifest.database_id += static_cast<char>(letter);
    }
    manifest.epoch = reader.number<std::int64_t>();
    manifest.writer = reader.number<std::uint64_t>();
    manifest.trimmed = reader.number<std::int64_t>();
    manifest.trimmed_checksum = reader.number<std::uint32_t>();
    manifest.file_size = reader.number<std::int64_t>();
    manifest.schema = reader.number<std::uint32_t>();
    manifest.is_whole = reader.number<std::uint32_t>() != 0;
    const auto blocks = reader.number<std::uint32_t>();
    if (!reader.ok() || blocks > blocks_max) return unreadable("number of blocks");
    if (manifest.file_size < 0 || manifest.file_size > PageImage::size_max) return unreadable("file size");
    for (std::uint32_t i = 0; i < blocks; ++i) {
        const auto sequence = reader.number<std::int64_t>();
        manifest.blocks.push_back({sequence, reader.number<std::uint32_t>()});
    }
    if (!reader.ok() || !reader.rest().empty()) return unreadable("length");
    return manifest;
}

}  // namespace app::store
