#include "base/crc32c.h"

#include <array>
#include <bit>
#include <cstring>

namespace app {

namespace {

constexpr std::uint32_t polynomial = 0x82F63B78;  // reflected
constexpr std::size_t slices = 8;

using Tables = std::array<std::array<std::uint32_t, 256>, slices>;

// tables[n][b]: what byte b contributes when n more bytes follow it in the slice.
constexpr Tables make_tables()
{
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
        tables[0][byte] = crc;
    }
    for (std::size_t slice = 1; slice < slices; ++slice) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = tables[slice - 1][byte];
            tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFF];
        }
    }
    return tables;
}

constexpr Tables tables = make_tables();

static_assert(std::endian::native == std::endian::little, "words are read as they lie in memory");

std::uint32_t next_word(const std::byte* at)
{
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t seed)
{
    std::uint32_t crc = ~seed;
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= slices; left -= slices, at += slices) {
        const std::uint32_t low = crc ^ next_word(at);
        const std::uint32_t high = next_word(at + 4);
        crc = tables[7][low & 0xFF] ^ tables[6][(low >> 8) & 0xFF] ^ tables[5][(low >> 16) & 0xFF] ^
              tables[4][low >> 24] ^ tables[3][high & 0xFF] ^ tables[2][(high >> 8) & 0xFF] ^
              tables[1][(high >> 16) & 0xFF] ^ tables[0][high >> 24];
    }
    for (; left > 0; --left, ++at)
        crc = (crc >> 8) ^ tables[0][(crc ^ std::to_integer<std::uint32_t>(*at)) & 0xFF];
    return ~crc;
}

}  // namespace app
