#include "store/commit_record.h"

#include <algorithm>
#include <array>

#include "store/base_manifest.h"
#include "store/block_seal.h"
#include "store_fixture.h"

namespace app::store {
namespace {

PageImage image_of(std::size_t size)
{
    PageImage image;
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
    EXPECT_TRUE(image.write(0, bytes));
    return image;
}

const RecordHead some_head{.sequence = 12,
                           .epoch = 3,
                           .writer = 0x1234567890abcdef,
                           .file_size = 8192,
                           .schema = 2,
                           .previous = 77,
                           .kind = RecordKind::changes};

TEST(CommitRecord, GivesBackItsHeadAndLines)
{
    const PageImage image = image_of(8192);
    const std::array<LineRange, 2> ranges{LineRange{1, 2}, LineRange{127, 1}};

    const Bytes bytes = encode_record(some_head, image, ranges);
    const CommitRecord record = must(decode_record(bytes));

    EXPECT_EQ(record.head, some_head);
    EXPECT_EQ(record.checksum, checksum_of_record(bytes));
    EXPECT_TRUE(std::ranges::equal(record.ranges, ranges));
    Bytes lines(3 * line_size);
    image.copy(64, std::span(lines).first(128));
    image.copy(127 * 64, std::span(lines).subspan(128));
    EXPECT_TRUE(std::ranges::equal(record.lines, lines));
}

TEST(CommitRecord, RefusesEveryFlippedBitAndEveryTruncation)
{
    const std::array<LineRange, 1> ranges{LineRange{0, 1}};
    Bytes bytes = encode_record(some_head, image_of(8192), ranges);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_FALSE(decode_record(bytes)) << "bit " << bit;
        bytes[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_record(std::span(bytes).first(size))) << size << " bytes";
    }
}

TEST(BaseManifest, GivesBackItsFieldsAndRefusesEveryFlippedBit)
{
    const BaseManifest manifest{.database_id = "01234567-89ab-4def-8123-456789abcdef",
                                .epoch = 2,
                                .writer = 5,
                                .trimmed = 40,
                                .trimmed_checksum = 9,
                                .file_size = 12288,
                                .schema = 1,
                                .is_whole = false,
                                .blocks = {{40, 1}, {}, {38, 2}}};
    Bytes bytes = encode_manifest(manifest);

    EXPECT_EQ(must(decode_manifest(bytes)), manifest);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_FALSE(decode_manifest(bytes)) << "bit " << bit;
        bytes[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    }
    EXPECT_FALSE(decode_manifest(std::span(bytes).first(bytes.size() - 1)));
    EXPECT_FALSE(decode_manifest({}));
}

TEST(BlockSeal, RefusesAFlippedBitAnotherPlaceAndAnotherVersion)
{
    Bytes block(sealed_block_size, std::byte{'x'});
    const std::uint32_t checksum = seal_block(7, 30, std::span<std::byte, sealed_block_size>(block));
    const Bytes older = [&] {
        Bytes bytes(sealed_block_size, std::byte{'x'});
        seal_block(7, 29, std::span<std::byte, sealed_block_size>(bytes));
        return bytes;
    }();

    EXPECT_TRUE(seal_is_intact(7, 30, checksum, block));
    EXPECT_FALSE(seal_is_intact(8, 30, checksum, block));
    EXPECT_FALSE(seal_is_intact(7, 31, checksum, block));
    EXPECT_FALSE(seal_is_intact(7, 30, checksum, older));
    EXPECT_FALSE(seal_is_intact(7, 30, checksum, std::span(block).first(block.size() - 1)));
    for (std::size_t at = 0; at < block.size(); at += 97) {
        block[at] ^= std::byte{0x10};
        EXPECT_FALSE(seal_is_intact(7, 30, checksum, block)) << "byte " << at;
        block[at] ^= std::byte{0x10};
    }
}

}  // namespace
}  // namespace app::store
