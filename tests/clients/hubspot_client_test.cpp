#include "clients/hubspot/client.h"

#include "clients/client_fixture.h"
#include "clients/fault.h"

namespace app::clients::hubspot {
namespace {

class HubSpotClientTest : public testing::ClientFixture {
protected:
    HubSpotClientTest() : ClientFixture(net::Service::hubspot) {}
    ObjectBatch batch(BatchAction action) const
    {
        return {.type = ObjectType::contact,
                .action = action,
                .body = "{\"inputs\":[]}",
                .operation = OperationId("op")};
    }
    Client client{session};
};

TEST_F(HubSpotClientTest, ListsObjectsPageByPage)
{
    transport.answer(
        200,
        R"({"results":[{"id":"512","properties":{"email":"a@b.co","firstname":null,"amount":12.5},"associations":{"line items":{"results":[
        {"id":"77","type":"a"},{"id":"77","type":"b"},{"id":78,"type":"a"}],"paging":{"next":{"after":"9"}}}},"updatedAt":"2024-09-11T13:27:39.356Z","archived":false}],
        "paging":{"next":{"after":"513","link":"x"}}})");
    transport.answer(200, R"({"results":[]})");

    const Result<ObjectPage> page = run(client.list_objects({.type = ObjectType::invoice,
                                                             .properties = {"hs_number", "hs_currency"},
                                                             .associations = {ObjectType::line_item}}));
    const Result<ObjectPage> last = run(client.list_objects({.type = ObjectType::invoice, .after = "513"}));

    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(target_of(sent(0)),
              "/api/hubspot/connection-1/crm/objects/2026-03/"
              "invoices?limit=100&properties=hs_number%2Chs_currency&associations=line_items");
    ASSERT_EQ(page->records.size(), 1U);
    const ObjectRecord& record = page->records[0];
    EXPECT_EQ(record.id.value, "512");
    EXPECT_EQ(record.properties, (Properties{{"amount", "12.5"}, {"email", "a@b.co"}}));
    EXPECT_EQ(record.associations.at("line_items"),
              (std::vector<HubSpotId>{HubSpotId("77"), HubSpotId("78")}));
    EXPECT_TRUE(record.associations_cut.contains("line_items"));
    EXPECT_TRUE(record.raw.starts_with(R"({"id":"512")"));
    EXPECT_EQ(page->next_after, "513");
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->next_after);
}

TEST_F(HubSpotClientTest, BatchReadTellsWhatIsMissing)
{
    transport.answer(
        207,
        R"({"status":"COMPLETE","results":[{"id":"1","properties":{}}],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"m","context":{"ids":["2","3"]}}]})");

    const auto answer =
        run(client.batch_read({.type = ObjectType::product, .ids = {"1", "2", "3"}, .properties = {"name"}}));

    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->records.size(), 1U);
    EXPECT_EQ(answer->missing, (std::vector<std::string>{"2", "3"}));
    EXPECT_EQ(
        sent(0).body,
        R"({"inputs":[{"id":"1"},{"id":"2"},{"id":"3"}],"properties":["name"],"propertiesWithHistory":[]})");
}

TEST_F(HubSpotClientTest, BatchReadTakesNoOtherErrorForAnAbsence)
{
    transport.answer(
        207,
        R"({"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"FORBIDDEN","message":"m","context":{"ids":["2"]}}]})");

    const auto answer = run(client.batch_read({.type = ObjectType::product, .ids = {"2"}}));

    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->missing.empty());
}

