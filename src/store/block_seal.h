#pragma once

#include <cstdint>
#include <span>

#include "store/page_file.h"

namespace app::store {

// A base block is stored with a seal behind its bytes: its number, the sequence of the record whose state it shows, and a
// checksum of all that.
inline constexpr std::size_t sealed_block_size = block_size + 16;

// Gives the checksum.
std::uint32_t seal_block(std::uint32_t number, std::int64_t sequence,
                         std::span<std::byte, sealed_block_size> block);

// Whether these are the unaltered bytes of that block at that sequence.
[[nodiscard]] bool seal_is_intact(std::uint32_t number, std::int64_t sequence, std::uint32_t checksum,
                                  std::span<const std::byte> block);

}  // namespace app::store
