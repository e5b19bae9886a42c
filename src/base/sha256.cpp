#include "base/sha256.h"

#include <algorithm>
#include <bit>
#include <format>

namespace app {

namespace {

constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big_endian(std::span<const std::byte> bytes)
{
    std::uint32_t number = 0;
    for (const std::byte byte : bytes) number = number << 8U | std::to_integer<std::uint32_t>(byte);
    return number;
}

std::array<std::uint32_t, 64> schedule_of(std::span<const std::byte, 64> block)
{
    std::array<std::uint32_t, 64> words{};
    for (std::size_t at = 0; at < 16; ++at) words[at] = big_endian(block.subspan(at * 4, 4));
    for (std::size_t at = 16; at < words.size(); ++at) {
        const std::uint32_t early = words[at - 15];
        const std::uint32_t late = words[at - 2];
        const std::uint32_t mixed_early = std::rotr(early, 7) ^ std::rotr(early, 18) ^ early >> 3U;
        const std::uint32_t mixed_late = std::rotr(late, 17) ^ std::rotr(late, 19) ^ late >> 10U;
        words[at] = words[at - 16] + mixed_early + words[at - 7] + mixed_late;
    }
    return words;
}

}  // namespace

void Sha256::add(std::span<const std::byte> bytes)
{
    m_size += bytes.size();
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), block_size - m_used);
        std::ranges::copy(bytes.first(taken), m_block.begin() + static_cast<std::ptrdiff_t>(m_used));
        bytes = bytes.subspan(taken);
        m_used += taken;
        if (m_used == block_size) mix_block();
    }
}

std::string Sha256::hex_digest()
{
    const std::uint64_t bits = m_size * 8;
    const std::array<std::byte, 1> end_mark = {std::byte{0x80}};
    const std::array<std::byte, 1> zero = {};
    add(end_mark);
    while (m_used != block_size - sizeof bits) add(zero);
    for (std::size_t at = 0; at < sizeof bits; ++at) {
        m_block[m_used + at] = static_cast<std::byte>(bits >> (8 * (sizeof bits - 1 - at)));
    }
    mix_block();
    std::string digest;
    for (const std::uint32_t word : m_state) digest += std::format("{:08x}", word);
    return digest;
}

void Sha256::mix_block()
{
    const std::array<std::uint32_t, 64> words = schedule_of(m_block);
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::uint32_t sum_e = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t choice = (e & f) ^ (~e & g);
        const std::uint32_t first = h + sum_e + choice + round_constants[at] + words[at];
        const std::uint32_t sum_a = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + sum_a + majority;
    }
    const std::array<std::uint32_t, 8> mixed = {a, b, c, d, e, f, g, h};
    for (std::size_t at = 0; at < mixed.size(); ++at) m_state[at] += mixed[at];
    m_used = 0;
}

}  // namespace app
