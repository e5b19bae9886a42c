#include "clients/quickbooks/client.h"

#include "clients/client_fixture.h"
#include "clients/fault.h"
#include "clients/quickbooks/encode.h"

namespace app::clients::quickbooks {
namespace {

class QuickBooksClientTest : public testing::ClientFixture {
protected:
    QuickBooksClientTest() : ClientFixture(net::Service::quickbooks) {}

    std::string query_of(std::size_t position, std::string_view name) const
    {
        for (const auto& [key, value] : sent(position).query) {
            if (key == name) return value;
        }
        return {};
    }

    Client client{session};
};

std::string record_text(int id)
{
    return R"({"Id":")" + std::to_string(id) +
           R"(","SyncToken":"0","MetaData":{"CreateTime":"2026-01-01T00:00:00-08:00","LastUpdatedTime":"2026-01-02T00:00:00-08:00"},"DisplayName":"Name"})";
}

std::string page_text(std::string_view entity, int count)
{
    std::string records;
    for (int id = 1; id <= count; ++id) records += (id > 1 ? "," : "") + record_text(id);
    return R"({"QueryResponse":{")" + std::string(entity) + R"(":[)" + records +
           R"(],"startPosition":1,"maxResults":)" + std::to_string(count) +
           R"(},"time":"2026-05-05T02:11:33.336-07:00"})";
}

TEST_F(QuickBooksClientTest, QueriesInactiveNamesInAnOrderThatNeverMoves)
{
    transport.answer(200, page_text("Customer", 3));

    const Result<RecordPage> page =
        run(client.query_page({.entity = Entity::customer, .start_position = 1001}));

    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(query_of(0, "query"), "select * from Customer where Active in (true,false) orderby "
                                    "MetaData.CreateTime startposition 1001 maxresults 1000");
    EXPECT_EQ(query_of(0, "minorversion"), "75");
    ASSERT_EQ(page->records.size(), 3U);
    EXPECT_EQ(page->records[2].raw, record_text(3));
    EXPECT_FALSE(page->more);
    EXPECT_EQ(page->server_time.ms % 1000, 336);
}

TEST_F(QuickBooksClientTest, AFullPageMeansThatMoreMayFollow)
{
    transport.answer(200, page_text("Invoice", 11));
    transport.answer(200, R"({"QueryResponse":{},"time":"2026-05-05T02:11:33.336-07:00"})");

    const Result<RecordPage> page = run(client.query_page({.entity = Entity::invoice, .page_size = 10}));
    const Result<RecordPage> last =
        run(client.query_page({.entity = Entity::invoice, .start_position = 12, .page_size = 10}));

    ASSERT_TRUE(page && last);
    EXPECT_TRUE(page->more);
    EXPECT_EQ(page->records.size(), 11U);
    EXPECT_FALSE(last->more);
    EXPECT_EQ(query_of(1, "query"),
              "select * from Invoice orderby MetaData.CreateTime startposition 12 maxresults 10");
}

TEST_F(QuickBooksClientTest, ARecordWithoutIdOrTimeHoldsUpNoOther)
{
    const std::string text =
        R"({"QueryResponse":{"Customer":[)" + record_text(1) + R"(,{"DisplayName":"No id"},)" +
        R"({"Id":"3","DisplayName":"No time"}]},"time":"2026-05-05T02:11:33.336-07:00"})";
    transport.answer(200, text);

    const Result<RecordPage> page = run(client.query_page({.entity = Entity::customer, .page_size = 3}));

    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->records.size(), 1U);
    ASSERT_EQ(page->unreadable.size(), 2U);
    EXPECT_EQ(page->unreadable[0].raw, R"({"DisplayName":"No id"})");
    EXPECT_EQ(page->unreadable[1].id, QuickBooksId("3"));
    EXPECT_EQ(page->rows, 3);
    EXPECT_TRUE(page->more);
}

TEST_F(QuickBooksClientTest, QueriesChangesOldestFirst)
{
    transport.answer(200, page_text("Item", 1));

    ASSERT_TRUE(run(client.query_changed({.entity = Entity::item}, Timestamp{0})));

    EXPECT_EQ(query_of(0, "query"), "select * from Item where Active in (true,false) and "
                                    "MetaData.LastUpdatedTime >= '1970-01-01T00:00:00Z' "
                                    "orderby MetaData.LastUpdatedTime startposition 1 maxresults 1000");
}

