#include "store/store.h"

#include "base/assert.h"

namespace app::store {

namespace {

constexpr std::string_view other_tab_sentence =
    "Another tab of this browser is working with these data. This tab only reads: close the other "
    "tab and reload this one to work here.";
constexpr std::string_view newer_schema_sentence =
    "A newer version of this program made the stored data. This version only reads: reload the page "
    "to get the newer one.";
constexpr std::string_view damaged_sentence = "The data stored in this browser are damaged. Nothing was "
                                              "changed, and what can be read is shown. Export it in "
                                              "Settings, then restore a backup or connect again.";

constexpr const char* retired_sentence = "The data of this browser are being stored anew. Reload the page.";
constexpr std::string_view not_whole_sentence =
    "One of the two copies in this browser is still being written. Try again in a minute.";

}  // namespace

Store::Store(StoreOptions options)
    : m_loop(options.loop),
      m_random(options.random),
      m_lock(std::move(options.lock)),
      m_observer(options.observer),
      m_tripwire(std::move(options.tripwire)),
      m_feed(std::move(options.feed)),
      m_first(std::move(options.pages)),
      m_second(options.second_pages ? std::make_unique<ImageCopy>(std::move(options.second_pages)) : nullptr),
      m_changed(options.loop),
      m_flush_requested(options.loop),
      m_announced(options.loop),
      m_loaded(options.loop),
      m_second_loaded(options.loop)
{
    if (m_feed) m_feed->listen(*this);
}

std::string Store::access_explanation() const
{
    switch (m_access) {
    case StoreAccess::writer: return {};
    case StoreAccess::other_tab: return std::string(other_tab_sentence);
    case StoreAccess::newer_schema: return std::string(newer_schema_sentence);
    case StoreAccess::damaged: return std::string(damaged_sentence);
    }
    ASSERT(false);
}

SecondCopyState Store::second_copy_state() const
{
    if (!m_second) return SecondCopyState::none;
    if (m_second_failure) return SecondCopyState::failing;
    if (!m_second_copy) return SecondCopyState::building;
    if (!m_second_copy->is_working()) return SecondCopyState::failing;
    return m_second_copy->is_whole() ? SecondCopyState::current : SecondCopyState::building;
}

double Store::loaded_part() const
{
    const PageImage& image = m_vfs->image();
    if (image.block_count() == 0) return 1;
    return 1 - static_cast<double>(image.absent_count()) / image.block_count();
}

Task<> Store::other_tab_closed()
{
    ASSERT(m_access == StoreAccess::other_tab);
    return m_lock->wait_until_held();
}

Task<> Store::write_over_damage()
{
    ASSERT(m_access == StoreAccess::damaged && m_is_loaded);
    co_await m_first.begin_anew(m_database_id, m_head, m_head_checksum, m_vfs->image().block_count());
    co_await m_database->allow_changes();
    m_access = StoreAccess::writer;
    m_damage.reset();
    become_writer();
}

Task<> Store::verify()
{
    ASSERT(m_is_loaded);
    if (m_access != StoreAccess::writer) {
        co_await Result<void>(
            failed(ErrorKind::storage, "Only the tab that writes can check what is stored."));
    }
    co_await persisted(Durability::every_copy);
    co_await m_checkpointer->pause();
    const Result<void> first = co_await outcome(m_first.verify());
    if (m_lost) co_await Result<void>(std::unexpected(*m_lost));
    m_checkpointer->start(m_head);
    co_await first;
    if (m_second_copy && m_second_copy->is_whole()) co_await m_second_copy->verify();
}

Task<> Store::erase()
{
    ASSERT(m_is_loaded && m_access != StoreAccess::other_tab);
    m_lost = Error{ErrorKind::conflict, "The data of this browser have been erased. Reload the page.", {}};
    stop_writing();
    co_await m_first.erase();
    if (m_tripwire) m_tripwire->remember({});
    if (m_second) co_await m_second->erase();
}

Task<> Store::retire()
{
    ASSERT(m_is_loaded);
    if (m_access != StoreAccess::writer) {
        co_await Result<void>(failed(ErrorKind::storage, "Only the tab that writes can do that."));
    }
    co_await m_database->refuse_changes(retired_sentence);
    const Result<void> rests = co_await outcome(come_to_rest());
    if (rests) {
        m_lost = Error{ErrorKind::conflict, std::string(retired_sentence), {}};
        co_return stop_writing();
    }
    co_await m_database->allow_changes();
    co_await rests;
}

// Nothing is being written any more; a commit would change that.
Task<> Store::come_to_rest()
{
    co_await persisted(Durability::every_copy);
    if (!m_first.is_whole() || second_copy_state() != SecondCopyState::current) {
        co_await Result<void>(failed(ErrorKind::storage, std::string(not_whole_sentence)));
    }
    co_await m_checkpointer->pause();
    co_await m_second_copy->pause();
}

void Store::set_status(SaveStatus status)
{
    if (status == m_status) return;
    m_status = std::move(status);
    if (m_observer) m_observer->save_status_changed(m_status);
}

}  // namespace app::store
