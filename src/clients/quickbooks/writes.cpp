#include <format>

#include "clients/quickbooks/answers.h"
#include "clients/quickbooks/client.h"
#include "clients/quickbooks/encode.h"
#include "clients/quickbooks/fault.h"

namespace app::clients::quickbooks {
namespace {

// A record in place of a fault, or the fault with the record's kind of error.
Result<Record> item_outcome(const Json& item, Entity entity, std::string_view asked)
{
    if (const auto fault = fault_member(item)) {
        return std::unexpected(error_from(kind_of(*fault), net::Service::quickbooks, asked, *fault));
    }
    const Json json = TRY(item.object(api_name(entity)));
    return decode_record(entity, json, json.dump());
}

}  // namespace

Task<std::vector<Record>> Client::records_named(Entity entity, std::string name)
{
    const PageQuery query{.entity = entity, .start_position = 1, .page_size = 10};
    RecordPage page = co_await run_query(
        query, std::format("select * from {} where Active in (true,false) and {} = {} "
                           "startposition 1 maxresults {}",
                           api_name(entity), entity == Entity::item ? "Name" : "DisplayName",
                           query_quoted(name), query.page_size));
    co_return std::move(page.records);
}

Task<std::vector<Reference>> Client::income_accounts()
{
    Call call = read_call("query", "query income accounts");
    call.query.emplace_back(
        "query", std::format("select * from Account where Active = true and AccountType = 'Income' "
                             "orderby Name startposition 1 maxresults {}",
                             page_size_max));
    const net::Response response = co_await m_session.send(std::move(call));
    const Json answer = co_await Json::parse(response.body);
    const Json found = co_await answer.object("QueryResponse");
    const std::vector<Json> rows = co_await found.array_or_empty("Account");
    std::vector<Reference> accounts;
    for (const Json& row : rows) {
        std::string id = co_await row.text("Id");
        const auto full_name = co_await row.optional_text("FullyQualifiedName");
        std::string name = full_name ? *full_name : co_await row.text("Name");
        accounts.push_back({.id = QuickBooksId(std::move(id)), .name = std::move(name)});
    }
    co_return accounts;
}

Task<std::vector<WriteAnswer>> Client::write_batch(WriteBatch batch)
{
    Call call = read_call("batch", std::format("write {}s", path_name(batch.entity)));
    call.query.emplace_back("requestid", batch.operation.value);
    call.method = net::Method::post;
    call.budget = net::Budget::batch;
    call.body = std::move(batch.body);
    call.retry_class = net::RetryClass::repeatable_write;
    call.operation = std::move(batch.operation);
    call.resend = batch.resend;
    const std::string asked = call.kind;
    const net::Response response = co_await m_session.send(std::move(call));
    const Json answer = co_await Json::parse(response.body);
    std::vector<WriteAnswer> answers;
    const std::vector<Json> items = co_await answer.array("BatchItemResponse");
    for (const Json& item : items) {
        std::string id = co_await item.text("bId");
        answers.push_back({.item = std::move(id), .record = item_outcome(item, batch.entity, asked)});
        co_await m_session.loop().pause_if_due();
    }
    co_return answers;
}

}  // namespace app::clients::quickbooks
