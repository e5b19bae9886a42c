#include "store/storage_encryption.h"

#include <utility>

#include "base/assert.h"
#include "store/copy_pages.h"

namespace app::store {

namespace {

constexpr std::string_view one_copy_sentence =
    "This browser gives the program only one place for its data. Encrypting them needs a second one.";
constexpr std::string_view not_the_same_sentence =
    "What was written is not what was to be written. The data are as they were.";

std::unique_ptr<LockablePages> lockable(Loop& loop, std::unique_ptr<PageFile> pages)
{
    return pages ? std::make_unique<LockablePages>(loop, std::move(pages)) : nullptr;
}

}  // namespace

StorageEncryption::StorageEncryption(Loop& loop, Ciphers& ciphers, Random& random,
                                     std::unique_ptr<PageFile> first, std::unique_ptr<PageFile> second)
    : m_ciphers(ciphers),
      m_random(random),
      m_first_pages(lockable(loop, std::move(first))),
      m_second_pages(lockable(loop, std::move(second))),
      m_first(*m_first_pages),
      m_second(m_second_pages.get()),
      m_loop(loop),
      m_second_told(loop)
{
}

Task<bool> StorageEncryption::is_locked()
{
    StoredForm form = co_await m_first.form();
    if (form.is_empty && m_second) {
        m_asking = ask_second();
        m_limit = limit_second();
        m_asking.start();
        m_limit.start();
        co_await m_second_told.wait();
        m_asking = {};
        m_limit = {};
        form = std::exchange(m_second_form, std::nullopt).value_or(StoredForm{});
    }
    if (!form.encryption) co_return false;
    m_header = *std::move(form.encryption);
    co_return true;
}

// One that cannot be read says nothing; whether that is a loss is the store's question.
Task<> StorageEncryption::ask_second()
{
    Result<StoredForm> form = co_await outcome(m_second->form());
    if (form) m_second_form = *std::move(form);
    m_second_told.set();
}

Task<> StorageEncryption::limit_second()
{
    co_await m_loop.sleep(answer_limit_ms);
    m_second_told.set();
}

Task<> StorageEncryption::unlock(Secret passphrase)
{
    EncryptionHeader header = co_await encryption_header(m_header);
    m_key = co_await store::unlock(m_ciphers, std::move(header), std::move(passphrase));
    m_first.use(m_key);
    if (m_second) m_second->use(m_key);
}

Task<> StorageEncryption::give_up()
{
    co_await m_first.erase();
    if (m_second) co_await m_second->erase();
    m_first.use(std::nullopt);
    if (m_second) m_second->use(std::nullopt);
}

Task<std::optional<EncryptionKey>> StorageEncryption::key_for(Secret passphrase)
{
    if (passphrase.empty()) co_return std::nullopt;
    co_return co_await new_encryption_key(m_ciphers, m_random, std::move(passphrase));
}

Task<> StorageEncryption::change(Store& store, Secret passphrase)
{
    if (!can_change()) {
        co_await Result<void>(failed(ErrorKind::storage, std::string(one_copy_sentence)));
    }
    const std::optional<EncryptionKey> key = co_await key_for(std::move(passphrase));
    co_await store.retire();
    co_await move_copies(key, store.block_count());
    m_key = key;
}

Task<> StorageEncryption::move_copies(const std::optional<EncryptionKey>& key, std::uint32_t block_count)
{
    co_await m_second->erase();
    m_second->use(key);
    co_await copy_pages(m_first, *m_second, block_count);
    const bool is_same = co_await same_pages(m_first, *m_second, block_count);
    if (!is_same) co_await Result<void>(failed(ErrorKind::storage, std::string(not_the_same_sentence)));

    co_await m_first.erase();
    m_first.use(key);
    co_await copy_pages(*m_second, m_first, block_count);
}

}  // namespace app::store
