#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "contract/require.h"
#include "store/page_file.h"

// What every page file promises, as coroutines that end with an error when a promise is broken. They
// use no test library, so that the same suite runs natively and in the browser.
namespace app::testing {

// Opens the same file again: what was stored before is there. The caller starts with an empty file, and has given up
// one page file before it opens the next, except in shared_page_file_contract.
using PageFileOpener = std::function<std::unique_ptr<store::PageFile>()>;

struct PageFileCheck {
    const char* name;
    Task<> (*run)(PageFileOpener open);
};

// Bytes that differ with the fill, and from place to place.
inline store::Bytes made_bytes(std::size_t size, int fill)
{
    store::Bytes bytes(size);
    auto state = static_cast<std::uint32_t>(fill) * 2'654'435'761U + 1;
    for (std::byte& byte : bytes) {
        state = state * 1'664'525U + 1'013'904'223U;
        byte = static_cast<std::byte>(state >> 24);
    }
    return bytes;
}

inline store::LogAppend made_record(std::int64_t number, std::size_t size = 100, int fill = 0)
{
    return {number, made_bytes(size, fill + static_cast<int>(number))};
}

inline std::shared_ptr<const store::LogAppend> shared_record(std::int64_t number, std::size_t size = 100,
                                                             int fill = 0)
{
    return std::make_shared<const store::LogAppend>(made_record(number, size, fill));
}

inline store::Bytes manifest(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

inline store::Bytes made_block(std::uint32_t number, int fill)
{
    return made_bytes(store::block_size, fill * 1000 + static_cast<int>(number));
}

inline std::shared_ptr<const store::BaseWrite> base_write(std::string_view expected, std::string_view next,
                                                          std::vector<std::uint32_t> numbers, int fill)
{
    auto write = std::make_shared<store::BaseWrite>();
    write->expected = manifest(expected);
    write->next = manifest(next);
    for (const std::uint32_t number : numbers) write->blocks.push_back({number, made_block(number, fill)});
    return write;
}

inline Task<> require_blocks(store::PageFile& file, std::vector<std::uint32_t> numbers, int fill,
                             std::string what)
{
    for (const std::uint32_t number : numbers) {
        const std::vector<store::Bytes> blocks = co_await file.read_blocks({number});
        const bool same = blocks.size() == 1 && blocks.front() == made_block(number, fill);
        co_await require(same, what + ": block " + std::to_string(number));
    }
}

inline Task<> require_records(store::PageFile& file, std::vector<std::int64_t> numbers, std::string what)
{
    const store::StoredLog log = co_await file.load();
    std::string found;
    for (const store::LogAppend& record : log.records) found += " " + std::to_string(record.number);
    bool same = log.records.size() == numbers.size();
    for (std::size_t i = 0; same && i < numbers.size(); ++i) same = log.records[i] == made_record(numbers[i]);
    co_await require(same, what + "; found:" + found);
}

inline Task<> starts_empty(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.manifest.empty(), "an empty file has no manifest");
    co_await require(log.records.empty(), "an empty file has no records");
    const std::vector<store::Bytes> blocks = co_await file->read_blocks({0, 7});
    co_await require(blocks.size() == 2 && blocks[0].empty() && blocks[1].empty(), "nor blocks");
    const std::vector<store::Bytes> none = co_await file->read_blocks({});
    co_await require(none.empty(), "no block is asked for, none is given");
}

inline Task<> gives_back_what_was_appended(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        for (const std::int64_t number : {1, 2, 3}) co_await file->append({shared_record(number)});
        co_await require_records(*file, {1, 2, 3}, "the records are there at once");
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await file->append({shared_record(4)});  // without a load() before
    co_await require_records(*file, {1, 2, 3, 4}, "the records are there after reopening");
}

inline Task<> gives_back_the_base(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->write_base(base_write("", "first", {0, 1, 2}, 1));
        co_await file->write_base(base_write("first", "second", {1, 5}, 2));
        co_await require_blocks(*file, {0, 2}, 1, "before reopening");
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.manifest == manifest("second"), "the manifest is that of the last write");
    co_await require_blocks(*file, {0, 2}, 1, "old blocks stay");
    co_await require_blocks(*file, {1, 5}, 2, "a block written again is the new one");
    const std::vector<store::Bytes> blocks = co_await file->read_blocks({5, 4, 0, 3});
    co_await require(blocks.size() == 4, "as many blocks as were asked for");
    co_await require(blocks[0] == made_block(5, 2) && blocks[2] == made_block(0, 1),
                     "in the order of asking");
    co_await require(blocks[1].empty() && blocks[3].empty(), "a block that was never written is empty");
}

