#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/page_image.h"

struct sqlite3_vfs;

namespace app::store {

// Registers a SQLite VFS of its own name over one PageImage. It serves one main database and no other
// file: journals and temporary tables are kept in memory by PRAGMA. Syncing does nothing: whether a
// commit is durable is decided by the page file. Close the connection before destroying the VFS.
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
