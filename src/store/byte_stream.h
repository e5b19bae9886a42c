#pragma once

#include <cstdint>

#include "base/task.h"
#include "store/page_file.h"

// Large files that pass through the program a piece at a time.
namespace app::store {

// A file that a person chose.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual std::int64_t size() const = 0;
    // Exactly these bytes, which must be there.
    virtual Task<Bytes> read(std::int64_t offset, std::size_t size) = 0;
};

// Takes bytes in order.
class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual Task<> write(Bytes bytes) = 0;
};

}  // namespace app::store
