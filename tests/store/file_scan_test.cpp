#include "store/file_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/crc32c.h"
#include "contract/page_file_contract.h"
#include "file_fixture.h"

namespace app::store {
namespace {

using testing::made_bytes;

FileScan scan(std::span<const std::byte> file)
{
    FileScan scan(file.size());
    while (const auto wanted = scan.wanted()) {
        scan.take(file.subspan(static_cast<std::size_t>(wanted->offset), wanted->size));
    }
    return scan;
}

// A file of steps, and where each ends.
struct Made {
    Bytes file;
    std::vector<std::size_t> ends;
    std::vector<Frame> frames;

    void add(FrameStep step)
    {
        step.finish();
        frames.insert(frames.end(), step.frames().begin(), step.frames().end());
        const Bytes bytes = step.take_bytes();
        file.insert(file.end(), bytes.begin(), bytes.end());
        ends.push_back(file.size());
    }
    FrameStep next() const { return FrameStep(3, file.size()); }
};

Made made_file(std::size_t block_bytes)
{
    Made made;
    FrameStep first = made.next();
    first.add_complete();
    first.add(FrameKind::record, 1, made_bytes(70, 1));
    made.add(std::move(first));
    FrameStep base = made.next();
    base.add(FrameKind::block, 0, made_bytes(block_bytes, 2));
    base.add(FrameKind::block, 7, made_bytes(block_bytes, 3));
    base.add(FrameKind::manifest, 0, made_bytes(30, 4));
    made.add(std::move(base));
    FrameStep last = made.next();
    last.add_trim(1, 1);
    last.add(FrameKind::record, 2, {});
    last.add(FrameKind::record, 3, made_bytes(50, 5));
    made.add(std::move(last));
    return made;
}

std::size_t whole_steps(const Made& made, std::size_t size)
{
    std::size_t end = 0;
    for (const std::size_t step_end : made.ends) end = step_end <= size ? step_end : end;
    return end;
}

TEST(FileScan, FindsWhatWasWritten)
{
    for (const std::size_t block_bytes :
         {std::size_t{0}, std::size_t{100}, block_size, std::size_t{5'000'000}}) {
        const Made made = made_file(block_bytes);

        const FileScan found = scan(made.file);

        EXPECT_FALSE(found.damage());
        EXPECT_EQ(found.generation(), 3U);
        EXPECT_EQ(found.end(), made.file.size());
        EXPECT_EQ(found.frames(), made.frames);
    }
}

TEST(FileScan, LeavesOutAStepThatWasCutShort)
{
    const Made made = made_file(300);
    for (std::size_t size = 0; size < made.file.size(); ++size) {
        const std::span<const std::byte> cut = std::span(made.file).first(size);

        const FileScan found = scan(cut);

        ASSERT_FALSE(found.damage()) << "cut at " << size;
        ASSERT_EQ(found.end(), whole_steps(made, size)) << "cut at " << size;
    }
}

TEST(FileScan, LeavesOutATailOfZerosOrNoise)
{
    const Made made = made_file(300);
    for (const std::size_t size : {1U, 47U, 48U, 49U, 5'000U, 300'000U}) {
        Bytes zeros = made.file;
        zeros.resize(zeros.size() + size);
        Bytes noise = made.file;
        const Bytes more = made_bytes(size, 9);
        noise.insert(noise.end(), more.begin(), more.end());

        for (const FileScan& found : {scan(zeros), scan(noise)}) {
            EXPECT_FALSE(found.damage());
            EXPECT_EQ(found.end(), made.file.size());
        }
    }
}

TEST(FileScan, NamesThePlaceOfDamageUnlessTheLastStepIsTorn)
{
    const Made made = made_file(300);
    for (const Frame& frame : made.frames) {
        for (std::size_t bit = 0; bit < frame_header_size * 8; ++bit) {
            Bytes file = made.file;
            file[frame.offset + bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));

            const FileScan found = scan(file);

            const bool is_last_step = frame.step == made.frames.back().step;
            ASSERT_EQ(found.damage().has_value(), !is_last_step) << frame.offset << " bit " << bit;
            if (is_last_step) {
                ASSERT_EQ(found.end(), frame.step);
            } else {
                ASSERT_EQ(found.damage()->offset, frame.offset) << found.damage()->what;
            }
        }
    }
}

TEST(FileScan, MissesALostStep)
{
    const Made made = made_file(20'000);
    Bytes file = made.file;
    std::fill(file.begin() + static_cast<std::ptrdiff_t>(made.ends[0]),
              file.begin() + static_cast<std::ptrdiff_t>(made.ends[1]), std::byte{0});

    const FileScan found = scan(file);

    ASSERT_TRUE(found.damage());
    EXPECT_EQ(found.damage()->offset, made.ends[0]);
    EXPECT_EQ(found.end(), made.ends[0]);
}

TEST(FileScan, RefusesAStepFromAnotherPlaceOrGeneration)
{
    Made made = made_file(300);
    Bytes twice = made.file;
    twice.insert(twice.end(), made.file.begin() + static_cast<std::ptrdiff_t>(made.ends[1]), made.file.end());
    EXPECT_TRUE(scan(twice).damage());

    FrameStep other(4, made.file.size());
    other.add(FrameKind::record, 9, {});
    made.add(std::move(other));
    EXPECT_TRUE(scan(made.file).damage());
}

TEST(FileScan, RefusesWhatANewerVersionWrote)
{
    for (const std::size_t at : {3U, 4U}) {  // the version of the format; the kind of the frame
        Made made = made_file(300);
        const std::size_t header = made.frames.back().offset;
        made.file[header + at] = std::byte{9};
        const std::uint32_t checksum = crc32c(std::span(made.file).subspan(header, frame_header_size - 4));
        for (std::size_t i = 0; i < 4; ++i) {
            made.file[header + frame_header_size - 4 + i] = static_cast<std::byte>(checksum >> (8 * i));
        }

        const FileScan found = scan(made.file);

        ASSERT_TRUE(found.damage());
        EXPECT_NE(found.damage()->what.find("newer version"), std::string::npos);
    }
}

// Flips bits of a whole file: what is given back is what was stored, or an error that names the place; only the last
// step may be taken for torn.
TEST(FilePages, GivesNothingThatIsDamaged)
{
    FileWorld world;
    {
        const auto pages = world.open();
        ASSERT_TRUE(world.run(pages->append({testing::shared_record(1)})));
        ASSERT_TRUE(world.run(pages->write_base(testing::base_write("", "first", {0}, 1))));
        ASSERT_TRUE(world.run(pages->append({testing::shared_record(2)})));
    }
    const Bytes intact = world.file("pages.a");
    const std::size_t last_step = intact.size() - frame_header_size - 100;
    for (std::size_t at = 0; at < intact.size(); at += at < 400 || at + 500 > intact.size() ? 1 : 10'007) {
        SCOPED_TRACE(at);
        Bytes& file = world.file("pages.a");
        file = intact;
        file[at] ^= std::byte{4};
        const auto pages = world.open();

        const Result<StoredLog> log = world.run(pages->load());
        const Result<std::vector<Bytes>> blocks = world.run(pages->read_blocks({0}));

        if (at >= last_step) {
            EXPECT_TRUE(log && log->records.size() == 1 && blocks);
        } else {
            ASSERT_FALSE(log && blocks);
            const Error& error = log ? blocks.error() : log.error();
            EXPECT_EQ(error.kind, ErrorKind::storage);
            EXPECT_NE(error.detail.find("pages.a, byte "), std::string::npos) << error.detail;
        }
    }
}

TEST(FilePages, CanBeErasedWhenItIsDamaged)
{
    FileWorld world;
    const auto pages = world.open();
    for (const std::int64_t number : {1, 2, 3})
        ASSERT_TRUE(world.run(pages->append({testing::shared_record(number)})));
    world.file("pages.a")[60] ^= std::byte{1};
    const auto damaged = [&] {
        FilePages other(world.loop, std::make_unique<MemoryDirectory>(world.loop, world.disk));
        return world.run(other.load());
    };
    world.disk->holders.clear();
    ASSERT_FALSE(damaged());

    world.disk->holders.clear();
    const auto again = world.open();
    ASSERT_TRUE(world.run(again->erase()));

    EXPECT_TRUE(world.run(testing::starts_empty([&] {
        world.disk->holders.clear();
        return world.open();
    })));
}

}  // namespace
}  // namespace app::store
