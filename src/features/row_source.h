#pragma once

#include <cstddef>
#include <cstdint>

namespace app::features {

// Rows of a list of any length, fetched when they become visible. `row` answers from a bounded
// cache or the local database; a returned reference is valid until the next call. `revision`
// changes when the content may have changed.
template <class Row>
class RowSource {
public:
    virtual ~RowSource() = default;
    virtual std::size_t size() const = 0;
    virtual const Row& row(std::size_t index) = 0;
    virtual std::uint64_t revision() const = 0;
};

enum class LoadState { loading, ready, failed };

}  // namespace app::features
