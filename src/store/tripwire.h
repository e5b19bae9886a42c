#pragma once

#include <cstdint>
#include <string>

namespace app::store {

// How far a database had come.
struct DatabaseMark {
    std::string database_id;    // empty: none is known
    std::int64_t sequence = 0;  // of the last record that was durable in one of the copies
    std::int64_t first = 0;     // of the last that was in the first copy
    bool operator==(const DatabaseMark&) const = default;
};

// Remembers outside the page files how far they had come. A browser may throw a file away, or come back with an older
// one after a crash; without this, that would look like a first visit.
class Tripwire {
public:
    virtual ~Tripwire() = default;
    virtual DatabaseMark last() const = 0;
    // Best effort: what cannot be remembered costs a warning later, no data.
    virtual void remember(const DatabaseMark& mark) = 0;
};

}  // namespace app::store
