#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace app {

// SHA-256 (FIPS 180-4) of bytes that come a piece at a time.
class Sha256 {
public:
    void add(std::span<const std::byte> bytes);
    // 64 lower-case hexadecimal digits. Nothing is added after it.
    [[nodiscard]] std::string hex_digest();

private:
    static constexpr std::size_t block_size = 64;

    void mix_block();

    std::array<std::uint32_t, 8> m_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, block_size> m_block = {};
    std::size_t m_used = 0;  // bytes in m_block
    std::uint64_t m_size = 0;
};

}  // namespace app
