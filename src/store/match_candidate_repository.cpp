#include "store/match_candidate_repository.h"

namespace app::store {

Result<void> MatchCandidateRepository::put(const MatchCandidateRow& row)
{
    return m_database.execute(R"sql(
        INSERT INTO match_candidate (
            object, quickbooks_connection, quickbooks_id, hubspot_id, score, reason, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (object, quickbooks_connection, quickbooks_id, hubspot_id) DO UPDATE SET
            score = excluded.score, reason = excluded.reason
    )sql",
                              row);
}

Result<std::vector<MatchCandidateRow>> MatchCandidateRepository::of(const RecordKey& key)
{
    return m_database.all_rows<MatchCandidateRow>(R"sql(
        SELECT object, quickbooks_connection, quickbooks_id, hubspot_id, score, reason, state
        FROM match_candidate
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
        ORDER BY score DESC, hubspot_id
    )sql",
                                                  key);
}

Result<std::vector<MatchCandidateRow>> MatchCandidateRepository::open(ObjectType object, std::int64_t limit)
{
    return m_database.all_rows<MatchCandidateRow>(R"sql(
        SELECT object, quickbooks_connection, quickbooks_id, hubspot_id, score, reason, state
        FROM match_candidate
        WHERE object = ?1 AND state = 'open'
        ORDER BY score DESC, quickbooks_connection, quickbooks_id, hubspot_id
        LIMIT ?2
    )sql",
                                                  object, limit);
}

Result<std::int64_t> MatchCandidateRepository::count_open(ObjectType object)
{
    return m_database.number("SELECT count(*) FROM match_candidate WHERE object = ?1 AND state = 'open'",
                             object);
}

Result<void> MatchCandidateRepository::set_state(const RecordKey& key, const HubSpotId& hubspot_id,
                                                 CandidateState state)
{
    TRY(m_database.execute(R"sql(
        UPDATE match_candidate SET state = ?5
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
          AND hubspot_id = ?4
    )sql",
                           key, hubspot_id, state));
    if (m_database.changes() == 1) return {};
    return failed(ErrorKind::not_found, "There is no such proposal any more.", hubspot_id.value);
}

}  // namespace app::store
