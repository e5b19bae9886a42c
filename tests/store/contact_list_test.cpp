#include "store/contact_list.h"

#include "sample_rows.h"
#include "store/exclusion_repository.h"
#include "store/failure_repository.h"
#include "store/sync_counts.h"

namespace app::store {
namespace {

class Contacts : public ::testing::Test {
protected:
    void SetUp() override
    {
        for (const auto& [id, name] :
             {std::pair{"1", "delta"}, {"2", "Bravo"}, {"3", "alpha"}, {"4", "Echo"}}) {
            must(CustomerRepository(*database).put(customer(id, name)));
        }
        CustomerRow inactive = customer("5", "Charlie");
        inactive.active = false;
        must(CustomerRepository(*database).put(inactive));
        must(links.add(link(ObjectType::contacts, "1", "201")));  // in sync
        FailureRow failure;
        failure.key = key_of(ObjectType::contacts, "2");
        failure.sentence = "The e-mail is wrong.";
        must(FailureRepository(*database).raise(failure));
        must(ExclusionRepository(*database).exclude(key_of(ObjectType::contacts, "4"), "no e-mail", noon));
        must(ContactRepository(*database).put(contact("201", "linked@x.example")));
        ContactRow alone = contact("202", "alone@x.example");
        alone.first_name = "Fox";
        alone.last_name = "Trot";
        must(ContactRepository(*database).put(alone));
    }
    std::vector<std::string> names(const ContactQuery& query)
    {
        std::vector<std::string> found;
        for (const ListId id : must(list.ids(query))) found.push_back(must(list.row(id))->name);
        return found;
    }
    using Names = std::vector<std::string>;

    std::unique_ptr<Database> database = migrated_database();
    LinkRepository links{*database};
    ContactList list{*database};
};

TEST_F(Contacts, OfBothSidesAreListedOnce)
{
    ContactQuery query;
    EXPECT_EQ(names(query), (Names{"alpha", "Bravo", "Charlie", "delta", "Echo", "Fox Trot"}));
    query.order = SortOrder::descending;
    EXPECT_EQ(names(query), (Names{"Fox Trot", "Echo", "delta", "Charlie", "Bravo", "alpha"}));
    query.sort = ContactSort::state;
    query.order = SortOrder::ascending;
    EXPECT_EQ(names(query), (Names{"Bravo", "alpha", "Charlie", "Fox Trot", "Echo", "delta"}));
}

TEST_F(Contacts, AreFilteredByState)
{
    const auto with = [&](SyncState state) {
        ContactQuery query;
        query.state = state;
        const Names found = names(query);
        EXPECT_EQ(must(list.count(state)), static_cast<std::int64_t>(found.size()));
        return found;
    };
    EXPECT_EQ(with(SyncState::in_sync), (Names{"delta"}));
    EXPECT_EQ(with(SyncState::failing), (Names{"Bravo"}));
    EXPECT_EQ(with(SyncState::waiting), (Names{"alpha", "Charlie"}));
    EXPECT_EQ(with(SyncState::excluded), (Names{"Echo"}));
    EXPECT_EQ(with(SyncState::not_linked), (Names{"Fox Trot"}));
}

TEST_F(Contacts, CountsAddUpToTheTotal)
{
    EXPECT_EQ(must(sync_counts(*database, ObjectType::contacts)),
              (SyncCounts{.total = 5, .in_sync = 1, .waiting = 2, .failing = 1, .excluded = 1}));
    EXPECT_EQ(must(sync_counts(*database, ObjectType::products)), SyncCounts{});
    EXPECT_EQ(must(sync_counts(*database, ObjectType::invoices)), SyncCounts{});
}

TEST_F(Contacts, RowsTellTheTwinAndTheProblem)
{
    ContactQuery query;
    query.search = "DELTA";
    const ContactListRow linked = *must(list.row(must(list.ids(query)).at(0)));
    EXPECT_EQ(linked.hubspot_id, HubSpotId("201"));
    EXPECT_EQ(linked.quickbooks_id, QuickBooksId("1"));
    query.search = "alone@";
    const ContactListRow alone = *must(list.row(must(list.ids(query)).at(0)));
    EXPECT_EQ(alone.hubspot_id, HubSpotId("202"));
    EXPECT_FALSE(alone.quickbooks_id);
    EXPECT_FALSE(alone.balance_e4);
    query.search = "echo";
    EXPECT_EQ(must(list.row(must(list.ids(query)).at(0)))->problem, "no e-mail");
    EXPECT_FALSE(must(list.row(4711)));
    EXPECT_FALSE(must(list.row(-4711)));
}

TEST_F(Contacts, AWriteUnderWayIsWaiting)
{
    IntentRepository intents(*database);
    must(intents.add(intent("op"), {intent_item(ObjectType::contacts, "1")}));
    const auto state = [&] { return must(list.row(1))->state; };
    EXPECT_EQ(state(), SyncState::waiting);

    must(intents.set_sending(OperationId("op"), noon));
    must(intents.set_acknowledged(OperationId("op"), "{}"));
    must(intents.settle_item(OperationId("op"), 0, ItemOutcome::done, HubSpotId("201"), ""));

    EXPECT_EQ(state(), SyncState::in_sync);
}

TEST_F(Contacts, ABrokenLinkIsWaitingAndItsContactIsOnItsOwn)
{
    must(links.set_state(1, LinkState::broken));

    EXPECT_EQ(must(list.row(1))->state, SyncState::waiting);
    EXPECT_EQ(must(list.count(SyncState::not_linked)), 2);
}

TEST_F(Contacts, ACustomerWithTwoAccountsIsListedOnce)
{
    LinkRow second = link(ObjectType::contacts, "1", "901");
    second.hubspot_connection = ConnectionId("hubspot-22222222");
    must(links.add(second));

    EXPECT_EQ(names({}).size(), 6U);
    EXPECT_EQ(must(sync_counts(*database, ObjectType::contacts)).total, 5);
}

}  // namespace
}  // namespace app::store
