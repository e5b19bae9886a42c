#include "store/plan_queue.h"

namespace app::store {
namespace {

Result<std::vector<QuickBooksId>> ids_of(Result<Rows> result)
{
    Rows rows = TRY(std::move(result));
    std::vector<QuickBooksId> ids;
    while (TRY(rows.next())) ids.push_back(std::get<0>(TRY(rows.read<QuickBooksId>())));
    return ids;
}

Result<std::vector<HubSpotId>> hubspot_ids_of(Result<Rows> result)
{
    Rows rows = TRY(std::move(result));
    std::vector<HubSpotId> ids;
    while (TRY(rows.next())) ids.push_back(std::get<0>(TRY(rows.read<HubSpotId>())));
    return ids;
}

}  // namespace

Result<std::vector<QuickBooksId>> PlanQueue::customers(const ConnectionId& connection)
{
    return ids_of(m_database.query(R"sql(
        SELECT customer.record_id
        FROM customer
        LEFT JOIN link ON link.object = 'contacts'
            AND link.quickbooks_connection = customer.connection_id
            AND link.quickbooks_id = customer.record_id
        WHERE customer.connection_id = ?1 AND (link.row_id IS NULL OR link.changed_at IS NOT NULL)
        ORDER BY customer.row_id
    )sql",
                                   connection));
}

Result<std::vector<QuickBooksId>> PlanQueue::items(const ConnectionId& connection)
{
    return ids_of(m_database.query(R"sql(
        SELECT item.record_id
        FROM item
        LEFT JOIN link ON link.object = 'products'
            AND link.quickbooks_connection = item.connection_id
            AND link.quickbooks_id = item.record_id
        WHERE item.connection_id = ?1 AND (link.row_id IS NULL OR link.changed_at IS NOT NULL)
        ORDER BY item.row_id
    )sql",
                                   connection));
}

Result<std::vector<QuickBooksId>> PlanQueue::invoices(const ConnectionId& connection)
{
    return ids_of(m_database.query(R"sql(
        SELECT invoice.record_id
        FROM invoice
        LEFT JOIN link ON link.object = 'invoices'
            AND link.quickbooks_connection = invoice.connection_id
            AND link.quickbooks_id = invoice.record_id
        WHERE invoice.connection_id = ?1
            AND ((link.row_id IS NULL AND invoice.deleted = 0) OR link.changed_at IS NOT NULL)
        ORDER BY invoice.row_id
    )sql",
                                   connection));
}

Result<std::vector<HubSpotId>> PlanQueue::contacts_without_twin(const ConnectionId& hubspot)
{
    return hubspot_ids_of(m_database.query(R"sql(
        SELECT record_id FROM contact
        WHERE connection_id = ?1 AND archived = 0 AND NOT EXISTS (
            SELECT 1 FROM link WHERE object = 'contacts' AND hubspot_connection = ?1
              AND hubspot_id = contact.record_id)
        ORDER BY row_id
    )sql",
                                           hubspot));
}

Result<std::vector<HubSpotId>> PlanQueue::products_without_twin(const ConnectionId& hubspot)
{
    return hubspot_ids_of(m_database.query(R"sql(
        SELECT record_id FROM product
        WHERE connection_id = ?1 AND archived = 0 AND NOT EXISTS (
            SELECT 1 FROM link WHERE object = 'products' AND hubspot_connection = ?1
              AND hubspot_id = product.record_id)
        ORDER BY row_id
    )sql",
                                           hubspot));
}

Result<std::vector<QuickBooksId>> PlanQueue::newly_overdue(const ConnectionId& connection, Date today,
                                                           std::string_view stage_member,
                                                           std::string_view overdue_word)
{
    return ids_of(m_database.query(R"sql(
        SELECT invoice.record_id
        FROM invoice
        JOIN link ON link.object = 'invoices'
            AND link.quickbooks_connection = invoice.connection_id
            AND link.quickbooks_id = invoice.record_id
        WHERE invoice.connection_id = ?1 AND invoice.deleted = 0 AND invoice.voided = 0
            AND invoice.balance_e4 > 0 AND invoice.due_date < ?2 AND link.changed_at IS NULL
            AND json_extract(link.base, '$.' || ?3) IS NOT ?4
        ORDER BY invoice.row_id
    )sql",
                                   connection, today, stage_member, overdue_word));
}

Result<std::optional<QuickBooksId>> PlanQueue::first_customer_with_email(const ConnectionId& connection,
                                                                         std::string_view email)
{
    const auto row = TRY((m_database.first<QuickBooksId>(R"sql(
        SELECT record_id FROM customer
        WHERE connection_id = ?1 AND lower(email) = lower(?2)
        ORDER BY row_id LIMIT 1
    )sql",
                                                         connection, email)));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

Result<std::int64_t> PlanQueue::items_with_sku(const ConnectionId& connection, std::string_view sku)
{
    return m_database.number(R"sql(
        SELECT count(*) FROM item WHERE connection_id = ?1 AND lower(sku) = lower(?2)
    )sql",
                             connection, sku);
}

Result<std::int64_t> PlanQueue::items_with_name(const ConnectionId& connection, std::string_view name)
{
    return m_database.number(R"sql(
        SELECT count(*) FROM item WHERE connection_id = ?1 AND lower(name) = lower(?2)
    )sql",
                             connection, name);
}

Result<std::vector<QuickBooksId>> PlanQueue::not_seen_since(const ConnectionId& connection,
                                                            std::string_view entity, Timestamp at)
{
    return ids_of(m_database.query(R"sql(
        SELECT record_id FROM mirror
        WHERE connection_id = ?1 AND entity = ?2 AND state <> 'deleted' AND seen_at < ?3
    )sql",
                                   connection, entity, at));
}

}  // namespace app::store
