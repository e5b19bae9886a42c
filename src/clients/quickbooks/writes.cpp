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

Task<std::vector<Record>> Client::customers_named(std::string display_name)
{
    const PageQuery query{.entity = Entity::customer, .start_position = 1, .page_size = 10};
    RecordPage page = co_await run_query(
        query, std::format("select * from Customer where Active in (true,false) and DisplayName = {} "
                           "startposition 1 maxresults {}",
                           query_quoted(display_name), query.page_size));
    co_return std::move(page.records);
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
