#pragma once

#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/task.h"
#include "contract/require.h"
#include "store/block_seal.h"
#include "store/page_file.h"

// What every page file promises, as coroutines that end with an error when a promise is broken. They
// use no test library, so that the same suite runs natively and in the browser.
namespace app::testing {

// Opens the same file again: what was flushed before is there. The caller starts with an empty file.
using PageFileOpener = std::function<std::unique_ptr<store::PageFile>()>;

struct PageFileCheck {
    const char* name;
    Task<> (*run)(PageFileOpener open);
};

inline std::vector<std::byte> sealed_block(std::uint32_t number, char fill)
{
    std::vector<std::byte> block(store::sealed_block_size, static_cast<std::byte>(fill));
    store::seal_block(number, std::span<std::byte, store::sealed_block_size>(block));
    return block;
}

// A batch on top of `expected` that makes the file `blocks_total` blocks long and writes `fill` into
// `numbers`.
inline std::shared_ptr<store::BlockBatch> make_batch(const store::Manifest& expected,
                                                     std::int64_t blocks_total,
                                                     std::vector<std::uint32_t> numbers, char fill)
{
    auto batch = std::make_shared<store::BlockBatch>();
    batch->expected = expected;
    batch->next = {.commit = expected.commit + 1,
                   .epoch = 1,
                   .writer = "writer-a",
                   .file_size = blocks_total * static_cast<std::int64_t>(store::block_size),
                   .schema = 1};
    batch->numbers = std::move(numbers);
    for (const std::uint32_t number : batch->numbers) {
        const std::vector<std::byte> block = sealed_block(number, fill);
        batch->bytes.insert(batch->bytes.end(), block.begin(), block.end());
    }
    return batch;
}

inline bool holds_block(const store::StoredImage& image, std::uint32_t number, char fill)
{
    return image.blocks.size() > number && image.blocks[number] == sealed_block(number, fill);
}

inline Task<> starts_empty(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredImage image = co_await file->load();
    co_await require(image.manifest == store::Manifest{}, "an empty file has an empty manifest");
    co_await require(image.blocks.empty(), "an empty file has no blocks");
}

inline Task<> gives_back_what_was_flushed(PageFileOpener open)
{
    const auto first = make_batch({}, 3, {0, 1, 2}, 'a');
    const auto second = make_batch(first->next, 3, {1}, 'b');
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->load();
        co_await file->flush(first);
        co_await file->flush(second);
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredImage image = co_await file->load();
    co_await require(image.manifest == second->next, "the manifest is that of the last flush");
    co_await require(holds_block(image, 0, 'a') && holds_block(image, 2, 'a'), "old blocks stay");
    co_await require(holds_block(image, 1, 'b'), "a block written again is the new one");
}

inline Task<> stores_an_empty_batch(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    const auto batch = make_batch({}, 0, {}, 'a');
    co_await file->flush(batch);
    const store::StoredImage image = co_await file->load();
    co_await require(image.manifest == batch->next, "a manifest alone can be flushed");
}

inline Task<> forgets_blocks_beyond_the_end(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    const auto large = make_batch({}, 4, {0, 1, 2, 3}, 'a');
    const auto small = make_batch(large->next, 1, {0}, 'b');
    const auto regrown = make_batch(small->next, 4, {3}, 'c');
    co_await file->flush(large);
    co_await file->flush(small);
    const store::StoredImage shrunk = co_await file->load();
    co_await require(holds_block(shrunk, 0, 'b') && shrunk.blocks.size() == 1, "the rest is gone");
    co_await file->flush(regrown);
    const store::StoredImage image = co_await file->load();
    co_await require(image.blocks.size() == 4 && image.blocks[1].empty() && image.blocks[2].empty(),
                     "blocks that were cut off do not come back");
    co_await require(holds_block(image, 3, 'c'), "the new block is there");
}

inline Task<> refuses_a_writer_that_is_behind(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> old_tab = open();
    const auto first = make_batch({}, 2, {0, 1}, 'a');
    co_await old_tab->flush(first);

    auto other = make_batch(first->next, 2, {0}, 'b');
    other->next.writer = "writer-b";
    other->next.epoch = 2;
    {
        const std::unique_ptr<store::PageFile> new_tab = open();
        co_await new_tab->load();
        co_await new_tab->flush(other);
    }
    const Result<void> late = co_await outcome(old_tab->flush(make_batch(first->next, 2, {0, 1}, 'z')));
    co_await require(!late && late.error().kind == ErrorKind::conflict, "the late writer is refused");

    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredImage image = co_await file->load();
    co_await require(image.manifest == other->next, "the newer manifest stays");
    co_await require(holds_block(image, 0, 'b') && holds_block(image, 1, 'a'), "nothing was written");
}

inline Task<> takes_the_same_batch_again(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    const auto first = make_batch({}, 1, {0}, 'a');
    co_await file->flush(first);
    const auto again = make_batch({}, 2, {0, 1}, 'b');  // the answer to `first` was lost
    co_await file->flush(again);
    const store::StoredImage image = co_await file->load();
    co_await require(image.manifest == again->next, "the repetition is stored");
    co_await require(holds_block(image, 0, 'b') && holds_block(image, 1, 'b'), "with all its blocks");
}

inline Task<> keeps_many_blocks_in_order(PageFileOpener open)
{
    constexpr std::uint32_t blocks = 200;  // more than any body reads at once
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = 0; number < blocks; ++number) numbers.push_back(number);
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->flush(make_batch({}, blocks, numbers, 'm'));
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredImage image = co_await file->load();
    co_await require(image.blocks.size() == blocks, "all blocks are there");
    bool intact = true;
    for (const std::uint32_t number : numbers) intact = intact && holds_block(image, number, 'm');
    co_await require(intact, "each in its place");
}

inline constexpr PageFileCheck page_file_contract[] = {
    {"StartsEmpty", starts_empty},
    {"GivesBackWhatWasFlushed", gives_back_what_was_flushed},
    {"StoresAnEmptyBatch", stores_an_empty_batch},
    {"ForgetsBlocksBeyondTheEnd", forgets_blocks_beyond_the_end},
    {"RefusesAWriterThatIsBehind", refuses_a_writer_that_is_behind},
    {"TakesTheSameBatchAgain", takes_the_same_batch_again},
    {"KeepsManyBlocksInOrder", keeps_many_blocks_in_order},
};

}  // namespace app::testing
