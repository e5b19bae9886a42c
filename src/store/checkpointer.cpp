#include "store/checkpointer.h"

#include <algorithm>
#include <utility>

namespace app::store {

Checkpointer::Checkpointer(Loop& loop, ImageCopy& copy, const PageImage& image)
    : m_loop(loop), m_copy(copy), m_image(image), m_moved(loop), m_may_go_on(loop), m_written(loop)
{
}

void Checkpointer::start(const RecordHead& head)
{
    m_head = head;
    m_is_paused = false;
    if (!m_task.exists()) {
        m_task = run();
        m_task.start();
    }
    m_moved.set();
}

Task<> Checkpointer::pause()
{
    m_is_paused = true;
    m_wants_slice = false;
    m_slice.reset();
    m_may_go_on.set();
    while (m_is_writing) co_await m_written.wait();
}

void Checkpointer::stop()
{
    m_is_paused = true;
    m_task = {};
    m_is_writing = false;
    m_written.set();
}

void Checkpointer::record_taken(const RecordHead& head)
{
    m_head = head;
    ++m_records_taken;
    if (!m_wants_slice || m_image.has_changes()) return;
    m_wants_slice = false;
    m_slice = m_copy.take_slice(m_image, head);
    m_slice_sequence = head.sequence;
}

void Checkpointer::copy_moved()
{
    m_moved.set();
    m_may_go_on.set();
}

bool Checkpointer::is_urgent() const
{
    const std::size_t database = 2 * static_cast<std::size_t>(m_image.size());
    return !m_copy.is_whole() || m_copy.log_bytes() > std::max(log_bytes_max, database);
}

bool Checkpointer::is_due() const
{
    return !m_is_paused && m_copy.blocks_behind() > 0 &&
           (is_urgent() || m_copy.log_bytes() > log_bytes_at_rest);
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
    while (!m_is_paused && m_copy.blocks_behind() > 0) {
        const bool may_rest = m_records_taken != before || m_copy.log_bytes() < log_bytes_when_done;
        if (may_rest && !is_urgent()) co_return;
        co_await next_slice();
        if (m_is_paused || !m_slice) co_return;
        m_is_writing = true;
        const Result<void> written =
            co_await outcome(m_copy.write_slice(*std::exchange(m_slice, std::nullopt)));
        m_is_writing = false;
        m_written.set();
        co_await written;
        co_await m_loop.sleep(0);
    }
}

// A slice may be written once the record whose state it shows is durable. It is copied with the next record, or right
// here when nothing has changed since the last one. None when nothing is behind, or after pause().
Task<> Checkpointer::next_slice()
{
    while (!m_is_paused) {
        if (m_slice && m_copy.sequence() >= m_slice_sequence) co_return;
        if (!m_slice && !m_image.has_changes() && m_copy.sequence() >= m_head.sequence) {
            m_wants_slice = false;
            m_slice = m_copy.take_slice(m_image, m_head);
            m_slice_sequence = m_head.sequence;
            if (!m_slice) co_return;
            continue;
        }
        m_wants_slice = !m_slice;
        co_await m_may_go_on.wait();
    }
}

}  // namespace app::store
