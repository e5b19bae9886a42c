#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "base/turns.h"
#include "store/encryption_key.h"
#include "store/page_file.h"

namespace app::store {

// A page file that keeps what it is given sealed in another. Every record, block and manifest is sealed
// together with its kind and number, so that none passes in another's place. The stored manifest begins with
// the encryption header in clear, also before the first manifest was written: is_encrypted() of it tells such
// a file from a plain one, and unlock() proves the passphrase before anything is written.
//
// What does not open, because it was altered or is in another's place, is damage and not a failure: a record
// or block is given as no bytes, a manifest as bytes without meaning. Who knows what should be there finds
// out. A file in clear or under another key is loaded as such a manifest alone, and nothing is written to it
// before it was erased.
//
// storage_encryption.h puts it between a store and its files.
class EncryptedPages final : public PageFile {
public:
    // The key is that of the file's header; of an empty file it becomes the header with the first thing that
    // is stored. `pages` outlives this.
    EncryptedPages(Loop& loop, PageFile& pages, EncryptionKey key);
    EncryptedPages(const EncryptedPages&) = delete;
    EncryptedPages& operator=(const EncryptedPages&) = delete;

    Task<StoredLog> load() override;
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override;
    Task<> append(Records records) override;
    Task<> write_base(std::shared_ptr<const BaseWrite> write) override;
    Task<> trim(std::int64_t first, std::int64_t last) override;
    // The header goes too; what is stored after that begins with it again.
    Task<> erase() override;

private:
    // Sealing gives other bytes each time, but a page file compares bytes: what was stored, or may have been,
    // is remembered beside what it means.
    struct Manifest {
        Bytes plain;
        Bytes stored;
    };
    struct Appended {
        Records plain;
        Records stored;
    };

    Task<> begin();
    Task<> begin_alone();
    Task<> learn_manifest();
    Task<Manifest> opened_manifest(Bytes stored, bool has_records);
    Task<Manifest> sealed_manifest(Bytes plain);
    Task<Records> sealed_records(Records records);
    Task<Records> not_stored(Records records, Error conflict);
    Task<bool> is_manifest(Bytes plain);
    const Manifest* known_manifest(const Bytes& plain) const;

    PageFile& m_pages;
    const EncryptionKey m_key;
    bool m_begun = false;  // the header is stored
    Turns m_turns;         // to store it
    Manifest m_manifest;   // as loaded or written last
    Manifest m_written;    // tried last
    Appended m_appended;   // tried last
};

}  // namespace app::store
