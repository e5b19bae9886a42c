#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace app {

// CRC-32C (Castagnoli; RFC 3720, B.4) of the bytes. `seed` is the checksum of what stands before them, so that
// crc32c(b, crc32c(a)) is that of a followed by b. Finds damage, not forgery.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t seed = 0);

}  // namespace app
