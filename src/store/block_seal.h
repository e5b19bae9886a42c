#pragma once

#include <cstdint>
#include <span>

#include "store/page_file.h"

namespace app::store {

// Writes the block's checksum behind its bytes. The block's number is part of it, so that a block in
// another's place does not pass either.
void seal_block(std::uint32_t number, std::span<std::byte, sealed_block_size> block);

[[nodiscard]] bool seal_is_intact(std::uint32_t number, std::span<const std::byte> block);

}  // namespace app::store
