#include "store/block_seal.h"

#include <bit>
#include <cstring>

namespace app::store {

namespace {

// FNV-1a over 64-bit words with a rotation: finds torn, swapped and flipped bytes at memory speed. It
// is no protection against somebody who can write to the browser's storage.
std::uint64_t checksum(std::uint32_t number, std::span<const std::byte> bytes)
{
    static_assert(block_size % sizeof(std::uint64_t) == 0);
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t prime = 0x100000001b3;
    std::uint64_t hash = 0xcbf29ce484222325 ^ number;
    for (std::size_t at = 0; at < block_size; at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        hash = std::rotl((hash ^ word) * prime, 29);
    }
    return (hash ^ (hash >> 32)) * prime;
}

}  // namespace

void seal_block(std::uint32_t number, std::span<std::byte, sealed_block_size> block)
{
    const std::uint64_t hash = checksum(number, block);
    std::memcpy(block.data() + block_size, &hash, sizeof hash);
}

bool seal_is_intact(std::uint32_t number, std::span<const std::byte> block)
{
    if (block.size() != sealed_block_size) return false;
    const std::uint64_t hash = checksum(number, block);
    return std::memcmp(block.data() + block_size, &hash, sizeof hash) == 0;
}

}  // namespace app::store
