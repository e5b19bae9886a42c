#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/assert.h"
#include "base/crc32c.h"
#include "store/block_reader.h"
#include "store/byte_codec.h"
#include "store/memory_pages.h"
#include "support/fake_clock.h"

using namespace app;
using namespace app::store;

namespace {

// A part of the input, with its length before it. Its checksum is put right, so that what lies behind it is reached.
Bytes take_part(ByteReader& input)
{
    const std::size_t size = std::min<std::size_t>(input.number<std::uint16_t>(), input.rest().size());
    const std::span<const std::byte> part = input.bytes(size);
    Bytes bytes(part.begin(), part.end());
    constexpr std::size_t checksum_at = 4;
    constexpr std::size_t checked_from = 8;
    if (bytes.size() >= checked_from) {
        set_number(bytes, checksum_at, crc32c(std::span(bytes).subspan(checked_from)));
    }
    return bytes;
}

void read_some_blocks(const StoredState& state, const testing::FakeClock& clock)
{
    Loop loop(clock);
    MemoryPages pages(loop, std::make_shared<MemoryDisk>());
    BlockReader reader(pages, state);
    const auto blocks =
        static_cast<std::uint32_t>((static_cast<std::size_t>(state.file_size) + block_size - 1) / block_size);
    if (blocks == 0) return;
    std::vector<std::uint32_t> wanted = {0};
    if (blocks > 1) wanted.push_back(blocks - 1);
    Task<std::vector<Result<Bytes>>> reading = reader.read(wanted);
    reading.start();
    ASSERT(reading.done());
    const auto read = reading.promise().take();
    ASSERT(read && read->size() == wanted.size());
    for (const Result<Bytes>& block : *read) ASSERT(!block || block->size() == block_size);
}

}  // namespace

// A manifest and records as somebody else may have left them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    ByteReader input(std::as_bytes(std::span(data, size)));
    StoredLog log{.manifest = take_part(input), .records = {}};
    std::int64_t number = input.number<std::uint8_t>();
    while (input.ok() && !input.rest().empty()) log.records.push_back({number++, take_part(input)});

    const Inspection found = inspect(log);
    if (!found.state) return 0;
    ASSERT(found.state->sequence >= found.state->manifest.trimmed);
    ASSERT(found.state->checksum_of(found.state->sequence) == found.state->checksum);
    const testing::FakeClock clock;
    read_some_blocks(*found.state, clock);
    return 0;
}
