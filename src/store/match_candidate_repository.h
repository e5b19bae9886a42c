#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class CandidateState { open, accepted, refused };
template <>
struct Words<CandidateState> {
    static constexpr std::array<std::string_view, 3> words{"open", "accepted", "refused"};
};

// A HubSpot record that may be the twin of a QuickBooks record; a person decides.
struct MatchCandidateRow {
    RecordKey quickbooks;
    HubSpotId hubspot_id;
    int score = 0;  // 0 to 100
    std::string reason;
    CandidateState state = CandidateState::open;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.quickbooks, self.hubspot_id, self.score, self.reason, self.state);
    }
};

class MatchCandidateRepository {
public:
    explicit MatchCandidateRepository(Database& database) : m_database(database) {}

    // Inserts, or renews score and reason; a decision that was made stays.
    Result<void> put(const MatchCandidateRow& row);
    // All states, best first.
    Result<std::vector<MatchCandidateRow>> of(const RecordKey& key);
    // Open ones, best first.
    Result<std::vector<MatchCandidateRow>> open(ObjectType object, std::int64_t limit);
    Result<std::int64_t> count_open(ObjectType object);
    // `not_found` when there is no such candidate.
    Result<void> set_state(const RecordKey& key, const HubSpotId& hubspot_id, CandidateState state);

private:
    Database& m_database;
};

}  // namespace app::store
