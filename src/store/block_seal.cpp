#include "store/block_seal.h"

#include "base/crc32c.h"
#include "store/byte_codec.h"

namespace app::store {

namespace {

constexpr std::size_t number_at = block_size;
constexpr std::size_t sequence_at = block_size + 4;
constexpr std::size_t checksum_at = block_size + 12;

}  // namespace

std::uint32_t seal_block(std::uint32_t number, std::int64_t sequence,
                         std::span<std::byte, sealed_block_size> block)
{
    set_number(block, number_at, number);
    set_number(block, sequence_at, sequence);
    const std::uint32_t checksum = crc32c(block.first(checksum_at));
    set_number(block, checksum_at, checksum);
    return checksum;
}

bool seal_is_intact(std::uint32_t number, std::int64_t sequence, std::uint32_t checksum,
                    std::span<const std::byte> block)
{
    if (block.size() != sealed_block_size) return false;
    ByteReader seal(block.subspan(number_at));
    if (seal.number<std::uint32_t>() != number || seal.number<std::int64_t>() != sequence) return false;
    return seal.number<std::uint32_t>() == checksum && crc32c(block.first(checksum_at)) == checksum;
}

}  // namespace app::store
