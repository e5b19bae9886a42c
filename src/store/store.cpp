#include "store/store.h"

#include <algorithm>

#include "base/assert.h"
#include "store/block_seal.h"

namespace app::store {

namespace {

constexpr std::string_view other_tab_sentence =
    "Another tab of this browser is working with these data. This tab only reads: close the other "
    "tab and reload this one to work here.";
constexpr std::string_view newer_schema_sentence =
    "A newer version of this program made the stored data. This version only reads: reload the page "
    "to get the newer one.";
constexpr std::string_view damaged_sentence =
    "The data stored in this browser are damaged. Nothing was changed: keep the browser's profile "
    "for repair, or erase the site's data and connect again.";

StoreHistory history_of(std::int64_t stored_commit, std::int64_t known_commit)
{
    if (stored_commit >= known_commit) return StoreHistory::continued;
    return stored_commit == 0 ? StoreHistory::vanished : StoreHistory::older;
}

}  // namespace

Store::Store(StoreOptions options)
    : m_loop(options.loop),
      m_pages(std::move(options.pages)),
      m_lock(std::move(options.lock)),
      m_observer(options.observer),
      m_tripwire(std::move(options.tripwire)),
      m_writer(make_uuid(options.random)),
      m_changed(options.loop),
      m_flush_requested(options.loop)
{
    ASSERT(m_pages);
}

Task<std::unique_ptr<Store>> Store::open(StoreOptions options)
{
    auto store = std::unique_ptr<Store>(new Store(std::move(options)));
    if (store->m_lock) {
        const TabLockState lock = co_await store->m_lock->try_acquire();
        if (lock != TabLockState::held) store->m_access = StoreAccess::other_tab;
    }
    // Asked first: the writing tab may go on while this one loads.
    const std::int64_t known_commit = store->m_tripwire ? store->m_tripwire->last_commit() : 0;
    const StoredImage image = co_await store->m_pages->load();
    store->m_history = history_of(image.manifest.commit, known_commit);
    store->m_vfs = co_await PageVfs::create("pages-" + store->m_writer);
    co_await store->take_image(image);
    co_await store->open_database();
    if (store->m_access == StoreAccess::writer) store->start_flushing();
    co_return store;
}

// Copies the stored blocks into the image, after checking each one's seal.
Result<void> Store::take_image(const StoredImage& stored)
{
    const std::int64_t size = stored.manifest.file_size;
    if (size < 0 || size > PageImage::size_max) {
        return failed(ErrorKind::storage, std::string(damaged_sentence), "file size in the manifest");
    }
    const auto bytes = static_cast<std::size_t>(size);
    for (std::size_t offset = 0; offset < bytes; offset += block_size) {
        const std::size_t number = offset / block_size;
        const bool intact = number < stored.blocks.size() &&
                            seal_is_intact(static_cast<std::uint32_t>(number), stored.blocks[number]);
        if (!intact) {
            return failed(ErrorKind::storage, std::string(damaged_sentence),
                          "block " + std::to_string(number));
        }
        const std::span block(stored.blocks[number].data(), std::min(block_size, bytes - offset));
        const bool written = m_vfs->image().write(static_cast<std::int64_t>(offset), block);
        ASSERT(written);
    }
    m_vfs->image().take_dirty_blocks();
    m_durable_generation = m_vfs->image().generation();
    m_stored = stored.manifest;
    m_counters.commit = m_stored.commit;
    return {};
}

Result<void> Store::open_database()
{
    m_database = TRY(Database::open("main", m_vfs->name()));
    Result<MigrationOutcome> outcome = migrate(*m_database);
    if (!outcome) return std::unexpected(with_context(outcome.error(), damaged_sentence));

    const auto check = TRY((m_database->first<std::string>("PRAGMA quick_check(1)")));
    if (!check || std::get<0>(*check) != "ok") {
        return failed(ErrorKind::storage, std::string(damaged_sentence), "quick_check");
    }
    return settle_access(*outcome);
}

// A tab that only reads may have brought the schema up to date in its own image: nobody stores that.
Result<void> Store::settle_access(MigrationOutcome outcome)
{
    if (outcome == MigrationOutcome::newer) m_access = StoreAccess::newer_schema;
    if (m_access == StoreAccess::writer) return {};
    return m_database->refuse_changes(access_explanation());
}

std::string Store::access_explanation() const
{
    switch (m_access) {
    case StoreAccess::writer: return {};
    case StoreAccess::other_tab: return std::string(other_tab_sentence);
    case StoreAccess::newer_schema: return std::string(newer_schema_sentence);
    }
    ASSERT(false);
}

Task<> Store::other_tab_closed()
{
    ASSERT(m_access == StoreAccess::other_tab);
    return m_lock->wait_until_held();
}

void Store::set_status(SaveStatus status)
{
    if (status == m_status) return;
    m_status = std::move(status);
    if (m_observer) m_observer->save_status_changed(m_status);
}

}  // namespace app::store
