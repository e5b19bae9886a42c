#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "store/store.h"

// What is durable, and who waits for it. A commit counts once one copy has it on the disk: the second one, when it works,
// because it is the quicker, and what it has outlives a browser that loses IndexedDB; else the first. The other copy
// follows within flush_delay_ms.
namespace app::store {

namespace {

// What the first copy may be behind; beyond that, waiting for it slows down whoever writes so much.
constexpr std::size_t unsent_bytes_max = 8 * std::size_t{1024} * 1024;
constexpr std::size_t unsent_records_max = 500;

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
        m_store.hurry(durability);
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
    const Result<void> flushed = co_await FlushWait(*this, generation, durability);
    co_await flushed;
}

// A copy that is being built would not be found again: it counts only when there is no other.
bool Store::is_durable(std::uint64_t generation, Durability durability) const
{
    if (!m_has_taken_over) return false;
    const bool second_is_whole = m_second_copy && m_second_copy->is_whole();
    const bool in_first = m_first_generation >= generation && (m_first.is_whole() || !second_is_whole);
    const bool in_second = second_is_whole && m_second_copy->has(generation);
    if (durability == Durability::any_copy) return in_first || in_second;
    const bool second_works = m_second_copy && m_second_copy->is_working();
    return m_first_generation >= generation && (!second_works || m_second_copy->has(generation));
}

// Whether the second copy may get records before the first: not while that one is in trouble or far behind.
bool Store::may_run_ahead() const
{
    return m_has_taken_over && m_second_copy && m_second_copy->is_whole() &&
           m_status.state != SaveState::not_saved && m_unsent_bytes < unsent_bytes_max &&
           m_unsent.size() < unsent_records_max;
}

void Store::hurry(Durability durability)
{
    if (durability == Durability::every_copy || !may_run_ahead()) m_flush_requested.set();
    if (m_second_copy) m_second_copy->hurry();
}

void Store::second_copy_takes_records()
{
    const bool has_changes = m_vfs->image().generation() != m_captured_generation;
    if (has_changes && !m_waits.empty() && may_run_ahead()) capture();
}

bool Store::first_copy_has(std::uint64_t generation) const
{
    return m_first_generation >= generation;
}

void Store::second_copy_moved()
{
    if (m_second_copy->is_whole()) note_durable(m_second->sequence());
    finish_waits();
}

void Store::note_durable(std::int64_t sequence)
{
    m_counters.sequence = std::max(m_counters.sequence, sequence);
    if (m_tripwire) m_tripwire->remember({m_database_id, m_counters.sequence, m_first.sequence()});
}

void Store::finish_waits()
{
    const auto covered = [this](const FlushWait* wait) {
        return is_durable(wait->generation, wait->durability);
    };
    for (FlushWait* wait : m_waits) {
        if (covered(wait)) wait->finish({});
    }
    std::erase_if(m_waits, covered);
    if (m_waits.empty()) return;
    const bool wants_every = std::ranges::contains(m_waits, Durability::every_copy, &FlushWait::durability);
    if (needs_flush()) hurry(wants_every ? Durability::every_copy : Durability::any_copy);
}

void Store::fail_waits(const Error& error)
{
    for (FlushWait* wait : std::exchange(m_waits, {})) wait->finish(std::unexpected(error));
}

}  // namespace app::store
