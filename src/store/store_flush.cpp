#include <algorithm>

#include "base/assert.h"
#include "store/block_seal.h"
#include "store/store.h"

// How commits become durable. Two coroutines of the store work together: run_schedule turns changes
// into requests after a short delay (longer after failures), run_flushes serves requests one at a
// time. persisted() requests at once and waits for the flush that covers its moment.
namespace app::store {

namespace {

constexpr std::string_view taken_over_sentence =
    "Another tab took over these data. Reload this tab to go on.";

}  // namespace

// Waits until a flush covers `generation`, or fails.
class Store::FlushWait {
public:
    FlushWait(Store& store, std::uint64_t generation) : generation(generation), m_store(store) {}
    FlushWait(const FlushWait&) = delete;
    FlushWait& operator=(const FlushWait&) = delete;
    ~FlushWait()
    {
        if (!m_coroutine) return;
        std::erase(m_store.m_waits, this);
        m_store.m_loop.forget(m_coroutine);
    }

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> coroutine)
    {
        m_coroutine = coroutine;
        m_store.m_waits.push_back(this);
        m_store.m_flush_requested.set();
    }
    Result<void> await_resume()
    {
        m_coroutine = {};
        return std::move(result);
    }
    void finish(const Result<void>& outcome)
    {
        result = outcome;
        m_store.m_loop.post(m_coroutine);
    }

    const std::uint64_t generation;
    Result<void> result;

private:
    Store& m_store;
    std::coroutine_handle<> m_coroutine = {};
};

Task<> Store::persisted()
{
    ASSERT(!m_database->in_transaction());
    if (m_lost) co_await Result<void>(std::unexpected(*m_lost));
    if (!needs_flush()) co_return;
    const Result<void> flushed = co_await FlushWait(*this, m_vfs->image().generation());
    co_await flushed;
}

// The first flush puts this writer's name and epoch into the manifest, so that an older tab that wakes
// up cannot store anything; it is not waited for.
void Store::start_flushing()
{
    m_vfs->image().set_listener(this);
    m_schedule = run_schedule();
    m_flusher = run_flushes();
    m_schedule.start();
    m_flusher.start();
    m_changed.set();
}

void Store::image_changed()
{
    if (m_status.state == SaveState::saved) set_status({SaveState::saving, {}});
    m_changed.set();
}

bool Store::needs_flush() const
{
    if (m_access != StoreAccess::writer) return false;
    return m_vfs->image().generation() != m_durable_generation || m_stored.writer != m_writer;
}

Task<> Store::run_schedule()
{
    while (!m_lost) {
        co_await m_changed.wait();
        co_await m_loop.sleep(m_delay_ms);
        if (needs_flush()) m_flush_requested.set();
    }
}

Task<> Store::run_flushes()
{
    while (!m_lost) {
        co_await m_flush_requested.wait();
        if (needs_flush()) co_await flush_once();
    }
}

Task<> Store::flush_once()
{
    const std::uint64_t generation = m_vfs->image().generation();
    const std::shared_ptr<const BlockBatch> batch = capture();
    if (m_status.state == SaveState::saved) set_status({SaveState::saving, {}});

    const Result<void> flushed = co_await outcome(m_pages->flush(batch));
    if (flushed) flush_succeeded(*batch, generation);
    else flush_failed(*batch, generation, flushed.error());
}

// Private copies, taken in one go: what SQLite writes while the flush is under way belongs to the
// next one. Nothing uncommitted can be in the image now, because no transaction lives across a wait.
std::shared_ptr<const BlockBatch> Store::capture()
{
    ASSERT(!m_database->in_write_transaction());
    PageImage& image = m_vfs->image();
    auto batch = std::make_shared<BlockBatch>();
    batch->expected = m_stored;
    const std::int64_t epoch = m_stored.epoch + (m_stored.writer == m_writer ? 0 : 1);
    batch->next = {.commit = m_stored.commit + 1,
                   .epoch = epoch,
                   .writer = m_writer,
                   .file_size = image.size(),
                   .schema = schema_version()};
    batch->numbers = image.take_dirty_blocks();
    batch->bytes.resize(batch->numbers.size() * sealed_block_size);
    for (std::size_t i = 0; i < batch->numbers.size(); ++i) {
        const std::span<std::byte, sealed_block_size> block(batch->bytes.data() + i * sealed_block_size,
                                                            sealed_block_size);
        image.copy_block(batch->numbers[i], block.first<block_size>());
        seal_block(batch->numbers[i], block);
    }
    return batch;
}

void Store::flush_succeeded(const BlockBatch& batch, std::uint64_t generation)
{
    m_stored = batch.next;
    m_durable_generation = generation;
    m_delay_ms = flush_delay_ms;
    ++m_counters.flushes;
    m_counters.bytes += static_cast<std::int64_t>(batch.bytes.size());
    m_counters.commit = m_stored.commit;
    if (m_tripwire) m_tripwire->remember(m_stored.commit);
    set_status({needs_flush() ? SaveState::saving : SaveState::saved, {}});
    finish_waits(generation, {});
}

void Store::flush_failed(const BlockBatch& batch, std::uint64_t generation, const Error& error)
{
    m_vfs->image().mark_dirty(batch.numbers);
    ++m_counters.failed_flushes;
    if (error.kind == ErrorKind::conflict) return lose_file(error);

    m_delay_ms = m_delay_ms < retry_delay_first_ms ? retry_delay_first_ms
                                                   : std::min(m_delay_ms * 2, retry_delay_max_ms);
    set_status({SaveState::not_saved, error.message});
    finish_waits(generation, std::unexpected(error));
    m_changed.set();
}

// Whatever is in memory from now on could never be stored, so nothing more may change.
void Store::lose_file(const Error& error)
{
    m_lost = Error{ErrorKind::conflict, std::string(taken_over_sentence), error.message};
    set_status({SaveState::not_saved, m_lost->message});
    finish_waits(m_vfs->image().generation(), std::unexpected(*m_lost));
    const Result<void> refused = m_database->refuse_changes(m_lost->message);
    ASSERT(refused);
}

void Store::finish_waits(std::uint64_t generation, const Result<void>& result)
{
    const auto covered = [&](const FlushWait* wait) { return wait->generation <= generation; };
    for (FlushWait* wait : m_waits) {
        if (covered(wait)) wait->finish(result);
    }
    std::erase_if(m_waits, covered);
}

}  // namespace app::store
