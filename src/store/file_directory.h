#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/task.h"
#include "store/page_file.h"

namespace app::store {

// A few files that only grow, or are cut and grow again. What is below is the file system of a machine
// (native_directory), the browser's private one (opfs_directory_web), or memory (memory_directory).
//
// Requests take effect in the order in which they were made, also those whose task was destroyed: such a one may or
// may not happen. All failures are ErrorKind::storage with a sentence for the person. After one, a file has to be
// opened again: what of a failed append is there is not known.
class FileDirectory {
public:
    virtual ~FileDirectory() = default;

    // Takes hold of the file, made when it is missing, and gives its size in bytes. Comes before anything else that is
    // asked of it. Fails when somebody else holds it.
    virtual Task<std::uint64_t> open(std::string name) = 0;

    // Fewer bytes than `size` only where the file ends.
    virtual Task<Bytes> read(std::string name, std::uint64_t offset, std::size_t size) = 0;

    // Cuts off what stands at `end` and beyond, and puts the bytes there; what was cut off cannot come back between
    // them. All of the file is durable when it returns, also for no bytes. Fails when the file ends before `end`.
    virtual Task<> append(std::string name, std::uint64_t end, Bytes bytes) = 0;
};

}  // namespace app::store
