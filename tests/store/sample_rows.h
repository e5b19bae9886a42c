#pragma once

#include <string>
#include <vector>

#include "store/contact_repository.h"
#include "store/customer_repository.h"
#include "store/intent_repository.h"
#include "store/invoice_repository.h"
#include "store/item_repository.h"
#include "store/link_repository.h"
#include "store/product_repository.h"
#include "store_fixture.h"

// Rows with believable values; a test changes what it is about.
namespace app::store {

inline const ConnectionId quickbooks("quickbooks-9f8e7d6c");
inline const ConnectionId hubspot("hubspot-1a2b3c4d");
inline const Timestamp noon{1'795'000'000'000};
inline const Date today = Date::from_civil(2026, 11, 22);

inline RecordKey key_of(ObjectType object, std::string id)
{
    return {.object = object, .connection = quickbooks, .id = QuickBooksId(std::move(id))};
}

inline CustomerRow customer(std::string id, std::string name)
{
    CustomerRow row;
    row.connection = quickbooks;
    row.id = QuickBooksId(std::move(id));
    row.display_name = std::move(name);
    row.currency = "USD";
    return row;
}

inline ItemRow item(std::string id, std::string name)
{
    ItemRow row;
    row.connection = quickbooks;
    row.id = QuickBooksId(std::move(id));
    row.full_name = row.name = std::move(name);
    row.type = "Service";
    return row;
}

inline InvoiceRow invoice(std::string id, std::string number)
{
    InvoiceRow row;
    row.connection = quickbooks;
    row.id = QuickBooksId(std::move(id));
    row.number = std::move(number);
    row.customer = QuickBooksId("17");
    row.customer_name = "Meyer";
    row.txn_date = Date::from_civil(2026, 11, 1);
    row.due_date = Date::from_civil(2026, 12, 1);
    row.currency = "USD";
    row.total_e4 = row.balance_e4 = 1'000'000;
    return row;
}

inline InvoiceLineRow line(std::string line_id, std::string item_name)
{
    InvoiceLineRow row;
    row.line_id = std::move(line_id);
    row.item_name = std::move(item_name);
    row.item = QuickBooksId("3");
    row.quantity = Decimal(25, 1);
    row.unit_price = Decimal(4, 0);
    row.amount_e4 = 100'000;
    return row;
}

inline ContactRow contact(std::string id, std::string email)
{
    ContactRow row;
    row.connection = hubspot;
    row.id = HubSpotId(std::move(id));
    row.email = std::move(email);
    return row;
}

inline ProductRow product(std::string id, std::string name)
{
    ProductRow row;
    row.connection = hubspot;
    row.id = HubSpotId(std::move(id));
    row.name = std::move(name);
    return row;
}

inline LinkRow link(ObjectType object, std::string quickbooks_id, std::string hubspot_id)
{
    LinkRow row;
    row.quickbooks = key_of(object, std::move(quickbooks_id));
    row.hubspot_connection = hubspot;
    row.hubspot_id = HubSpotId(std::move(hubspot_id));
    row.linked_at = noon;
    return row;
}

inline IntentRow intent(std::string operation)
{
    IntentRow row;
    row.operation = OperationId(std::move(operation));
    row.run = RunId("run-1");
    row.connection = hubspot;
    row.path = "crm/objects/2026-03/contacts/batch/upsert";
    row.body = R"({"inputs":[]})";
    row.created_at = noon;
    return row;
}

inline IntentItemRow intent_item(ObjectType object, std::string quickbooks_id)
{
    IntentItemRow row;
    row.trace_id = "trace-" + quickbooks_id;
    row.key = key_of(object, std::move(quickbooks_id));
    return row;
}

inline void put_invoice(Database& database, const InvoiceRow& row,
                        const std::vector<InvoiceLineRow>& lines = {})
{
    Transaction transaction = must(Transaction::begin(database));
    must(InvoiceRepository(database).put(row, lines));
    must(transaction.commit());
}

}  // namespace app::store
