#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/page_file.h"

struct sqlite3_vfs;

namespace app::store {

// The SQLite image in memory, in chunks, with a mark on every block that changed since it was last
// taken. SQLite reads and writes it synchronously; what is durable is the Store's business.
class PageImage {
public:
    static constexpr std::size_t chunk_size = 1024 * 1024;
    static constexpr std::int64_t size_max = std::int64_t{1} << 30;  // below SQLite's pending byte

    std::int64_t size() const { return m_size; }
    // Bytes beyond the end come back as zero; gives how many there were.
    std::size_t read(std::int64_t offset, std::span<std::byte> into) const;
    // False when the image would grow beyond size_max.
    [[nodiscard]] bool write(std::int64_t offset, std::span<const std::byte> from);
    void truncate(std::int64_t size);

    // Grows with every change, so that a later state can be told from an earlier one.
    std::uint64_t generation() const { return m_generation; }
    bool has_dirty_blocks() const;
    // The changed blocks in ascending order; forgets the marks.
    std::vector<std::uint32_t> take_dirty_blocks();
    void mark_dirty(std::span<const std::uint32_t> blocks);
    // Copies one block; bytes beyond the end are zero.
    void copy_block(std::uint32_t block, std::span<std::byte, block_size> into) const;

private:
    void mark_range(std::int64_t offset, std::size_t length);

    std::vector<std::unique_ptr<std::byte[]>> m_chunks;
    std::vector<bool> m_dirty;
    std::int64_t m_size = 0;
    std::uint64_t m_generation = 0;
};

// Registers a SQLite VFS of its own name over one PageImage. It serves one main database and no other
// file: journals and temporary tables are kept in memory by PRAGMA. xSync does nothing: whether a commit
// is durable is decided by the page file. The connection is closed before the VFS is destroyed.
class PageVfs {
public:
    // `name` is unique among the VFSs that exist.
    static Result<std::unique_ptr<PageVfs>> create(std::string name);
    PageVfs(const PageVfs&) = delete;
    PageVfs& operator=(const PageVfs&) = delete;
    ~PageVfs();

    PageImage& image() { return m_image; }
    const std::string& name() const { return m_name; }

private:
    explicit PageVfs(std::string name);

    std::string m_name;
    PageImage m_image;
    std::unique_ptr<sqlite3_vfs> m_vfs;
};

}  // namespace app::store
