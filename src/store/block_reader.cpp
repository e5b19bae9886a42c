#include "store/block_reader.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/assert.h"
#include "store/block_seal.h"

namespace app::store {

BlockReader::BlockReader(PageFile& pages, const StoredState& state) : m_pages(pages), m_state(state)
{
    m_pieces.resize((static_cast<std::size_t>(state.file_size) + block_size - 1) / block_size);
    for (const CommitRecord& record : state.records) add_pieces(record);
}

void BlockReader::add_pieces(const CommitRecord& record)
{
    std::span<const std::byte> lines = record.lines;
    for (const LineRange& range : record.ranges) {
        std::size_t position = range.first * line_size;
        std::size_t left = range.count * line_size;
        while (left > 0) {
            const std::size_t block = position / block_size;
            const std::size_t within = position % block_size;
            const std::size_t part = std::min(left, block_size - within);
            // What a later record cut off is not needed.
            if (block < m_pieces.size()) {
                m_pieces[block].push_back({record.head.sequence, within, lines.first(part)});
            }
            lines = lines.subspan(part);
            position += part;
            left -= part;
        }
    }
}

Task<std::vector<Result<Bytes>>> BlockReader::read(std::vector<std::uint32_t> blocks)
{
    std::vector<std::uint32_t> wanted;
    for (const std::uint32_t block : blocks) {
        if (base_of(block).sequence > 0) wanted.push_back(block);
    }
    std::vector<Bytes> stored;
    if (!wanted.empty()) stored = co_await m_pages.read_blocks(wanted);
    ASSERT(stored.size() == wanted.size());

    std::vector<Result<Bytes>> composed;
    for (std::size_t next = 0; const std::uint32_t block : blocks) {
        const bool is_stored = next < wanted.size() && wanted[next] == block;
        composed.push_back(compose(block, is_stored ? std::move(stored[next++]) : Bytes()));
    }
    co_return composed;
}

Result<Bytes> BlockReader::compose(std::uint32_t block, Bytes stored) const
{
    const BaseBlockState base = base_of(block);
    if (base.sequence > 0 && !seal_is_intact(block, base.sequence, base.checksum, stored)) {
        return failed(ErrorKind::storage, "A part of the stored data is damaged.",
                      "block " + std::to_string(block));
    }
    stored.resize(block_size);  // without its seal; zero where the base has nothing
    for (const Piece& piece : m_pieces[block]) {
        if (piece.sequence <= base.sequence) continue;
        std::memcpy(stored.data() + piece.offset, piece.bytes.data(), piece.bytes.size());
    }
    return stored;
}

BaseBlockState BlockReader::base_of(std::uint32_t block) const
{
    const auto& blocks = m_state.manifest.blocks;
    return block < blocks.size() ? blocks[block] : BaseBlockState{};
}

}  // namespace app::store