TEST_F(QuickBooksClientTest, CountsEverythingInOneCall)
{
    transport.answer(
        200,
        R"({"BatchItemResponse":[{"bId":"1","QueryResponse":{"totalCount":41}},{"bId":"0","QueryResponse":{"totalCount":1000}}],"time":"t"})");

    const auto counts = run(client.count({Entity::customer, Entity::invoice}));

    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->at(Entity::customer), 1000);
    EXPECT_EQ(counts->at(Entity::invoice), 41);
    EXPECT_EQ(
        sent(0).body,
        R"json({"BatchItemRequest":[{"bId":"0","Query":"select count(*) from Customer where Active in (true,false)"},{"bId":"1","Query":"select count(*) from Invoice"}]})json");
}

TEST_F(QuickBooksClientTest, ACountThatFailsOrIsMissingIsAnError)
{
    transport.answer(
        200, R"({"BatchItemResponse":[{"bId":"0","Fault":{"Error":[{"code":"4000","Detail":"parse"}]}}]})");
    transport.answer(200, R"({"BatchItemResponse":[]})");

    const auto refused = run(client.count({Entity::customer}));
    const auto missing = run(client.count({Entity::customer}));

    ASSERT_TRUE(!refused && !missing);
    EXPECT_EQ(fault_code(refused.error()), "4000");
    EXPECT_EQ(missing.error().kind, ErrorKind::malformed);
}

TEST_F(QuickBooksClientTest, ReadsAChangeSetWithDeletions)
{
    transport.answer(
        200,
        R"({"CDCResponse":[{"QueryResponse":[{"Customer":[)" + record_text(63) +
            R"(],"startPosition":1,"maxResults":1},{},{"Invoice":[)" + record_text(34) +
            R"(,{"domain":"QBO","status":"Deleted","Id":"979","MetaData":{"LastUpdatedTime":"2015-12-23T12:55:50-08:00"}}],"maxResults":2}]}],"time":"2015-12-23T12:56:06.196-08:00"})");

    const Result<ChangeSet> changes =
        run(client.cdc({Entity::customer, Entity::item, Entity::invoice}, Timestamp{86'400'000}));

    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(query_of(0, "entities"), "Customer,Item,Invoice");
    EXPECT_EQ(query_of(0, "changedSince"), "1970-01-02T00:00:00Z");
    ASSERT_EQ(changes->groups.size(), 3U);
    EXPECT_EQ(changes->groups[0].records.size(), 1U);
    EXPECT_TRUE(changes->groups[1].records.empty());
    ASSERT_EQ(changes->groups[2].records.size(), 2U);
    EXPECT_TRUE(changes->groups[2].records[1].deleted);
    EXPECT_FALSE(changes->groups[2].capped);
}

TEST_F(QuickBooksClientTest, MarksGroupsOfAFullChangeSet)
{
    std::string records;
    for (int id = 1; id <= 999; ++id) records += (id > 1 ? "," : "") + record_text(id);
    transport.answer(200, R"({"CDCResponse":[{"QueryResponse":[{"Customer":[)" + records + R"(]},{"Item":[)" +
                              record_text(1) + R"(]},{}]}],"time":"2026-05-05T02:11:33.336-07:00"})");

    const Result<ChangeSet> changes =
        run(client.cdc({Entity::customer, Entity::item, Entity::invoice}, Timestamp{1}));

    ASSERT_TRUE(changes);
    EXPECT_TRUE(changes->groups[0].capped);
    EXPECT_TRUE(changes->groups[1].capped);
    EXPECT_FALSE(changes->groups[2].capped);
}

TEST_F(QuickBooksClientTest, AFaultInAChangeSetIsAnError)
{
    transport.answer(
        200,
        R"({"CDCResponse":[{"Fault":{"Error":[{"code":"4001","Detail":"older than fixed days"}]}}],"time":"t"})");

    const Result<ChangeSet> changes = run(client.cdc({Entity::customer}, Timestamp{1}));

    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error().kind, ErrorKind::rejected);
}

TEST_F(QuickBooksClientTest, ADeletedRecordIsNotFound)
{
    transport.answer(
        400,
        R"({"Fault":{"Error":[{"Message":"Object Not Found","Detail":"gone","code":"610"}],"type":"ValidationFault"}})");

    const Result<Record> record = run(client.read(Entity::credit_memo, QuickBooksId("17")));

    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().kind, ErrorKind::not_found);
    EXPECT_TRUE(sent(0).path.ends_with("/creditmemo/17"));
}

