#include "store/lockable_pages.h"

#include <utility>

#include "base/assert.h"

namespace app::store {

LockablePages::LockablePages(Loop& loop, std::unique_ptr<PageFile> stored)
    : m_loop(loop), m_stored(std::move(stored))
{
    ASSERT(m_stored);
}

Task<StoredForm> LockablePages::form()
{
    StoredLog log = co_await m_stored->load();
    StoredForm form{.is_empty = log.manifest.empty() && log.records.empty()};
    if (is_encrypted(log.manifest)) form.encryption = log.manifest;
    m_read = std::move(log);
    co_return form;
}

void LockablePages::use(const std::optional<EncryptionKey>& key)
{
    m_read.reset();
    m_encrypted.reset();
    if (key) m_encrypted = std::make_unique<EncryptedPages>(m_loop, *m_stored, *key);
}

Task<StoredLog> LockablePages::load()
{
    if (m_read) co_return *std::exchange(m_read, std::nullopt);
    co_return co_await pages().load();
}

Task<std::vector<Bytes>> LockablePages::read_blocks(std::vector<std::uint32_t> numbers)
{
    return pages().read_blocks(std::move(numbers));
}

Task<> LockablePages::append(Records records)
{
    return pages().append(std::move(records));
}

Task<> LockablePages::write_base(std::shared_ptr<const BaseWrite> write)
{
    return pages().write_base(std::move(write));
}

Task<> LockablePages::trim(std::int64_t first, std::int64_t last)
{
    return pages().trim(first, last);
}

Task<> LockablePages::erase()
{
    return pages().erase();
}

}  // namespace app::store
