#include "store/second_copy.h"

#include <utility>

namespace app::store {

SecondCopy::SecondCopy(Loop& loop, ImageCopy& copy, const PageImage& image, SecondCopyListener& listener)
    : m_loop(loop),
      m_copy(copy),
      m_image(image),
      m_listener(listener),
      m_checkpointer(loop, copy, image),
      m_added(loop),
      m_due(loop),
      m_append_begun(loop)
{
}

void SecondCopy::start(const std::string& database_id, const RecordHead& head, std::uint32_t checksum,
                       std::uint64_t generation)
{
    m_database_id = database_id;
    m_head = head;
    m_checksum = checksum;
    m_generation = m_head_generation = generation;
    m_must_begin_anew = m_copy.condition() != ImageCopy::Condition::whole ||
                        m_copy.sequence() != head.sequence || m_copy.checksum() != checksum ||
                        m_copy.database_id() != database_id;
    m_is_working = !m_must_begin_anew;
    if (!m_must_begin_anew) m_checkpointer.start(head);
    m_task = run();
    m_gathering = run_gathering();
    m_limit = run_limit();
    m_task.start();
    m_gathering.start();
    m_limit.start();
    m_due.set();
}

void SecondCopy::add(std::shared_ptr<const LogAppend> record, const RecordHead& head, std::uint32_t checksum,
                     std::uint64_t generation)
{
    m_head = head;
    m_checksum = checksum;
    m_head_generation = generation;
    if (m_must_begin_anew) return;  // it will begin from a later state
    m_queue.push_back({std::move(record), generation});
    m_checkpointer.record_taken(head);
    m_added.set();
}

Task<> SecondCopy::run()
{
    while (true) {
        co_await m_due.wait();
        const Result<void> taken = co_await outcome(take_queue());
        if (taken) continue;
        stop_working();
        co_await m_loop.sleep(retry_delay_ms);
        m_due.set();
    }
}

Task<> SecondCopy::run_gathering()
{
    while (true) {
        co_await m_added.wait();
        co_await m_loop.sleep(gathering_ms);
        m_due.set();
    }
}

Task<> SecondCopy::take_queue()
{
    if (m_must_begin_anew) co_await begin_anew();
    m_listener.second_copy_takes_records();
    if (m_queue.empty()) co_return;
    ++m_appends;
    m_appending = true;
    m_append_begun.set();
    Records records;
    for (const Item& item : m_queue) records.push_back(item.record);
    const std::uint64_t generation = m_queue.back().generation;
    const auto count = static_cast<std::ptrdiff_t>(records.size());
    const Result<void> appended = co_await outcome(m_copy.append(std::move(records)));
    m_appending = false;
    co_await appended;
    if (m_must_begin_anew) co_return co_await begin_anew();  // it did answer, but too late
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    m_generation = m_promised_generation = generation;
    m_checkpointer.copy_moved();
    m_listener.second_copy_moved();
}

// Records that are taken while the old copy is being removed are part of the state that the new one begins with or come
// after it.
Task<> SecondCopy::begin_anew()
{
    if (!m_listener.first_copy_has(m_promised_generation)) {
        co_await Result<void>(failed(ErrorKind::storage, "The first copy does not have everything yet."));
    }
    co_await m_checkpointer.pause();
    m_must_begin_anew = false;
    m_queue.clear();
    const RecordHead head = m_head;
    const std::uint64_t generation = m_head_generation;
    co_await m_copy.begin_anew(m_database_id, head, m_checksum, m_image.block_count());
    m_is_working = true;
    m_generation = generation;
    m_checkpointer.start(m_head);
    m_listener.second_copy_moved();
}

// An answer that does not come must not hold up those who wait for persisted().
Task<> SecondCopy::run_limit()
{
    while (true) {
        co_await m_append_begun.wait();
        const std::uint64_t append = m_appends;
        co_await m_loop.sleep(answer_limit_ms);
        if (m_appending && m_appends == append) stop_working();
    }
}

void SecondCopy::stop_working()
{
    m_is_working = false;
    m_must_begin_anew = true;
    m_queue.clear();
    m_listener.second_copy_moved();
}

void SecondCopy::stop()
{
    m_task = {};
    m_gathering = {};
    m_limit = {};
    m_checkpointer.stop();
    stop_working();
}

Task<> SecondCopy::verify()
{
    co_await m_checkpointer.pause();
    const Result<void> verified = co_await outcome(m_copy.verify());
    if (m_is_working) m_checkpointer.start(m_head);
    co_await verified;
}

}  // namespace app::store
