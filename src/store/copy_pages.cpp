#include "store/copy_pages.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace app::store {

namespace {

constexpr std::uint32_t blocks_per_step = 4;
constexpr std::string_view unfinished = "a copy that is not finished";  // in place of the manifest

Bytes unfinished_manifest()
{
    Bytes bytes;
    for (const char letter : unfinished) bytes.push_back(static_cast<std::byte>(letter));
    return bytes;
}

std::vector<std::uint32_t> numbers_from(std::uint32_t first, std::uint32_t end)
{
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = first; number < std::min(first + blocks_per_step, end); ++number) {
        numbers.push_back(number);
    }
    return numbers;
}

Task<> copy_blocks(PageFile& from, PageFile& to, std::uint32_t block_count)
{
    for (std::uint32_t first = 0; first < block_count; first += blocks_per_step) {
        const std::vector<std::uint32_t> numbers = numbers_from(first, block_count);
        std::vector<Bytes> blocks = co_await from.read_blocks(numbers);
        auto write = std::make_shared<BaseWrite>();
        write->expected = write->next = unfinished_manifest();
        write->block_count = block_count;
        for (std::size_t at = 0; at < blocks.size(); ++at) {
            if (!blocks[at].empty()) write->blocks.push_back({numbers[at], std::move(blocks[at])});
        }
        co_await to.write_base(std::move(write));
    }
}

}  // namespace

Task<> copy_pages(PageFile& from, PageFile& to, std::uint32_t block_count)
{
    StoredLog log = co_await from.load();
    const StoredLog found = co_await to.load();
    if (!found.manifest.empty() || !found.records.empty()) {
        co_await Result<void>(failed(ErrorKind::conflict, "There are data already where a copy was to go."));
    }
    auto begin = std::make_shared<BaseWrite>();
    begin->next = unfinished_manifest();
    co_await to.write_base(begin);
    co_await copy_blocks(from, to, block_count);
    for (LogAppend& record : log.records) {
        co_await to.append({std::make_shared<const LogAppend>(std::move(record))});
    }
    auto end = std::make_shared<BaseWrite>();
    end->expected = begin->next;
    end->next = std::move(log.manifest);
    end->block_count = block_count;
    if (!end->next.empty()) co_await to.write_base(std::move(end));
}

}  // namespace app::store
