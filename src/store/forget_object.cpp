#include "store/forget_object.h"

namespace app::store {

Result<PairKnowledge> pair_knowledge(Database& database, ObjectType object, const ConnectionId& quickbooks)
{
    const auto count = [&](Sql sql) { return database.number(sql, object, quickbooks); };
    return PairKnowledge{
        .links = TRY(count("SELECT count(*) FROM link WHERE object = ?1 AND quickbooks_connection = ?2 "
                           "AND state = 'linked'")),
        .conflicts =
            TRY(count("SELECT count(*) FROM conflict WHERE object = ?1 AND quickbooks_connection = ?2 "
                      "AND resolved_at IS NULL")),
        .excluded =
            TRY(count("SELECT count(*) FROM exclusion WHERE object = ?1 AND quickbooks_connection = ?2")),
        .failures = TRY(count("SELECT count(*) FROM failure WHERE object = ?1 AND quickbooks_connection = ?2 "
                              "AND resolved_at IS NULL"))};
}

Result<void> forget_pairs(Database& database, ObjectType object, const ConnectionId& quickbooks)
{
    const auto forget = [&](Sql sql) { return database.execute(sql, object, quickbooks); };
    TRY(forget("DELETE FROM link WHERE object = ?1 AND quickbooks_connection = ?2"));
    TRY(forget("DELETE FROM conflict WHERE object = ?1 AND quickbooks_connection = ?2"));
    TRY(forget("DELETE FROM exclusion WHERE object = ?1 AND quickbooks_connection = ?2"));
    TRY(forget("DELETE FROM failure WHERE object = ?1 AND quickbooks_connection = ?2"));
    return forget("DELETE FROM match_candidate WHERE object = ?1 AND quickbooks_connection = ?2");
}

}  // namespace app::store
