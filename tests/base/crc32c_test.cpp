#include "base/crc32c.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "support/seeded_random.h"

namespace app {
namespace {

using Bytes = std::vector<std::byte>;

Bytes counting(std::size_t size, int first, int step)
{
    Bytes bytes(size);
    for (std::size_t at = 0; at < size; ++at) {
        bytes[at] = static_cast<std::byte>(first + step * static_cast<int>(at));
    }
    return bytes;
}

// One bit at a time, as the definition says.
std::uint32_t slow_crc32c(std::span<const std::byte> bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::byte byte : bytes) {
        crc ^= std::to_integer<std::uint32_t>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
    }
    return ~crc;
}

TEST(Crc32c, GivesTheKnownAnswers)
{
    EXPECT_EQ(crc32c({}), 0U);
    EXPECT_EQ(crc32c(std::as_bytes(std::span(std::string_view("123456789")))), 0xE3069283U);
    EXPECT_EQ(crc32c(std::as_bytes(std::span(std::string_view("a")))), 0xC1D04330U);
}

// RFC 3720, B.4; the fourth counts down, the fifth is a SCSI read command.
TEST(Crc32c, GivesTheAnswersOfTheStandard)
{
    const Bytes command = [] {
        Bytes bytes(48);
        bytes[0] = std::byte{0x01};
        bytes[1] = std::byte{0xC0};
        bytes[16] = std::byte{0x14};
        bytes[22] = std::byte{0x04};
        bytes[27] = std::byte{0x14};
        bytes[31] = std::byte{0x18};
        bytes[32] = std::byte{0x28};
        bytes[40] = std::byte{0x02};
        return bytes;
    }();

    EXPECT_EQ(crc32c(Bytes(32)), 0x8A9136AAU);
    EXPECT_EQ(crc32c(Bytes(32, std::byte{0xFF})), 0x62A8AB43U);
    EXPECT_EQ(crc32c(counting(32, 0, 1)), 0x46DD794EU);
    EXPECT_EQ(crc32c(counting(32, 31, -1)), 0x113FDB5CU);
    EXPECT_EQ(crc32c(command), 0xD9963A56U);
}

TEST(Crc32c, IsTheSameInPiecesAndAtAnyAddress)
{
    testing::SeededRandom random(3);
    Bytes bytes(300);
    std::ranges::generate(bytes, [&] { return static_cast<std::byte>(random.next()); });
    const std::span<const std::byte> all = bytes;
    for (std::size_t begin = 0; begin < 9; ++begin) {
        for (std::size_t size = 0; size + begin <= bytes.size(); ++size) {
            const std::span<const std::byte> part = all.subspan(begin, size);
            const std::uint32_t expected = slow_crc32c(part);
            ASSERT_EQ(crc32c(part), expected) << begin << " " << size;
            const std::size_t cut = size / 3;
            ASSERT_EQ(crc32c(part.subspan(cut), crc32c(part.first(cut))), expected) << begin << " " << size;
        }
    }
}

TEST(Crc32c, FindsEveryFlippedBit)
{
    Bytes bytes = counting(100, 7, 13);
    const std::uint32_t intact = crc32c(bytes);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
        EXPECT_NE(crc32c(bytes), intact) << bit;
        bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    }
}

}  // namespace
}  // namespace app