inline Task<> stores_a_manifest_alone(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->write_base(base_write("", "only", {}, 0));
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.manifest == manifest("only") && log.records.empty(), "the manifest is there");
}

inline Task<> gives_records_in_ascending_order(PageFileOpener open)
{
    constexpr std::int64_t large = std::numeric_limits<std::int64_t>::max() / 2'048;  // exact as a double
    {
        const std::unique_ptr<store::PageFile> file = open();
        for (const std::int64_t number : {large, std::int64_t{10}, std::int64_t{9}, std::int64_t{100}}) {
            co_await file->append({shared_record(number)});
        }
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, {9, 10, 100, large}, "records ascend by number");
}

inline Task<> takes_several_records_at_once(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->append({shared_record(1), shared_record(2, 70'000), shared_record(3)});
        // The answer was lost, and more was added.
        co_await file->append({shared_record(2, 70'000), shared_record(3), shared_record(4)});
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.records.size() == 4 && log.records[1] == made_record(2, 70'000) &&
                         log.records[3] == made_record(4),
                     "all are there, once");
    const Result<void> refused =
        co_await outcome(file->append({shared_record(4), shared_record(3, 100, 77), shared_record(5)}));
    co_await require(!refused && refused.error().kind == ErrorKind::conflict,
                     "another record of the same number is refused among others, too");
    const store::StoredLog after = co_await file->load();
    co_await require(after.records[2] == made_record(3), "the first one stays");
}

inline Task<> takes_the_same_record_again(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    co_await file->append({shared_record(1)});
    co_await file->append({shared_record(2)});
    co_await file->append({shared_record(1)});  // the answer to the first was lost
    co_await require_records(*file, {1, 2}, "a record is stored once");
}

inline Task<> refuses_another_record_of_the_same_number(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->append({shared_record(1)});
        for (const auto& other : {shared_record(1, 100, 77), shared_record(1, 99), shared_record(1, 0)}) {
            const Result<void> refused = co_await outcome(file->append({other}));
            co_await require(!refused && refused.error().kind == ErrorKind::conflict,
                             "refused as a conflict");
        }
        co_await file->append({shared_record(2)});
    }
    const std::unique_ptr<store::PageFile> file = open();
    const Result<void> refused = co_await outcome(file->append({shared_record(1, 100, 77)}));
    co_await require(!refused && refused.error().kind == ErrorKind::conflict, "also after reopening");
    co_await require_records(*file, {1, 2}, "the first one stays");
}

inline Task<> refuses_a_base_on_another_manifest(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        const Result<void> early = co_await outcome(file->write_base(base_write("none", "x", {0}, 9)));
        co_await require(!early && early.error().kind == ErrorKind::conflict, "nothing is stored yet");
        co_await file->write_base(base_write("", "first", {0, 1}, 1));
        for (const std::string_view expected : {"", "firs", "first ", "zeroth"}) {
            const Result<void> refused =
                co_await outcome(file->write_base(base_write(expected, "x", {1, 2}, 9)));
            co_await require(!refused && refused.error().kind == ErrorKind::conflict,
                             "refused on '" + std::string(expected) + "'");
        }
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.manifest == manifest("first"), "the manifest stays");
    co_await require_blocks(*file, {0, 1}, 1, "nothing was written");
    const std::vector<store::Bytes> blocks = co_await file->read_blocks({2});
    co_await require(blocks.front().empty(), "nor added");
}

inline Task<> takes_the_same_base_again(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> file = open();
    co_await file->write_base(base_write("", "first", {0}, 1));
    co_await file->write_base(base_write("first", "second", {0, 1}, 2));
    co_await file->write_base(base_write("first", "second", {0, 1}, 2));  // the answer was lost
    const store::StoredLog log = co_await file->load();
    co_await require(log.manifest == manifest("second"), "the repetition is stored");
    co_await require_blocks(*file, {0, 1}, 2, "with all its blocks");
    co_await file->write_base(base_write("second", "third", {1}, 3));
    co_await require_blocks(*file, {1}, 3, "and the next one follows");
}

inline Task<> removes_exactly_what_is_trimmed(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        for (const std::int64_t number : {1, 2, 3, 4, 5, 6, 7})
            co_await file->append({shared_record(number)});
        co_await file->trim(3, 5);
        co_await require_records(*file, {1, 2, 6, 7}, "the range is gone, its neighbours are not");
        co_await file->trim(3, 5);
        co_await file->trim(20, 30);
        co_await file->trim(7, 6);
        co_await require_records(*file, {1, 2, 6, 7}, "nothing else is removed");
        co_await file->append({shared_record(8)});
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, {1, 2, 6, 7, 8}, "also after reopening");
    co_await file->trim(0, 100);
    co_await require_records(*file, {}, "all can be removed");
    co_await file->append({shared_record(4)});
    co_await require_records(*file, {4}, "and a removed number used again");
}

// The last trim of a page file need not have reached the disk, but is not done by halves.
inline Task<> trims_all_of_a_range_or_none(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        for (const std::int64_t number : {1, 2, 3, 4}) co_await file->append({shared_record(number)});
        co_await file->trim(2, 3);
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    if (log.records.size() == 2) co_await require_records(*file, {1, 4}, "the range is gone");
    else co_await require_records(*file, {1, 2, 3, 4}, "the range is there");
}

// Waits for the end of a task that was started before.
class TaskEnd final : public TaskWaiter {
public:
    explicit TaskEnd(Task<>& task) : m_task(task) {}
    bool await_ready() const { return m_task.done(); }
    void await_suspend(std::coroutine_handle<> coroutine)
    {
        m_waiting = coroutine;
        m_task.promise().wake_when_finished(*this);
    }
    void await_resume() const {}
    void task_finished() override { m_waiting.resume(); }

private:
    Task<>& m_task;
    std::coroutine_handle<> m_waiting;
};

// One beside the other, begun in this order.
inline Task<> finish_both(Task<> first, Task<> second)
{
    first.start();
    co_await std::move(second);
    co_await TaskEnd(first);
    co_await first.promise().take();
}

inline Task<> appends_one_by_one(store::PageFile& file, std::int64_t first, std::int64_t last)
{
    for (std::int64_t number = first; number <= last; ++number) co_await file.append({shared_record(number)});
}

inline Task<> appends_beside_a_base(PageFileOpener open)
{
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 1; number <= 12; ++number) numbers.push_back(number);
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await finish_both(file->write_base(base_write("", "first", {0, 1, 2, 3}, 1)),
                             appends_one_by_one(*file, 1, 6));
        co_await finish_both(appends_one_by_one(*file, 7, 12),
                             file->write_base(base_write("first", "second", {1, 2}, 2)));
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, numbers, "all records are there");
    co_await require_blocks(*file, {0, 3}, 1, "and the first base");
    co_await require_blocks(*file, {1, 2}, 2, "and the second");
}

inline Task<> keeps_many_blocks(PageFileOpener open)
{
    constexpr std::uint32_t blocks = 96;  // 24 MB: more than any body reads at once
    constexpr std::uint32_t portion = 8;
    {
        const std::unique_ptr<store::PageFile> file = open();
        std::string stored;
        for (std::uint32_t first = 0; first < blocks; first += portion) {
            std::vector<std::uint32_t> numbers;
            for (std::uint32_t number = first; number < first + portion; ++number) numbers.push_back(number);
            const std::string next = "up to " + std::to_string(first);
            co_await file->write_base(base_write(stored, next, numbers, 4));
            stored = next;
        }
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await file->load();
    for (std::uint32_t number = 0; number < blocks; number += 5) {
        co_await require_blocks(*file, {number}, 4, "each in its place");
    }
    const std::vector<store::Bytes> several = co_await file->read_blocks({95, 0, 1, 2, 3, 50, 49});
    co_await require(several[0] == made_block(95, 4) && several[3] == made_block(2, 4) &&
                         several[5] == made_block(50, 4) && several[6] == made_block(49, 4),
                     "in any order");
}

inline Task<> keeps_many_records(PageFileOpener open)
{
    std::vector<std::int64_t> numbers;
    {
        const std::unique_ptr<store::PageFile> file = open();
        for (std::int64_t number = 1; number <= 300; ++number) {
            co_await file->append({shared_record(number)});
            numbers.push_back(number);
        }
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, numbers, "each of many records");
}

inline Task<> keeps_large_and_empty_records(PageFileOpener open)
{
    constexpr std::size_t large = 8 * std::size_t{1024} * 1024;
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->append({shared_record(1)});
        co_await file->append({shared_record(2, large)});
        co_await file->append({shared_record(3, 0)});
        co_await file->append({shared_record(4)});
    }
    const std::unique_ptr<store::PageFile> file = open();
    const store::StoredLog log = co_await file->load();
    co_await require(log.records.size() == 4 && log.records[1] == made_record(2, large),
                     "8 MB in one record");
    co_await require(log.records[2].bytes.empty() && log.records[3] == made_record(4), "and none at all");
}

inline Task<> erases_everything(PageFileOpener open)
{
    {
        const std::unique_ptr<store::PageFile> file = open();
        co_await file->append({shared_record(1)});
        co_await file->write_base(base_write("", "first", {0}, 1));
        co_await file->append({shared_record(2)});
        co_await file->erase();
        const store::StoredLog log = co_await file->load();
        co_await require(log.manifest.empty() && log.records.empty(), "nothing is left");
    }
    {
        const std::unique_ptr<store::PageFile> file = open();
        const store::StoredLog log = co_await file->load();
        co_await require(log.manifest.empty() && log.records.empty(), "also after reopening");
        const std::vector<store::Bytes> blocks = co_await file->read_blocks({0});
        co_await require(blocks.front().empty(), "no block is left");
        co_await file->erase();
        co_await file->write_base(base_write("", "again", {3}, 2));
        co_await file->append({shared_record(1)});
    }
    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, {1}, "a new life begins");
    co_await require_blocks(*file, {3}, 2, "with its own base");
}

