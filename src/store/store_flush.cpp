#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "store/store.h"

// How commits become durable. Two coroutines of the store work together: run_schedule turns changes
// into requests after a short delay (longer after failures), run_flushes serves requests one at a
// time. persisted() requests at once and waits for the record that covers its moment.
namespace app::store {

namespace {

constexpr std::string_view taken_over_sentence =
    "Another tab took over these data. Reload this tab to go on.";

}  // namespace

// Waits until `generation` is durable, or a flush that would cover it fails.
class Store::FlushWait {
public:
    FlushWait(Store& store, std::uint64_t generation, Durability durability)
        : generation(generation), durability(durability), m_store(store)
    {
    }
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
    const Durability durability;
    Result<void> result;

private:
    Store& m_store;
    std::coroutine_handle<> m_coroutine = {};
};

Task<> Store::persisted(Durability durability)
{
    ASSERT(!m_database->in_transaction());
    if (m_lost) co_await Result<void>(std::unexpected(*m_lost));
    const std::uint64_t generation = m_vfs->image().generation();
    if (m_access != StoreAccess::writer || (m_is_loaded && is_durable(generation, durability))) co_return;
    if (durability == Durability::every_copy && m_second_copy) m_second_copy->hurry();
    const Result<void> flushed = co_await FlushWait(*this, generation, durability);
    co_await flushed;
}

bool Store::is_durable(std::uint64_t generation, Durability durability) const
{
    if (!m_has_taken_over || m_first_generation < generation) return false;
    if (durability == Durability::first_copy) return true;
    return !m_second_copy || !m_second_copy->is_working() || m_second_copy->has(generation);
}

// The first record names this writer, so that an older tab that wakes up cannot store anything; it is not waited for.
void Store::become_writer()
{
    PageImage& image = m_vfs->image();
    ++m_head.epoch;
    m_head.writer = m_random.next();
    if (m_second && !m_second_failure) {
        m_second_copy.emplace(m_loop, *m_second, image, static_cast<SecondCopyListener&>(*this));
        m_second_copy->start(m_database_id, m_head, m_head_checksum, image.generation());
    }
    m_checkpointer.emplace(m_loop, m_first, image);
    image.set_listener(this);
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
    return m_record || !m_has_taken_over || m_vfs->image().generation() != m_captured_generation;
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
        if (!needs_flush()) {
            finish_waits();
            continue;
        }
        if (m_status.state == SaveState::saved) set_status({SaveState::saving, {}});
        const Result<void> flushed = co_await outcome(flush_once());
        if (m_lost) co_return;
        if (flushed) flush_succeeded();
        else flush_failed(flushed.error());
    }
}

// A record that failed goes again as it is: it may have arrived, and what is stored is never replaced.
Task<> Store::flush_once()
{
    if (!m_record) m_record = m_has_taken_over ? capture() : make_opening();
    if (m_first.sequence() < m_record->number) co_await m_first.append({m_record});
    if (m_has_taken_over || m_lost) co_return;
    co_await m_first.take_over(m_database_id, m_head.epoch, m_head.writer);
    m_has_taken_over = true;
    if (!m_lost) m_checkpointer->start(m_head);
}

// Private copies, taken in one go: what SQLite writes while the flush is under way belongs to the
// next one. Nothing uncommitted can be in the image now, because no transaction lives across a wait.
std::shared_ptr<const LogAppend> Store::capture()
{
    ASSERT(!m_database->in_write_transaction());
    PageImage& image = m_vfs->image();
    const std::vector<LineRange> changes = image.take_changes();
    m_head.kind = RecordKind::changes;
    m_head.file_size = image.size();
    m_head.schema = static_cast<std::uint32_t>(schema_version());
    m_captured_generation = image.generation();
    return add_record(changes);
}

// Shows the state that was found, without what was changed since: it stays for good, so it must be small.
std::shared_ptr<const LogAppend> Store::make_opening()
{
    m_head.kind = RecordKind::opening;
    return add_record({});
}

std::shared_ptr<const LogAppend> Store::add_record(std::span<const LineRange> changes)
{
    ++m_head.sequence;
    m_head.previous = m_head_checksum;
    auto record =
        std::make_shared<LogAppend>(m_head.sequence, encode_record(m_head, m_vfs->image(), changes));
    m_head_checksum = checksum_of_record(record->bytes);
    m_first.note_changes(changes, m_head.sequence);
    m_checkpointer->record_taken(m_head);
    if (m_second_copy) {
        m_second->note_changes(changes, m_head.sequence);
        m_second_copy->add(record, m_head, m_head_checksum, m_captured_generation);
        const bool is_awaited =
            std::ranges::contains(m_waits, Durability::every_copy, &FlushWait::durability);
        if (is_awaited) m_second_copy->hurry();
    }
    return record;
}

void Store::flush_succeeded()
{
    ++m_counters.flushes;
    m_counters.bytes += static_cast<std::int64_t>(m_record->bytes.size());
    m_counters.sequence = m_record->number;
    m_first_generation = m_captured_generation;
    m_record.reset();
    m_delay_ms = flush_delay_ms;
    if (m_tripwire) m_tripwire->remember({m_database_id, m_counters.sequence});
    set_status({needs_flush() ? SaveState::saving : SaveState::saved, {}});
    m_checkpointer->copy_moved();
    if (m_feed) m_feed->announce();
    if (needs_flush()) m_changed.set();
    finish_waits();
}

void Store::flush_failed(const Error& error)
{
    ++m_counters.failed_flushes;
    if (error.kind == ErrorKind::conflict) return lose_file(error);

    m_delay_ms = m_delay_ms < retry_delay_first_ms ? retry_delay_first_ms
                                                   : std::min(m_delay_ms * 2, retry_delay_max_ms);
    set_status({SaveState::not_saved, error.message});
    fail_waits(error);  // also those for later changes: they cannot be durable before this record
    m_changed.set();
}

// Whatever is in memory from now on could never be stored, so nothing more may change.
void Store::lose_file(const Error& error)
{
    m_lost = Error{ErrorKind::conflict, std::string(taken_over_sentence), error.message};
    set_status({SaveState::not_saved, m_lost->message});
    stop_writing();
}

void Store::stop_writing()
{
    fail_waits(*m_lost);
    if (m_checkpointer) m_checkpointer->stop();
    if (m_second_copy) m_second_copy->stop();
    const Result<void> refused = m_database->refuse_changes(m_lost->message);
    ASSERT(refused);
}

void Store::second_copy_moved()
{
    finish_waits();
}

// Whoever waits for later changes has asked for the next flush already.
void Store::finish_waits()
{
    const auto covered = [this](const FlushWait* wait) { return is_durable(wait->generation, wait->durability); };
    for (FlushWait* wait : m_waits) {
        if (covered(wait)) wait->finish({});
    }
    std::erase_if(m_waits, covered);
    if (!m_waits.empty() && needs_flush()) m_flush_requested.set();
}

void Store::fail_waits(const Error& error)
{
    for (FlushWait* wait : std::exchange(m_waits, {})) wait->finish(std::unexpected(error));
}

}  // namespace app::store
