#include "sample_rows.h"
#include "store/connection_repository.h"
#include "store/cursor_repository.h"
#include "store/invoice_list.h"
#include "store/mirror_repository.h"
#include "store/payment_repository.h"

namespace app::store {
namespace {

ConnectionRow connection(const ConnectionId& id, Provider provider, std::string name)
{
    ConnectionRow row;
    row.id = id;
    row.provider = provider;
    row.account_id = "1";
    row.account_name = std::move(name);
    row.environment = "sandbox";
    row.scopes = R"(["crm.objects.contacts.read"])";
    return row;
}

class Connections : public ::testing::Test {
protected:
    std::unique_ptr<Database> database = migrated_database();
    ConnectionRepository connections{*database};
};

TEST_F(Connections, AreSavedAndReplaced)
{
    ConnectionRow row = connection(hubspot, Provider::hubspot, "Brightwater");
    must(connections.save(row));
    row.time_zone = "US/Eastern";
    row.facts_at = noon;
    must(connections.save(row));
    must(connections.save(connection(quickbooks, Provider::quickbooks, "Brightwater Supply")));

    EXPECT_EQ(must(connections.find(hubspot))->columns(), row.columns());
    EXPECT_EQ(must(connections.all()).size(), 2U);
    EXPECT_EQ(must(connections.by_provider(Provider::quickbooks)).size(), 1U);
    must(connections.set_health(hubspot, ConnectionHealth::reconnect_needed));
    EXPECT_EQ(must(connections.find(hubspot))->health, ConnectionHealth::reconnect_needed);
}

TEST_F(Connections, RemovalForgetsWhatWasReadAndBreaksLinks)
{
    must(connections.save(connection(quickbooks, Provider::quickbooks, "Gone")));
    must(CustomerRepository(*database).put(customer("17", "Meyer")));
    put_invoice(*database, invoice("130", "1037"), {line("1", "Bolt")});
    must(PaymentRepository(*database).put({.connection = quickbooks,
                                           .id = QuickBooksId("9"),
                                           .kind = PaymentKind::payment,
                                           .customer = {},
                                           .txn_date = {},
                                           .reference = {},
                                           .currency = {},
                                           .total_e4 = 0,
                                           .unapplied_e4 = 0,
                                           .deleted = false,
                                           .modified_at = {}},
                                          {{QuickBooksId("130"), 5}}));
    must(CursorRepository(*database).set(quickbooks, "cdc", "x", noon));
    must(LinkRepository(*database).add(link(ObjectType::contacts, "17", "201")));

    Transaction transaction = must(Transaction::begin(*database));
    must(connections.remove(quickbooks));
    must(transaction.commit());

    for (const Sql left : {Sql("SELECT count(*) FROM customer"), Sql("SELECT count(*) FROM invoice"),
                           Sql("SELECT count(*) FROM invoice_line"), Sql("SELECT count(*) FROM payment"),
                           Sql("SELECT count(*) FROM payment_allocation"), Sql("SELECT count(*) FROM cursor"),
                           Sql("SELECT count(*) FROM connection")}) {
        EXPECT_EQ(must(database->number(left)), 0) << left.text();
    }
    EXPECT_EQ(
        must(database->number("SELECT count(*) FROM invoice_search WHERE invoice_search MATCH '\"Meyer\"'")),
        0);
    const auto broken =
        must(LinkRepository(*database).by_hubspot(ObjectType::contacts, hubspot, HubSpotId("201")));
    ASSERT_TRUE(broken);
    EXPECT_EQ(broken->state, LinkState::broken);
}

}  // namespace
}  // namespace app::store
