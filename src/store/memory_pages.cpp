#include "store/memory_pages.h"

#include <coroutine>
#include <string>

#include "base/assert.h"

namespace app::store {

namespace {

// True as long as the coroutine that holds it lives, however it ends.
class Occupied {
public:
    explicit Occupied(bool& flag) : m_flag(flag)
    {
        ASSERT(!m_flag);
        m_flag = true;
    }
    Occupied(const Occupied&) = delete;
    Occupied& operator=(const Occupied&) = delete;
    ~Occupied() { m_flag = false; }

private:
    bool& m_flag;
};

std::unexpected<Error> injected()
{
    return failed(ErrorKind::storage, "The storage refused (a fault of this test).");
}

}  // namespace

Task<StoredLog> MemoryPages::load()
{
    if (m_delay_ms > 0) co_await m_loop.sleep(m_delay_ms);
    StoredLog log{.manifest = m_disk->manifest, .records = {}};
    for (const auto& [number, bytes] : m_disk->records) log.records.push_back({number, bytes});
    co_return log;
}

Task<std::vector<Bytes>> MemoryPages::read_blocks(std::vector<std::uint32_t> numbers)
{
    if (m_delay_ms > 0) co_await m_loop.sleep(m_delay_ms);
    std::vector<Bytes> blocks;
    for (const std::uint32_t number : numbers) {
        const auto found = m_disk->blocks.find(number);
        blocks.push_back(found == m_disk->blocks.end() ? Bytes() : found->second);
    }
    co_return blocks;
}

template <class Apply>
Task<> MemoryPages::write(Apply apply)
{
    const int number = ++m_writes_seen;
    if (m_delay_ms > 0) co_await m_loop.sleep(m_delay_ms);
    const bool hit =
        m_faults && (number == m_faults->write ||
                     (m_faults->kind == MemoryFaults::Kind::fails_from_then && number > m_faults->write));
    if (hit && m_faults->kind == MemoryFaults::Kind::never_answers) co_await std::suspend_always{};
    if (!hit || m_faults->kind == MemoryFaults::Kind::answer_lost) {
        co_await Result<void>(apply());
        ++m_disk->writes;
    }
    if (hit) co_await Result<void>(injected());
}

Task<> MemoryPages::append(Records records)
{
    const Occupied occupied(m_appending);
    co_await write([this, records]() -> Result<void> {
        for (const auto& record : records) {
            const auto [stored, is_new] = m_disk->records.try_emplace(record->number, record->bytes);
            if (is_new || stored->second == record->bytes) continue;
            return failed(ErrorKind::conflict,
                          "Another writer stored record " + std::to_string(record->number) + ".");
        }
        return {};
    });
}

Task<> MemoryPages::write_base(std::shared_ptr<const BaseWrite> write_of)
{
    const Occupied occupied(m_writing_base);
    co_await write([this, write_of]() -> Result<void> {
        if (m_disk->manifest != write_of->expected && m_disk->manifest != write_of->next) {
            return failed(ErrorKind::conflict, "Another writer has changed the base.");
        }
        m_disk->manifest = write_of->next;
        for (const BaseBlock& block : write_of->blocks) m_disk->blocks[block.number] = block.bytes;
        m_disk->blocks.erase(m_disk->blocks.lower_bound(write_of->block_count), m_disk->blocks.end());
        return {};
    });
}

Task<> MemoryPages::trim(std::int64_t first, std::int64_t last)
{
    if (last < first) co_return;
    co_await write([this, first, last]() -> Result<void> {
        m_disk->records.erase(m_disk->records.lower_bound(first), m_disk->records.upper_bound(last));
        return {};
    });
}

Task<> MemoryPages::erase()
{
    co_await write([this]() -> Result<void> {
        const std::int64_t writes = m_disk->writes;
        *m_disk = {};
        m_disk->writes = writes;
        return {};
    });
}

void MemoryPages::set_faults(std::optional<MemoryFaults> faults)
{
    m_faults = faults;
    m_writes_seen = 0;
}

}  // namespace app::store
