#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class LinkState { linked, broken };
template <>
struct Words<LinkState> {
    static constexpr std::array<std::string_view, 2> words{"linked", "broken"};
};

// How the two records came together.
enum class LinkedHow { key, email, sku, name, created, person };
template <>
struct Words<LinkedHow> {
    static constexpr std::array<std::string_view, 6> words{"key",  "email",   "sku",
                                                           "name", "created", "person"};
};

// One QuickBooks record and its one HubSpot twin, with what both sides last agreed on.
struct LinkRow {
    std::int64_t row_id = 0;  // given by add()
    RecordKey quickbooks;
    ConnectionId hubspot_connection;
    HubSpotId hubspot_id;
    std::string base = "{}";  // JSON: the mapped values last agreed, as QuickBooks has them
    // JSON: the same as HubSpot had them; what it lacks was equal.
    std::string hubspot_base = "{}";
    LinkState state = LinkState::linked;
    LinkedHow linked_how = LinkedHow::created;
    Timestamp linked_at;
    std::optional<Timestamp> base_at;
    // Since when a side is known to differ from the base; nothing while they agree.
    std::optional<Timestamp> changed_at;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.row_id, self.quickbooks, self.hubspot_connection, self.hubspot_id, self.base,
                        self.hubspot_base, self.state, self.linked_how, self.linked_at, self.base_at,
                        self.changed_at);
    }
};

class LinkRepository {
public:
    explicit LinkRepository(Database& database) : m_database(database) {}

    // Broken links included.
    Result<std::optional<LinkRow>> by_quickbooks(const RecordKey& key,
                                                 const ConnectionId& hubspot_connection);
    Result<std::optional<LinkRow>> by_hubspot(ObjectType object, const ConnectionId& hubspot_connection,
                                              const HubSpotId& hubspot_id);
    // Fails with `conflict` when either record is linked already. Gives the row id; row.row_id is
    // ignored.
    Result<std::int64_t> add(const LinkRow& row);
    // The agreement moves on: clears changed_at.
    Result<void> set_base(std::int64_t row_id, std::string_view base, std::string_view hubspot_base,
                          Timestamp at);
    // A side differs from the base. Keeps the first moment when called again.
    Result<void> mark_changed(std::int64_t row_id, Timestamp at);
    // Both sides are as the base says (again).
    Result<void> clear_changed(std::int64_t row_id);
    Result<void> set_state(std::int64_t row_id, LinkState state);
    // The HubSpot record lives on under another id (it was merged). Fails with `conflict` when that one is
    // linked already.
    Result<void> move_to(std::int64_t row_id, const HubSpotId& hubspot_id);
    // Only for a link that was made in error; a record that is gone makes a link `broken`.
    Result<void> remove(std::int64_t row_id);
    // `linked` ones.
    Result<std::int64_t> count(ObjectType object);
    // All linked ones of the object count as changed: they are decided anew.
    Result<void> mark_all_changed(ObjectType object, const ConnectionId& quickbooks_connection, Timestamp at);
    // Every link in order of row id. The callback may write to the database. Its first error ends
    // the walk and is returned.
    Result<void> each(ObjectType object, const std::function<Result<void>(const LinkRow&)>& visit);
    // Links of line items of one invoice, broken ones included, in order of row id.
    Result<std::vector<LinkRow>> lines_of(const ConnectionId& quickbooks_connection,
                                          const QuickBooksId& invoice);

private:
    Database& m_database;
};

}  // namespace app::store
