#pragma once

#include <memory>
#include <string>

#include "store/file_directory.h"

namespace app::store {

// Files in a folder of this machine, made when it is missing; its parent is there. Held against other programs until
// it is destroyed. Nothing waits: each request is done when it returns.
[[nodiscard]] std::unique_ptr<FileDirectory> open_native_directory(std::string folder);

}  // namespace app::store
