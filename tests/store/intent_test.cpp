#include "sample_rows.h"

namespace app::store {
namespace {

class Intents : public ::testing::Test {
protected:
    void add(const std::string& operation, const std::vector<IntentItemRow>& items = {})
    {
        Transaction transaction = must(Transaction::begin(*database));
        must(intents.add(intent(operation), items));
        must(transaction.commit());
    }
    IntentRow find(const std::string& operation) { return *must(intents.find(OperationId(operation))); }

    std::unique_ptr<Database> database = migrated_database();
    IntentRepository intents{*database};
};

TEST_F(Intents, ComeBackWithTheExactBytes)
{
    IntentRow row = intent("op");
    row.body = std::string("{\"name\":\"\\u0000 請注意\"}\n \0tail", 32);
    row.action = IntentAction::upsert;
    IntentItemRow first = intent_item(ObjectType::contacts, "17");
    first.payload = R"({"email":"a@b.c"})";
    must(intents.add(row, {first, intent_item(ObjectType::contacts, "18")}));

    EXPECT_EQ(find("op").columns(), row.columns());
    const std::vector<IntentItemRow> items = must(intents.items(row.operation));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].columns(), first.columns());
    EXPECT_EQ(items[1].key.id.value, "18");
}

TEST_F(Intents, OpenOnesComeInOrderOfCreation)
{
    for (const char* const operation : {"z", "a", "m", "b"}) add(operation);
    must(intents.set_sending(OperationId("a"), noon));
    must(intents.set_acknowledged(OperationId("a"), "{}"));
    must(intents.set_sending(OperationId("m"), noon));

    const std::vector<IntentRow> open = must(intents.open());

    ASSERT_EQ(open.size(), 3U);
    EXPECT_EQ(open[0].operation.value, "z");
    EXPECT_EQ(open[1].operation.value, "m");
    EXPECT_EQ(open[2].operation.value, "b");
    EXPECT_EQ(must(intents.count_open()), 3);
}

TEST_F(Intents, CountAttemptsAndKeepTheFirstTime)
{
    add("op");
    must(intents.set_sending(OperationId("op"), Timestamp{10}));
    must(intents.set_unknown(OperationId("op"), "The answer was lost."));
    must(intents.set_sending(OperationId("op"), Timestamp{20}));

    EXPECT_EQ(find("op").attempts, 2);
    EXPECT_EQ(find("op").first_sent_at, Timestamp{10});
    EXPECT_EQ(find("op").last_sent_at, Timestamp{20});
    EXPECT_EQ(find("op").error, "The answer was lost.");
}

TEST_F(Intents, TakeOnlyStepsThatTheirStateAllows)
{
    add("op");
    const OperationId op("op");
    const auto refused = [](const Result<void>& result) {
        return !result && result.error().kind == ErrorKind::conflict;
    };

    EXPECT_TRUE(refused(intents.set_acknowledged(op, "{}")));
    EXPECT_TRUE(refused(intents.set_unknown(op, "")));
    EXPECT_TRUE(refused(intents.set_ready_again(op, "")));
    must(intents.set_sending(op, noon));
    EXPECT_TRUE(refused(intents.set_sending(op, noon)));
    EXPECT_TRUE(refused(intents.set_abandoned(op, "")));
    must(intents.set_ready_again(op, "refused"));
    must(intents.set_sending(op, noon));
    must(intents.set_rejected(op, "{}", "no"));
    EXPECT_TRUE(refused(intents.set_sending(op, noon)));
    EXPECT_TRUE(refused(intents.set_acknowledged(op, "{}")));
    EXPECT_TRUE(refused(intents.set_sending(OperationId("nobody"), noon)));
}

TEST_F(Intents, AreUnsettledWhileAnItemIsOpen)
{
    add("op", {intent_item(ObjectType::contacts, "17"), intent_item(ObjectType::contacts, "18")});
    const OperationId op("op");
    must(intents.set_sending(op, noon));
    must(intents.set_acknowledged(op, R"({"results":[]})"));
    EXPECT_EQ(must(intents.unsettled()).size(), 1U);

    must(intents.settle_item(op, 0, ItemOutcome::done, HubSpotId("201"), ""));
    must(intents.settle_item(op, 1, ItemOutcome::failed, std::nullopt, "bad e-mail"));

    EXPECT_TRUE(must(intents.unsettled()).empty());
    const std::vector<IntentItemRow> items = must(intents.items(op));
    EXPECT_EQ(items[0].hubspot_id, HubSpotId("201"));
    EXPECT_EQ(items[1].error, "bad e-mail");
    EXPECT_FALSE(intents.settle_item(op, 2, ItemOutcome::done, std::nullopt, ""));
}

TEST_F(Intents, FindTheOpenItemOfARecord)
{
    add("op", {intent_item(ObjectType::contacts, "17"), intent_item(ObjectType::contacts, "18")});

    const auto found = must(intents.open_item_for(key_of(ObjectType::contacts, "18")));

    ASSERT_TRUE(found);
    EXPECT_EQ(found->operation.value, "op");
    EXPECT_EQ(found->position, 1);
    EXPECT_EQ(found->item.key.id.value, "18");
    EXPECT_FALSE(must(intents.open_item_for(key_of(ObjectType::products, "18"))));
    must(intents.set_abandoned(OperationId("op"), "not needed"));
    EXPECT_FALSE(must(intents.open_item_for(key_of(ObjectType::contacts, "18"))));
}

TEST_F(Intents, AnOperationIdIsUsedOnce)
{
    add("op");

    const Result<void> again = intents.add(intent("op"), {});

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace app::store
