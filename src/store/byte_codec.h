#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "store/page_file.h"

// Fixed-width numbers in byte strings, little-endian on every machine that this program is built for.
namespace app::store {

static_assert(std::endian::native == std::endian::little);

template <class Number>
void put_number(Bytes& bytes, Number value)
{
    static_assert(std::is_integral_v<Number>);
    const auto* const begin = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), begin, begin + sizeof value);
}

template <class Number>
void set_number(std::span<std::byte> bytes, std::size_t at, Number value)
{
    std::memcpy(bytes.subspan(at, sizeof value).data(), &value, sizeof value);
}

// Reads numbers one after the other. Reading past the end gives zeros and makes `ok` false.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_rest(bytes) {}

    template <class Number>
    Number number()
    {
        Number value{};
        const std::span<const std::byte> taken = bytes(sizeof value);
        if (taken.size() == sizeof value) std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }
    std::span<const std::byte> bytes(std::size_t size)
    {
        if (size > m_rest.size()) {
            m_ok = false;
            return {};
        }
        const std::span<const std::byte> taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    std::span<const std::byte> rest() const { return m_rest; }
    bool ok() const { return m_ok; }

private:
    std::span<const std::byte> m_rest;
    bool m_ok = true;
};

}  // namespace app::store
