#pragma once

#include <cstdint>

#include "store/page_file.h"

namespace app::store {

// Copies all of one page file into an empty other one: records, blocks [0, block_count), and the manifest
// last. Nothing may write to either meanwhile, and both outlive the task. A few blocks are in memory at a
// time. Fails with `conflict` when `to` is not empty.
//
// This is how a store is encrypted, decrypted, or given another passphrase, one side being EncryptedPages.
// The caller holds the tab lock and nothing is unsaved; it erases what a copy that was broken off left in the
// second file, copies, files durably that the store is now the second file, and only then erases the first.
// Whatever dies in between, the file that is named is whole.
[[nodiscard]] Task<> copy_pages(PageFile& from, PageFile& to, std::uint32_t block_count);

}  // namespace app::store
