#include "store/copy_pages.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace app::store {

namespace {

constexpr std::uint32_t blocks_per_step = 4;
constexpr std::size_t record_bytes_per_step = 1024 * std::size_t{1024};
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

Task<> copy_records(std::vector<LogAppend> records, PageFile& to)
{
    Records together;
    std::size_t size = 0;
    for (LogAppend& record : records) {
        size += record.bytes.size();
        together.push_back(std::make_shared<const LogAppend>(std::move(record)));
        if (size < record_bytes_per_step) continue;
        size = 0;
        co_await to.append(std::exchange(together, {}));
    }
    if (!together.empty()) co_await to.append(std::move(together));
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
    co_await copy_records(std::move(log.records), to);
    auto end = std::make_shared<BaseWrite>();
    end->expected = begin->next;
    end->next = std::move(log.manifest);
    end->block_count = block_count;
    if (!end->next.empty()) co_await to.write_base(std::move(end));
}

Task<bool> same_pages(PageFile& left, PageFile& right, std::uint32_t block_count)
{
    const StoredLog left_log = co_await left.load();
    const StoredLog right_log = co_await right.load();
    if (left_log.manifest != right_log.manifest || left_log.records != right_log.records) co_return false;
    for (std::uint32_t first = 0; first < block_count; first += blocks_per_step) {
        const std::vector<std::uint32_t> numbers = numbers_from(first, block_count);
        const std::vector<Bytes> left_blocks = co_await left.read_blocks(numbers);
        const std::vector<Bytes> right_blocks = co_await right.read_blocks(numbers);
        if (left_blocks != right_blocks) co_return false;
    }
    co_return true;
}

}  // namespace app::store