TEST_F(QuickBooksClientTest, ReadsOneRecordAndTheCompany)
{
    transport.answer(200, R"({"Invoice":)" + record_text(7) + R"(,"time":"t"})");
    transport.answer(200, R"({"CompanyInfo":{"CompanyName":"Brightwater","Country":"US"},"time":"t"})");
    transport.answer(200, R"({"Preferences":{"CurrencyPrefs":{"HomeCurrency":{"value":"EUR"}}},"time":"t"})");

    EXPECT_EQ(run(client.read(Entity::invoice, QuickBooksId("7"))).value_or(Record{}).id.value, "7");
    EXPECT_EQ(run(client.company_info()).value_or(CompanyInfo{}).name, "Brightwater");
    EXPECT_EQ(run(client.preferences()).value_or(Preferences{}).home_currency, "EUR");
}

TEST_F(QuickBooksClientTest, GivesWayWhileItReadsALargePage)
{
    transport.next_delay_ms = 1;
    transport.answer(200, page_text("Customer", 1'000));
    clock.ms_per_look = 0.05;
    Task<RecordPage> task = client.query_page({.entity = Entity::customer});
    task.start();
    int slices = 0;

    while (!task.done()) {
        loop.run_ready(8);
        ++slices;
        ASSERT_LT(slices, 10'000);
    }

    EXPECT_GT(slices, 5);
    EXPECT_EQ(task.promise().take().value_or(RecordPage{}).records.size(), 1'000U);
}

TEST_F(QuickBooksClientTest, CallsABrokenPageMalformed)
{
    transport.answer(200, R"({"QueryResponse":{"Customer":[{"Id":"1","Broken)");

    const Result<RecordPage> page = run(client.query_page({.entity = Entity::customer}));

    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::malformed);
    EXPECT_NE(page.error().message.find("query customer"), std::string::npos);
}

TEST_F(QuickBooksClientTest, TellsTheItemsOfABatchApart)
{
    transport.answer(
        200,
        R"({"BatchItemResponse":[{"bId":"i1","Fault":{"type":"ValidationFault","Error":[{"Message":"Stale Object Error","code":"5010","Detail":"d"}]}},{"bId":"i0","Customer":)" +
            record_text(7) + R"(}],"time":"2026-05-05T02:11:33.336-07:00"})");
    const OperationId operation("0d9c5a1e-6a43-4b0e-9d55-0e3f6e1b7a10");

    const auto answers = run(client.write_batch(
        {.body = encode_batch(Entity::customer,
                              {{.id = "i0", .operation = BatchOperation::create, .record = "{}"},
                               {.id = "i1", .operation = BatchOperation::update, .record = "{}"}}),
         .operation = operation}));

    ASSERT_TRUE(answers) << answers.error().message;
    EXPECT_EQ(query_of(0, "requestid"), operation.value);
    EXPECT_EQ(
        sent(0).body,
        R"({"BatchItemRequest":[{"bId":"i0","operation":"create","Customer":{}},{"bId":"i1","operation":"update","Customer":{}}]})");
    ASSERT_EQ(answers->size(), 2U);
    EXPECT_EQ(fault_code(answers->at(0).record.error()), "5010");
    ASSERT_TRUE(answers->at(1).record);
    EXPECT_EQ(answers->at(1).record->id.value, "7");
}

TEST_F(QuickBooksClientTest, QuotesNamesInQueries)
{
    transport.answer(200, page_text("Customer", 1));

    ASSERT_TRUE(run(client.records_named(Entity::customer, "Bob's")));

    EXPECT_NE(query_of(0, "query").find(R"(DisplayName = 'Bob\'s')"), std::string::npos);
}

TEST_F(QuickBooksClientTest, FindsItemsByTheirName)
{
    transport.answer(200, page_text("Item", 1));

    ASSERT_TRUE(run(client.records_named(Entity::item, "Rope")));

    EXPECT_NE(query_of(0, "query").find("from Item where Active in (true,false) and Name = 'Rope'"),
              std::string::npos);
}

TEST_F(QuickBooksClientTest, GivesTheIncomeAccountsWithTheirWholeNames)
{
    transport.answer(200, R"({"QueryResponse":{"Account":[
        {"Id":"79","Name":"Sales","AccountType":"Income","Active":true},
        {"Id":"80","Name":"Parts","FullyQualifiedName":"Sales:Parts","AccountType":"Income","Active":true}
    ]},"time":"2026-11-30T10:00:00Z"})");

    const auto accounts = run(client.income_accounts());

    EXPECT_NE(query_of(0, "query").find("AccountType = 'Income'"), std::string::npos);
    const std::vector<Reference> expected = {{QuickBooksId("79"), "Sales"},
                                             {QuickBooksId("80"), "Sales:Parts"}};
    EXPECT_EQ(accounts, expected);
}

}  // namespace
}  // namespace app::clients::quickbooks
