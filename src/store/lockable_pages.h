#pragma once

#include <memory>
#include <optional>

#include "base/loop.h"
#include "store/encrypted_pages.h"
#include "store/encryption_key.h"
#include "store/page_file.h"

namespace app::store {

// What a page file holds, as far as it can be told without a key.
struct StoredForm {
    bool is_empty = true;
    std::optional<Bytes> encryption = {};  // begins with the header of what encrypts it; nothing: in clear
};

// A page file that may be encrypted: who opens it finds out by form(), and use() says how it is read and written from
// then on. Without a key it is in clear.
class LockablePages final : public PageFile {
public:
    LockablePages(Loop& loop, std::unique_ptr<PageFile> stored);
    LockablePages(const LockablePages&) = delete;
    LockablePages& operator=(const LockablePages&) = delete;

    // What was read for it is kept for the next load(), unless a key comes between.
    Task<StoredForm> form();
    // No call may be on its way.
    void use(const std::optional<EncryptionKey>& key);

    Task<StoredLog> load() override;
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override;
    Task<> append(Records records) override;
    Task<> write_base(std::shared_ptr<const BaseWrite> write) override;
    Task<> trim(std::int64_t first, std::int64_t last) override;
    Task<> erase() override;

private:
    PageFile& pages() { return m_encrypted ? static_cast<PageFile&>(*m_encrypted) : *m_stored; }

    Loop& m_loop;
    std::unique_ptr<PageFile> m_stored;
    std::unique_ptr<EncryptedPages> m_encrypted;
    std::optional<StoredLog> m_read;
};

}  // namespace app::store