TEST_F(HubSpotClientTest, SearchesWhatChangedInOrderOfId)
{
    transport.answer(
        200,
        R"({"total":1,"results":[{"id":"12","properties":{"email":"a@b.co"},"updatedAt":"2026-10-01T00:00:00.001Z"}],"paging":{"next":{"after":"200"}}})");

    const auto page = run(client.changed_objects({.type = ObjectType::contact,
                                                  .since = Timestamp{1'795'000'000'000},
                                                  .after = HubSpotId("11"),
                                                  .properties = {"email"}}));

    ASSERT_TRUE(page) << page.error().message;
    EXPECT_TRUE(sent(0).path.ends_with("/crm/objects/2026-03/contacts/search"));
    EXPECT_EQ(
        sent(0).body,
        R"({"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"1795000000000"},{"propertyName":"hs_object_id","operator":"GT","value":"11"}]}],"sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],"properties":["email"],"limit":200})");
    ASSERT_EQ(page->records.size(), 1U);
    EXPECT_EQ(page->records[0].id.value, "12");
    EXPECT_TRUE(page->next_after.has_value());
}

TEST_F(HubSpotClientTest, ReadsAPartlyRefusedBatch)
{
    transport.answer(
        207,
        R"({"status":"COMPLETE","results":[{"id":"1","properties":{"email":"a@b.co"},"new":true,"objectWriteTraceId":"t-50"}],"numErrors":1,
        "errors":[{"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid","errors":[{"message":"m","code":"INVALID_EMAIL"}],"context":{"objectWriteTraceId":["t-51"]},"subCategory":{"a":1}}]})",
        {{"x-hubspot-correlation-id", "corr"}});

    const Result<BatchAnswer> answer = run(client.send_batch(batch(BatchAction::upsert)));

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(sent(0).path.ends_with("/crm/objects/2026-03/contacts/batch/upsert"));
    ASSERT_EQ(answer->results.size(), 1U);
    EXPECT_TRUE(answer->results[0].is_new);
    EXPECT_EQ(answer->results[0].trace_id, "t-50");
    ASSERT_EQ(answer->errors.size(), 1U);
    EXPECT_EQ(answer->errors[0].trace_ids, std::vector<std::string>{"t-51"});
    EXPECT_EQ(answer->errors[0].code, "INVALID_EMAIL");
    EXPECT_EQ(answer->correlation_id, "corr");
}

TEST_F(HubSpotClientTest, ABatchRefusedAsAWholeIsAnError)
{
    transport.answer(
        409,
        R"({"status":"error","category":"CONFLICT","message":"Contact already exists. Existing ID: 6001"})");

    const Result<BatchAnswer> answer = run(client.send_batch(batch(BatchAction::create)));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
    EXPECT_EQ(fault_code(answer.error()), "CONFLICT");
}

TEST_F(HubSpotClientTest, AnUnreadableAnswerToAWriteIsMalformed)
{
    transport.answer(201, R"({"status":"COMPLETE","results":[{"id":)");

    const Result<BatchAnswer> answer = run(client.send_batch(batch(BatchAction::create)));

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::malformed);
}

TEST_F(HubSpotClientTest, CreateIsNotRepeatedButUpsertIs)
{
    transport.answer(502, "<html>");
    EXPECT_EQ(run(client.send_batch(batch(BatchAction::create))).error().kind, ErrorKind::timed_out);
    transport.answer(502, "<html>");
    transport.answer(200, R"({"results":[]})");

    EXPECT_TRUE(run(client.send_batch(batch(BatchAction::upsert))));
    EXPECT_EQ(transport.requests.size(), 3U);
}

TEST_F(HubSpotClientTest, Associates)
{
    transport.answer(
        201,
        R"({"status":"COMPLETE","results":[{"fromObjectTypeId":"0-53","fromObjectId":1,"toObjectTypeId":"0-8","toObjectId":2,"labels":[]}]})");

    const Result<BatchAnswer> answer = run(client.associate_batch(
        {.body = encode_associations({{HubSpotId("1"), HubSpotId("2"), {association::invoice_to_line_item}}}),
         .operation = OperationId("op")}));

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(sent(0).path.ends_with("/crm/associations/2026-03/invoices/line_items/batch/create"));
    EXPECT_EQ(
        sent(0).body,
        R"({"inputs":[{"from":{"id":"1"},"to":{"id":"2"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":409}]}]})");
}

