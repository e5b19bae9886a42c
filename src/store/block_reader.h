#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "store/page_image.h"
#include "store/stored_state.h"

namespace app::store {

// Gives the blocks of an image as a page file holds them: those of the base, verified, with what the log says on top.
class BlockReader {
public:
    // What is passed outlives the reader.
    BlockReader(PageFile& pages, const StoredState& state);

    std::int64_t file_size() const { return m_state.file_size; }

    // The whole bytes of each of the blocks, in this order. A block that is damaged, missing or not the one that the
    // manifest describes is a failure of its own, ErrorKind::storage, which names it.
    Task<std::vector<Result<Bytes>>> read(std::vector<std::uint32_t> blocks);

private:
    // Part of a record that lies within one block.
    struct Piece {
        std::int64_t sequence;
        std::size_t offset;  // within the block
        std::span<const std::byte> bytes;
    };

    void add_pieces(const CommitRecord& record);
    Result<Bytes> compose(std::uint32_t block, Bytes stored) const;
    BaseBlockState base_of(std::uint32_t block) const;

    PageFile& m_pages;
    const StoredState& m_state;
    std::vector<std::vector<Piece>> m_pieces;  // per block, ascending
};

}  // namespace app::store
