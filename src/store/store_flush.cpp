#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "store/store.h"

// How commits reach the first copy. Two coroutines work together: run_schedule turns changes into requests after a short
// delay (longer after failures), run_flushes serves requests one at a time. The second copy may be ahead of it: see
// store_durability.cpp.
namespace app::store {

namespace {

constexpr std::size_t sent_bytes_max = 512 * std::size_t{1024};
constexpr std::string_view taken_over_sentence =
    "Another tab took over these data. Reload this tab to go on.";

}  // namespace

// The first record names this writer, so that an older tab that wakes up cannot store anything; it is not waited for.
void Store::become_writer()
{
    PageImage& image = m_vfs->image();
    m_found_sequence = m_first.sequence();
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
    return !m_unsent.empty() || !m_has_taken_over || m_vfs->image().generation() != m_captured_generation;
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
    if (m_unsent.empty()) {
        if (m_has_taken_over) capture();
        else if (m_first.sequence() == m_found_sequence) make_opening();
    }
    if (!m_unsent.empty()) co_await send_unsent();
    if (m_has_taken_over || m_lost) co_return;
    co_await m_first.take_over(m_database_id, m_head.epoch, m_head.writer);
    m_has_taken_over = true;
    if (!m_lost) m_checkpointer->start(m_head);
}

// As much as does not keep the page from drawing.
Task<> Store::send_unsent()
{
    Records records;
    std::size_t size = 0;
    std::uint64_t generation = 0;
    for (const Unsent& unsent : m_unsent) {
        if (!records.empty() && size + unsent.record->bytes.size() > sent_bytes_max) break;
        records.push_back(unsent.record);
        size += unsent.record->bytes.size();
        generation = unsent.generation;
    }
    const auto count = static_cast<std::ptrdiff_t>(records.size());
    co_await m_first.append(std::move(records));
    m_unsent.erase(m_unsent.begin(), m_unsent.begin() + count);
    m_unsent_bytes -= size;
    m_first_generation = generation;
    ++m_counters.flushes;
    m_counters.bytes += static_cast<std::int64_t>(size);
    note_durable(m_first.sequence());
}

// Private copies, taken in one go: what SQLite writes while the flush is under way belongs to the
// next one. Nothing uncommitted can be in the image now, because no transaction lives across a wait.
void Store::capture()
{
    ASSERT(!m_database->in_write_transaction());
    PageImage& image = m_vfs->image();
    const std::vector<LineRange> changes = image.take_changes();
    m_head.kind = RecordKind::changes;
    m_head.file_size = image.size();
    m_head.schema = static_cast<std::uint32_t>(schema_version());
    m_captured_generation = image.generation();
    add_record(changes);
}

// Shows the state that was found, without what was changed since: it stays for good, so it must be small.
void Store::make_opening()
{
    m_head.kind = RecordKind::opening;
    add_record({});
}

void Store::add_record(std::span<const LineRange> changes)
{
    ++m_head.sequence;
    m_head.previous = m_head_checksum;
    auto record =
        std::make_shared<LogAppend>(m_head.sequence, encode_record(m_head, m_vfs->image(), changes));
    m_head_checksum = checksum_of_record(record->bytes);
    m_first.note_changes(changes, m_head.sequence);
    m_checkpointer->record_taken(m_head);
    m_unsent.push_back({record, m_captured_generation});
    m_unsent_bytes += record->bytes.size();
    if (!m_second_copy) return;
    m_second->note_changes(changes, m_head.sequence);
    m_second_copy->add(std::move(record), m_head, m_head_checksum, m_captured_generation);
    if (!m_waits.empty()) m_second_copy->hurry();
}

void Store::flush_succeeded()
{
    m_delay_ms = flush_delay_ms;
    set_status({needs_flush() ? SaveState::saving : SaveState::saved, {}});
    m_checkpointer->copy_moved();
    if (m_feed) m_feed->announce();
    if (m_unsent_bytes >= sent_bytes_max) m_flush_requested.set();
    else if (needs_flush()) m_changed.set();
    finish_waits();
}

void Store::flush_failed(const Error& error)
{
    ++m_counters.failed_flushes;
    if (error.kind == ErrorKind::conflict) return lose_file(error);

    // Browsers give up a transaction now and then: nobody hears of it when the next attempt succeeds.
    const bool is_first = m_delay_ms < retry_delay_first_ms;
    m_delay_ms = is_first ? retry_delay_first_ms : std::min(m_delay_ms * 2, retry_delay_max_ms);
    m_changed.set();
    if (is_first) return;
    set_status({SaveState::not_saved, error.message});
    fail_waits(error);  // also those for later changes: they cannot be durable before this record
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

}  // namespace app::store
