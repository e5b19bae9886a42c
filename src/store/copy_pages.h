#pragma once

#include <cstdint>

#include "store/page_file.h"

namespace app::store {

// Copies all of one page file into an empty other one: records, blocks [0, block_count), and the manifest
// last. Nothing may write to either meanwhile, and both outlive the task. A few blocks are in memory at a
// time. Fails with `conflict` when `to` is not empty.
[[nodiscard]] Task<> copy_pages(PageFile& from, PageFile& to, std::uint32_t block_count);

// Whether both hold the same records, blocks [0, block_count) and manifest. Nothing may write to either meanwhile.
[[nodiscard]] Task<bool> same_pages(PageFile& left, PageFile& right, std::uint32_t block_count);

}  // namespace app::store
