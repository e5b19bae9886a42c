#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class ConflictChoice { open, hubspot, quickbooks };
template <>
struct Words<ConflictChoice> {
    static constexpr std::array<std::string_view, 3> words{"open", "hubspot", "quickbooks"};
};

// One field of a pair that both sides changed since they last agreed. Nothing is written over either value
// until a person has chosen.
struct ConflictRow {
    std::int64_t row_id = 0;  // given by park()
    RecordKey quickbooks;
    ConnectionId hubspot_connection;
    HubSpotId hubspot_id;
    std::string title;  // of the record, for people
    std::string property;
    std::string base;  // empty when there was none
    std::string hubspot;
    std::string quickbooks_value;
    Timestamp found_at;
    ConflictChoice choice = ConflictChoice::open;
    std::optional<Timestamp> resolved_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.row_id, self.quickbooks, self.hubspot_connection, self.hubspot_id, self.title,
                        self.property, self.base, self.hubspot, self.quickbooks_value, self.found_at,
                        self.choice, self.resolved_at);
    }
};

class ConflictRepository {
public:
    explicit ConflictRepository(Database& database) : m_database(database) {}

    // Files what both sides hold now. The same values keep the choice that was made about them; other values
    // open the conflict again. row_id, choice and resolved_at of `row` are ignored.
    Result<void> park(const ConflictRow& row);
    // Of one pair, unresolved, in order of property.
    Result<std::vector<ConflictRow>> of(const RecordKey& key, const ConnectionId& hubspot_connection);
    // Without a choice yet, oldest first.
    Result<std::vector<ConflictRow>> open(std::int64_t limit);
    Result<std::int64_t> count_open();
    Result<std::int64_t> count_open(ObjectType object);
    // Of one that is not resolved; `not_found` when there is none of that number any more.
    Result<ConflictRow> choose(std::int64_t row_id, ConflictChoice choice);
    // The field is no longer in conflict: written as chosen, or the sides agree by themselves.
    Result<void> resolve(const RecordKey& key, const ConnectionId& hubspot_connection,
                         std::string_view property, Timestamp at);

private:
    Database& m_database;
};

}  // namespace app::store