TEST_F(HubSpotClientTest, TakesAssociationsAway)
{
    transport.answer(204, "");

    const Result<BatchAnswer> answer =
        run(client.associate_batch({.action = AssociationAction::archive,
                                    .to = ObjectType::contact,
                                    .body = encode_association_removals({{HubSpotId("1"), HubSpotId("2")}}),
                                    .operation = OperationId("op")}));

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(sent(0).path.ends_with("/crm/associations/2026-03/invoices/contacts/batch/archive"));
    EXPECT_EQ(sent(0).body, R"({"inputs":[{"from":{"id":"1"},"to":[{"id":"2"}]}]})");
}

TEST_F(HubSpotClientTest, TellsWhichRecordAnAssociationLacked)
{
    transport.answer(
        207,
        R"({"status":"COMPLETE","results":[],"errors":[{"category":"VALIDATION_ERROR","message":"CONTACT=9 is not valid","context":{"CONTACT":["9"],"note":["x"]}}]})");

    const Result<BatchAnswer> answer =
        run(client.associate_batch({.body = "{}", .operation = OperationId("op")}));

    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->errors.at(0).ids, std::vector<HubSpotId>{HubSpotId("9")});
}

constexpr std::string_view definition_text =
    R"({"name":"qbo_id","label":"QuickBooks ID","type":"string","fieldType":"text","groupName":"qbo","hasUniqueValue":true,"options":[],"modificationMetadata":{"readOnlyValue":false},"archived":false})";

NewProperty unique_property()
{
    return {.name = "qbo_id", .label = "QuickBooks ID", .group_name = "qbo", .has_unique_value = true};
}

TEST_F(HubSpotClientTest, APropertyThatIsThereAlreadyIsFineWhenItAgrees)
{
    transport.answer(409, R"({"category":"CONFLICT","message":"exists"})");
    transport.answer(200, std::string(definition_text));

    const auto definition =
        run(client.create_property(ObjectType::contact, unique_property(), OperationId("op")));

    ASSERT_TRUE(definition) << definition.error().message;
    EXPECT_TRUE(definition->has_unique_value);
    EXPECT_TRUE(sent(1).path.ends_with("/crm/properties/2026-03/contacts/qbo_id"));
}

TEST_F(HubSpotClientTest, APropertyThatDiffersIsAConflict)
{
    NewProperty plain = unique_property();
    plain.has_unique_value = false;
    transport.answer(409, R"({"category":"CONFLICT","message":"exists"})");
    transport.answer(200, std::string(definition_text));

    const auto definition = run(client.create_property(ObjectType::contact, plain, OperationId("op")));

    ASSERT_FALSE(definition);
    EXPECT_EQ(definition.error().kind, ErrorKind::conflict);
    EXPECT_NE(definition.error().message.find("qbo_id"), std::string::npos);
}

TEST_F(HubSpotClientTest, ARefusedUniquePropertyIsRejected)
{
    transport.answer(400, R"({"category":"VALIDATION_ERROR","message":"unique not supported"})");

    EXPECT_EQ(
        run(client.create_property(ObjectType::product, unique_property(), OperationId("op"))).error().kind,
        ErrorKind::rejected);
}

TEST_F(HubSpotClientTest, GroupsAndArchivingAreHarmlessTwice)
{
    transport.answer(409, R"({"category":"CONFLICT"})");
    transport.answer(404, R"({"category":"OBJECT_NOT_FOUND"})");
    transport.answer(204, "");
    transport.answer(403, R"({"category":"MISSING_SCOPES"})");

    EXPECT_TRUE(
        run(client.create_property_group(ObjectType::contact, {"qbo", "QuickBooks"}, OperationId("1"))));
    EXPECT_TRUE(run(client.archive_object(ObjectType::invoice, HubSpotId("5"), OperationId("2"))));
    EXPECT_TRUE(run(client.archive_object(ObjectType::invoice, HubSpotId("5"), OperationId("3"))));
    EXPECT_EQ(run(client.archive_object(ObjectType::invoice, HubSpotId("5"), OperationId("4"))).error().kind,
              ErrorKind::unauthorized);
}

