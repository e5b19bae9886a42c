#include "store/memory_pages.h"

#include <coroutine>

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

Task<StoredImage> MemoryPages::load()
{
    co_return m_disk->image;
}

Task<> MemoryPages::flush(std::shared_ptr<const BlockBatch> batch)
{
    const Occupied occupied(m_flushing);
    const int number = ++m_flushes_seen;
    if (m_flush_delay_ms > 0) co_await m_loop.sleep(m_flush_delay_ms);

    const bool hit =
        m_faults && (number == m_faults->flush ||
                     (m_faults->kind == MemoryFaults::Kind::fails_from_then && number > m_faults->flush));
    if (!hit) {
        co_await store(*batch);
        co_return;
    }
    if (m_faults->kind == MemoryFaults::Kind::never_answers) co_await std::suspend_always{};
    if (m_faults->kind == MemoryFaults::Kind::answer_lost) co_await store(*batch);
    co_await Result<void>(injected());
}

Result<void> MemoryPages::store(const BlockBatch& batch)
{
    StoredImage& image = m_disk->image;
    if (!may_flush(image.manifest, batch)) {
        return failed(ErrorKind::conflict,
                      "Another writer stored commit " + std::to_string(image.manifest.commit) + ".");
    }
    const auto size = static_cast<std::size_t>(batch.next.file_size);
    image.blocks.resize((size + block_size - 1) / block_size);
    for (std::size_t i = 0; i < batch.numbers.size(); ++i) {
        const auto* const begin = batch.bytes.data() + i * sealed_block_size;
        image.blocks.at(batch.numbers[i]).assign(begin, begin + sealed_block_size);
    }
    image.manifest = batch.next;
    ++m_disk->flushes;
    return {};
}

void MemoryPages::set_faults(std::optional<MemoryFaults> faults)
{
    m_faults = faults;
    m_flushes_seen = 0;
}

}  // namespace app::store
