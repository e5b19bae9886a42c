#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

enum class ContactSort { name, email, company, balance, state };
template <>
struct Words<ContactSort> {
    static constexpr std::array<std::string_view, 5> words{"name", "email", "company", "balance", "state"};
};

struct ContactQuery {
    std::string search;  // part of name, e-mail, company or phone
    std::optional<SyncState> state;
    ContactSort sort = ContactSort::name;
    SortOrder order = SortOrder::ascending;
};

// Names a line of a list: QuickBooks records by row id, HubSpot records without a twin by the negative of
// theirs.
using ListId = std::int64_t;

struct ContactListRow {
    std::optional<ConnectionId> quickbooks_connection;  // nothing: only in HubSpot
    std::optional<QuickBooksId> quickbooks_id;
    std::optional<ConnectionId> hubspot_connection;
    std::optional<HubSpotId> hubspot_id;
    std::string name;
    std::string email;
    std::string phone;
    std::string company;
    std::string currency;
    std::optional<std::int64_t> balance_e4;  // nothing: only in HubSpot
    bool active = true;
    SyncState state = SyncState::waiting;
    std::string problem;  // the open failure's sentence or the reason of the exclusion, else empty

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.quickbooks_connection, self.quickbooks_id, self.hubspot_connection,
                        self.hubspot_id, self.name, self.email, self.phone, self.company, self.currency,
                        self.balance_e4, self.active, self.state, self.problem);
    }
};

// QuickBooks customers with their HubSpot contacts, and HubSpot contacts without a customer.
class ContactList {
public:
    explicit ContactList(Database& database) : m_database(database) {}

    // In order; equal values by name, then by list id. By state: what needs attention comes first.
    Result<std::vector<ListId>> ids(const ContactQuery& query);
    Result<std::optional<ContactListRow>> row(ListId id);
    // Lines in one state.
    Result<std::int64_t> count(SyncState state);

private:
    Database& m_database;
};

}  // namespace app::store
