#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "store/page_file.h"

namespace app::store {

class ImageListener {
public:
    // Called on every change, from within SQLite: remember, do nothing else.
    virtual void image_changed() = 0;

protected:
    virtual ~ImageListener() = default;
};

// The SQLite image in memory, in chunks, with a mark on every block that changed since it was last
// taken. SQLite reads and writes it synchronously; what is durable is the Store's business.
class PageImage {
public:
    static constexpr std::size_t chunk_size = 1024 * 1024;
    static constexpr std::int64_t size_max = std::int64_t{1} << 30;  // below SQLite's pending byte

    std::int64_t size() const { return m_size; }
    // Bytes beyond the end come back as zero; gives how many were there.
    std::size_t read(std::int64_t offset, std::span<std::byte> into) const;
    // False, and nothing written, when the image would grow beyond size_max.
    [[nodiscard]] bool write(std::int64_t offset, std::span<const std::byte> from);
    // Only ever makes the image smaller.
    void truncate(std::int64_t size);

    void set_listener(ImageListener* listener) { m_listener = listener; }

    // Grows with every change, so that a later state can be told from an earlier one.
    std::uint64_t generation() const { return m_generation; }
    bool has_dirty_blocks() const;
    // The changed blocks in ascending order; forgets the marks.
    std::vector<std::uint32_t> take_dirty_blocks();
    // Puts marks back. Blocks beyond the end are ignored.
    void mark_dirty(std::span<const std::uint32_t> blocks);
    // Copies one block; bytes beyond the end are zero.
    void copy_block(std::uint32_t block, std::span<std::byte, block_size> into) const;

private:
    void grow_to(std::int64_t size);
    void mark_range(std::int64_t begin, std::int64_t end);
    void changed();

    std::vector<std::unique_ptr<std::byte[]>> m_chunks;
    std::vector<bool> m_dirty;  // one per block
    std::int64_t m_size = 0;
    std::uint64_t m_generation = 0;
    ImageListener* m_listener = nullptr;
};

}  // namespace app::store
