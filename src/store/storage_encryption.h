#pragma once

#include <memory>
#include <optional>

#include "base/loop.h"
#include "base/random.h"
#include "base/secret.h"
#include "store/lockable_pages.h"
#include "store/signal.h"
#include "store/store.h"

namespace app::store {

// Whether the two copies of a database are encrypted, and the way from one form to the other.
//
// The first copy's form is that of the database; when nothing is in the first copy, it is the second one's. A change
// writes the second copy anew in the new form, from the first, then the first one from the second. Whatever ends it, one
// whole copy is there, in the form that is found at the next start: the old one until the first copy is erased, the new
// one from then on.
class StorageEncryption {
public:
    // A second copy that does not say so within this is taken as one in clear.
    static constexpr double answer_limit_ms = 5000;

    // What is passed outlives it. Without `second`, the form cannot be changed.
    StorageEncryption(Loop& loop, Ciphers& ciphers, Random& random, std::unique_ptr<PageFile> first,
                      std::unique_ptr<PageFile> second);
    StorageEncryption(const StorageEncryption&) = delete;
    StorageEncryption& operator=(const StorageEncryption&) = delete;

    // Before the store is opened. True: unlock() first.
    Task<bool> is_locked();
    // ErrorKind::rejected when it is another passphrase.
    Task<> unlock(Secret passphrase);
    // Instead of unlock(): removes what is stored, for good. It is not locked any more.
    Task<> give_up();

    // For StoreOptions, once; the store must not outlive this.
    std::unique_ptr<PageFile> take_first() { return std::move(m_first_pages); }
    std::unique_ptr<PageFile> take_second() { return std::move(m_second_pages); }

    bool is_encrypted() const { return m_key.has_value(); }
    bool can_change() const { return m_second != nullptr; }
    // Stores everything encrypted with this passphrase, or in clear when it is empty. `store`, opened on these pages,
    // writes no more after it, however it ends, unless it fails before anything was changed; then the page must be
    // loaded anew.
    Task<> change(Store& store, Secret passphrase);

private:
    Task<> ask_second();
    Task<> limit_second();
    Task<std::optional<EncryptionKey>> key_for(Secret passphrase);
    Task<> move_copies(const std::optional<EncryptionKey>& key, std::uint32_t block_count);

    Ciphers& m_ciphers;
    Random& m_random;
    std::unique_ptr<LockablePages> m_first_pages;
    std::unique_ptr<LockablePages> m_second_pages;
    LockablePages& m_first;
    LockablePages* m_second;
    Bytes m_header;  // begins with it, when locked
    std::optional<EncryptionKey> m_key;
    Loop& m_loop;
    std::optional<StoredForm> m_second_form;
    Signal m_second_told;
    Task<> m_asking;
    Task<> m_limit;
};

}  // namespace app::store
