#include "store/exclusion_repository.h"

namespace app::store {

Result<void> ExclusionRepository::exclude(const RecordKey& key, std::string_view reason, Timestamp at)
{
    return m_database.execute(R"sql(
        INSERT OR REPLACE INTO exclusion (
            object, quickbooks_connection, quickbooks_id, reason, at)
        VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
                              key, reason, at);
}

Result<void> ExclusionRepository::include(const RecordKey& key)
{
    return m_database.execute(R"sql(
        DELETE FROM exclusion
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
    )sql",
                              key);
}

Result<std::optional<std::string>> ExclusionRepository::reason_for(const RecordKey& key)
{
    const auto row = TRY((m_database.first<std::string>(R"sql(
        SELECT reason FROM exclusion
        WHERE object = ?1 AND quickbooks_connection = ?2 AND quickbooks_id = ?3
    )sql",
                                                        key)));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

Result<std::int64_t> ExclusionRepository::count(ObjectType object)
{
    return m_database.number("SELECT count(*) FROM exclusion WHERE object = ?1", object);
}

}  // namespace app::store
