#include "store/checkpointer.h"

#include <algorithm>
#include <utility>

namespace app::store {

Checkpointer::Checkpointer(Loop& loop, ImageCopy& copy, const PageImage& image)
    : m_loop(loop), m_copy(copy), m_image(image), m_moved(loop), m_slice_ready(loop)
{
}

void Checkpointer::start(const RecordHead& head)
{
    m_head = head;
    m_task = run();
    m_task.start();
    m_moved.set();
}

void Checkpointer::record_taken(const RecordHead& head)
{
    m_head = head;
    ++m_records_taken;
    if (!m_wants_slice) return;
    m_wants_slice = false;
    m_slice = m_copy.take_slice(m_image, head);
    m_slice_sequence = head.sequence;
}

void Checkpointer::copy_moved()
{
    m_moved.set();
    const bool slice_is_durable = !m_wants_slice && m_copy.sequence() >= m_slice_sequence;
    if (slice_is_durable) m_slice_ready.set();
}

bool Checkpointer::is_urgent() const
{
    const std::size_t database = 2 * static_cast<std::size_t>(m_image.size());
    return !m_copy.is_whole() || m_copy.log_bytes() > std::max(log_bytes_max, database);
}

bool Checkpointer::is_due() const
{
    return m_copy.blocks_behind() > 0 && (is_urgent() || m_copy.log_bytes() > log_bytes_at_rest);
}

Task<> Checkpointer::run()
{
    while (true) {
        co_await m_moved.wait();
        if (!is_due()) continue;
        if (!is_urgent()) {
            const std::int64_t before = m_records_taken;
            co_await m_loop.sleep(rest_before_ms);
            if (m_records_taken != before || m_image.has_changes()) {
                m_moved.set();
                continue;
            }
        }
        const Result<void> renewed = co_await outcome(renew_some());
        if (renewed) continue;
        // The log still has everything; another writer is noticed by the next append.
        co_await m_loop.sleep(retry_delay_ms);
        m_moved.set();
    }
}

// Until the log is short, or somebody commits and it is long enough to wait for the next rest.
Task<> Checkpointer::renew_some()
{
    const std::int64_t before = m_records_taken;
    while (m_copy.blocks_behind() > 0) {
        const bool may_rest = m_records_taken != before || m_copy.log_bytes() < log_bytes_when_done;
        if (may_rest && !is_urgent()) co_return;
        if (m_image.has_changes() || m_copy.sequence() < m_head.sequence) co_await wait_for_slice();
        else m_slice = m_copy.take_slice(m_image, m_head);
        if (!m_slice) co_return;
        co_await m_copy.write_slice(*std::exchange(m_slice, std::nullopt));
        co_await m_loop.sleep(0);
    }
}

// The next record that is taken brings a slice with it; it may be written once that record is durable.
Task<> Checkpointer::wait_for_slice()
{
    m_wants_slice = true;
    do {
        co_await m_slice_ready.wait();
    } while (m_wants_slice || m_copy.sequence() < m_slice_sequence);
}

}  // namespace app::store
