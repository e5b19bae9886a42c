#pragma once

#include <algorithm>
#include <cstddef>

#include "base/loop.h"
#include "store/byte_stream.h"

namespace app::testing {

// A file that is written, then read; a test may spoil it in between. Every piece takes a turn of the loop.
class MemoryFile final : public store::ByteSource, public store::ByteSink {
public:
    explicit MemoryFile(Loop& loop) : m_loop(loop) {}

    std::int64_t size() const override { return static_cast<std::int64_t>(bytes.size()); }
    Task<store::Bytes> read(std::int64_t offset, std::size_t size) override
    {
        co_await m_loop.sleep(0);
        ASSERT(offset >= 0 && static_cast<std::size_t>(offset) + size <= bytes.size());
        piece_size_max = std::max(piece_size_max, size);
        const auto begin = bytes.begin() + offset;
        co_return store::Bytes(begin, begin + static_cast<std::ptrdiff_t>(size));
    }
    Task<> write(store::Bytes piece) override
    {
        co_await m_loop.sleep(0);
        piece_size_max = std::max(piece_size_max, piece.size());
        bytes.insert(bytes.end(), piece.begin(), piece.end());
    }

    store::Bytes bytes;
    std::size_t piece_size_max = 0;

private:
    Loop& m_loop;
};

}  // namespace app::testing
