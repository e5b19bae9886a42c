#pragma once

#include "store/database.h"

namespace app::store {

// What the database knows of the pairs of one object with one company.
struct PairKnowledge {
    std::int64_t links = 0;
    std::int64_t conflicts = 0;  // that wait for a person
    std::int64_t excluded = 0;
    std::int64_t failures = 0;  // open ones

    bool operator==(const PairKnowledge&) const = default;
};
[[nodiscard]] Result<PairKnowledge> pair_knowledge(Database& database, ObjectType object,
                                                   const ConnectionId& quickbooks);

// Forgets all of that, candidates and refusals of matches included. What was read of either side and what happened
// stay. The caller has a transaction open, and no intent of the object is open.
Result<void> forget_pairs(Database& database, ObjectType object, const ConnectionId& quickbooks);

}  // namespace app::store
