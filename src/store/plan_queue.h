#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace app::store {

// Which QuickBooks records a plan has to look at: those without a link, and those whose link is
// marked as changed. Everything else is known to agree.
class PlanQueue {
public:
    explicit PlanQueue(Database& database) : m_database(database) {}

    // In the order in which the records were first read. Deleted records without a link are left out.
    Result<std::vector<QuickBooksId>> customers(const ConnectionId& connection);
    Result<std::vector<QuickBooksId>> items(const ConnectionId& connection);
    Result<std::vector<QuickBooksId>> invoices(const ConnectionId& connection);

    // HubSpot records that are neither archived nor linked, in order of first reading.
    Result<std::vector<HubSpotId>> contacts_without_twin(const ConnectionId& hubspot);
    Result<std::vector<HubSpotId>> products_without_twin(const ConnectionId& hubspot);

    // Linked invoices that are open and past due at `today` while the agreement's member
    // `stage_member` does not say `overdue_word`: no record changed, only the calendar did.
    Result<std::vector<QuickBooksId>> newly_overdue(const ConnectionId& connection, Date today,
                                                    std::string_view stage_member,
                                                    std::string_view overdue_word);

    // The customer that was read first among those with this address, compared without case.
    Result<std::optional<QuickBooksId>> first_customer_with_email(const ConnectionId& connection,
                                                                  std::string_view email);
    // How many items have this SKU, or this name; to tell a certain match from a doubtful one.
    Result<std::int64_t> items_with_sku(const ConnectionId& connection, std::string_view sku);
    Result<std::int64_t> items_with_name(const ConnectionId& connection, std::string_view name);

    // Mirrored records that are not deleted and were last seen before `at`.
    Result<std::vector<QuickBooksId>> not_seen_since(const ConnectionId& connection, std::string_view entity,
                                                     Timestamp at);

private:
    Database& m_database;
};

}  // namespace app::store