inline constexpr PageFileCheck page_file_contract[] = {
    {"StartsEmpty", starts_empty},
    {"GivesBackWhatWasAppended", gives_back_what_was_appended},
    {"GivesBackTheBase", gives_back_the_base},
    {"StoresAManifestAlone", stores_a_manifest_alone},
    {"GivesRecordsInAscendingOrder", gives_records_in_ascending_order},
    {"TakesSeveralRecordsAtOnce", takes_several_records_at_once},
    {"TakesTheSameRecordAgain", takes_the_same_record_again},
    {"RefusesAnotherRecordOfTheSameNumber", refuses_another_record_of_the_same_number},
    {"RefusesABaseOnAnotherManifest", refuses_a_base_on_another_manifest},
    {"TakesTheSameBaseAgain", takes_the_same_base_again},
    {"RemovesExactlyWhatIsTrimmed", removes_exactly_what_is_trimmed},
    {"TrimsAllOfARangeOrNone", trims_all_of_a_range_or_none},
    {"AppendsBesideABase", appends_beside_a_base},
    {"KeepsManyBlocks", keeps_many_blocks},
    {"KeepsManyRecords", keeps_many_records},
    {"KeepsLargeAndEmptyRecords", keeps_large_and_empty_records},
    {"ErasesEverything", erases_everything},
};