TEST_F(HubSpotClientTest, ReadsDefinitionsAndAccount)
{
    transport.answer(
        200,
        R"({"results":[)" + std::string(definition_text) +
            R"(,{"name":"amount","type":"number","fieldType":"number","calculated":true},{"name":"stage","type":"enumeration","options":[{"value":"a","label":"A"}],"modificationMetadata":{"readOnlyValue":true}}]})");
    transport.answer(
        200,
        R"({"portalId":123456,"accountType":"STANDARD","timeZone":"US/Eastern","companyCurrency":"USD","additionalCurrencies":["EUR"],"uiDomain":"app.hubspot.com"})");
    transport.answer(201, R"({"id":"9","properties":{"hs_currency":"USD"}})");

    const auto definitions = run(client.property_definitions(ObjectType::contact));
    const auto account = run(client.account_details());
    const auto created = run(client.create_object(
        ObjectType::invoice, encode_object({{"hs_currency", "USD"}}, {}), OperationId("op")));

    ASSERT_TRUE(definitions && account && created);
    ASSERT_EQ(definitions->size(), 3U);
    EXPECT_FALSE(definitions->at(0).read_only_value);
    EXPECT_TRUE(definitions->at(1).read_only_value);
    EXPECT_TRUE(definitions->at(2).read_only_value);
    EXPECT_EQ(definitions->at(2).options, std::vector<std::string>{"a"});
    EXPECT_EQ(account->portal_id, "123456");
    EXPECT_EQ(account->additional_currencies, std::vector<std::string>{"EUR"});
    EXPECT_EQ(created->id.value, "9");
}

TEST(HubSpotEncode, GivesEveryInputItsTraceId)
{
    EXPECT_EQ(
        encode_batch_create({{.properties = {{"name", "\"x\"\n"}},
                              .associations = {{HubSpotId("7"), {association::line_item_to_invoice}}},
                              .trace_id = "t-1"}}),
        R"({"inputs":[{"properties":{"name":"\"x\"\n"},"associations":[{"to":{"id":"7"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":410}]}],"objectWriteTraceId":"t-1"}]})");
    EXPECT_EQ(encode_batch_update({{.id = HubSpotId("5"), .properties = {{"a", ""}}, .trace_id = "t-2"}}),
              R"({"inputs":[{"id":"5","properties":{"a":""},"objectWriteTraceId":"t-2"}]})");
    EXPECT_EQ(
        encode_batch_upsert("qbo_id", {{.key = "63", .properties = {{"a", "b"}}, .trace_id = "t-3"}}),
        R"({"inputs":[{"id":"63","idProperty":"qbo_id","properties":{"a":"b"},"objectWriteTraceId":"t-3"}]})");
}

TEST(HubSpotEncode, DescribesProperties)
{
    EXPECT_EQ(
        encode_property({.name = "qbo_total",
                         .label = "Total",
                         .group_name = "qbo",
                         .type = "number",
                         .field_type = "number",
                         .currency_property = "hs_currency"}),
        R"({"groupName":"qbo","name":"qbo_total","label":"Total","type":"number","fieldType":"number","description":"","hasUniqueValue":false,"formField":false,"hidden":false,"currencyPropertyName":"hs_currency"})");
}

TEST(HubSpotTypes, AgreeWithTheReference)
{
    EXPECT_EQ(type_id(ObjectType::invoice), "0-53");
    EXPECT_EQ(api_name(ObjectType::line_item), "line_items");
    EXPECT_EQ(modified_property(ObjectType::contact), "lastmodifieddate");
    EXPECT_EQ(modified_property(ObjectType::product), "hs_lastmodifieddate");
}

}  // namespace
}  // namespace app::clients::hubspot
