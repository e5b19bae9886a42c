#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "store/store.h"

// How a tab that only reads keeps up with the one that writes: it reads the log again when it is told that there is
// more, and makes its image what the records say. SQLite notices by the change counter on the first page.
namespace app::store {

namespace {

constexpr double follow_delay_ms = 2000;  // many records are followed at once
constexpr std::size_t blocks_at_once = 4;

}  // namespace

void Store::other_tab_stored()
{
    m_announced.set();
}

Task<bool> Store::followed()
{
    ASSERT(m_access == StoreAccess::other_tab && m_is_loaded);
    while (true) {
        co_await m_announced.wait();
        co_await m_loop.sleep(follow_delay_ms);
        if (!can_follow()) co_return false;
        // The writer may be renewing the base just now: the next announcement tries again.
        const Result<bool> caught_up = co_await outcome(catch_up());
        if (caught_up && *caught_up) co_return true;
    }
}

// Not over what this tab itself made of the image: a first schema, or a newer one.
bool Store::can_follow() const
{
    return !m_vfs->image().has_changes();
}

Task<bool> Store::catch_up()
{
    co_await m_first.load();
    if (m_first.condition() != ImageCopy::Condition::whole) co_return false;
    const StoredState& state = m_first.state();
    if (state.sequence <= m_head.sequence) co_return false;
    std::vector<BaseBlock> renewed;
    if (state.checksum_of(m_head.sequence) != m_head_checksum) renewed = co_await read_renewed();

    // In one go: SQLite must never see half of it.
    PageImage& image = m_vfs->image();
    for (const BaseBlock& block : renewed) {
        const LineRange lines{static_cast<std::uint32_t>(block.number * (block_size / line_size)),
                              block_size / line_size};
        image.apply(state.file_size, {&lines, 1}, block.bytes);
    }
    for (const CommitRecord& record : state.records) {
        if (renewed.empty() && record.head.sequence > m_head.sequence) {
            image.apply(record.head.file_size, record.ranges, record.lines);
        }
    }
    m_head.sequence = state.sequence;
    m_head_checksum = state.checksum;
    m_counters.sequence = state.sequence;
    m_first.forget_loaded();
    co_return true;
}

// Every block as it is after the last record: the records between were trimmed.
Task<std::vector<BaseBlock>> Store::read_renewed()
{
    const std::unique_ptr<BlockReader> reader = m_first.reader();
    const auto count = static_cast<std::uint32_t>(
        (static_cast<std::size_t>(reader->file_size()) + block_size - 1) / block_size);
    std::vector<BaseBlock> blocks;
    for (std::uint32_t first = 0; first < count; first += blocks_at_once) {
        std::vector<std::uint32_t> portion;
        for (std::uint32_t block = first; block < std::min<std::uint32_t>(count, first + blocks_at_once);
             ++block) {
            portion.push_back(block);
        }
        std::vector<Result<Bytes>> read = co_await reader->read(portion);
        for (std::size_t i = 0; i < portion.size(); ++i) {
            blocks.push_back({portion[i], co_await std::move(read[i])});
        }
    }
    co_return blocks;
}

}  // namespace app::store
