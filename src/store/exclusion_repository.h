#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace app::store {

// QuickBooks records that are left out on purpose, with the reason that screens show.
class ExclusionRepository {
public:
    explicit ExclusionRepository(Database& database) : m_database(database) {}

    // Replaces an earlier reason.
    Result<void> exclude(const RecordKey& key, std::string_view reason, Timestamp at);
    Result<void> include(const RecordKey& key);
    // The reason, or nothing.
    Result<std::optional<std::string>> reason_for(const RecordKey& key);
    Result<std::int64_t> count(ObjectType object);

private:
    Database& m_database;
};

}  // namespace app::store
