#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "store/file_directory.h"

namespace app::store {

// Files in a folder of the browser's private file system, in the browser only. A worker of its own holds them, against
// all other tabs, until the directory is destroyed; a file that another tab is just giving up is waited for.
[[nodiscard]] std::unique_ptr<FileDirectory> open_opfs_directory(Loop& loop, std::string folder);

}  // namespace app::store
