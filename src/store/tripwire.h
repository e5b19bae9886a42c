#pragma once

#include <cstdint>

namespace app::store {

// Remembers outside the page file how far it had come. A browser may throw the file away, or come back with an older
// one after a crash; without this, that would look like a first visit.
class Tripwire {
public:
    virtual ~Tripwire() = default;
    // The number of the last durable state that is known of; 0 when none is.
    virtual std::int64_t last_commit() const = 0;
    // Best effort: what cannot be remembered costs a warning later, no data.
    virtual void remember(std::int64_t commit) = 0;
};

}  // namespace app::store