// Two tabs on one file: the one that is behind changes nothing any more.
inline Task<> refuses_a_tab_that_is_behind(PageFileOpener open)
{
    const std::unique_ptr<store::PageFile> old_tab = open();
    co_await old_tab->append({shared_record(1)});
    co_await old_tab->write_base(base_write("", "first", {0, 1}, 1));
    const std::unique_ptr<store::PageFile> new_tab = open();
    co_await require_records(*new_tab, {1}, "the newer tab sees what the older stored");
    co_await new_tab->append({shared_record(2)});
    co_await new_tab->write_base(base_write("first", "second", {0}, 2));

    const Result<void> record = co_await outcome(old_tab->append({shared_record(2, 100, 77)}));
    co_await require(!record && record.error().kind == ErrorKind::conflict, "its record is refused");
    const Result<void> base = co_await outcome(old_tab->write_base(base_write("first", "third", {0, 1}, 9)));
    co_await require(!base && base.error().kind == ErrorKind::conflict, "its base is refused");

    const std::unique_ptr<store::PageFile> file = open();
    co_await require_records(*file, {1, 2}, "the newer record stays");
    co_await require_blocks(*file, {0}, 2, "the newer block stays");
    co_await require_blocks(*file, {1}, 1, "nothing was written");
}

// Only for bodies that several tabs can have open at once.
inline constexpr PageFileCheck shared_page_file_contract[] = {
    {"RefusesATabThatIsBehind", refuses_a_tab_that_is_behind},
};

}  // namespace app::testing
