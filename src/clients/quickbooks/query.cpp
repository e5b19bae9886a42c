#include <format>

#include "base/date.h"
#include "clients/quickbooks/answers.h"
#include "clients/quickbooks/client.h"
#include "clients/quickbooks/fault.h"

namespace app::clients::quickbooks {
namespace {

constexpr std::string_view with_inactive = "Active in (true,false)";

// Plain queries hide inactive names, which transactions still refer to.
std::string condition(Entity entity, std::string more)
{
    if (!is_name_list(entity)) return more.empty() ? std::string() : " where " + more;
    if (more.empty()) return std::format(" where {}", with_inactive);
    return std::format(" where {} and {}", with_inactive, more);
}

std::string page_statement(const PageQuery& query, const std::string& more, std::string_view order)
{
    return std::format("select * from {}{} orderby {} startposition {} maxresults {}", api_name(query.entity),
                       condition(query.entity, more), order, query.start_position, query.page_size);
}

std::string count_body(const std::vector<Entity>& entities)
{
    JsonArray items;
    for (std::size_t position = 0; position < entities.size(); ++position) {
        const Entity entity = entities[position];
        items.raw(JsonObject()
                      .text("bId", std::to_string(position))
                      .text("Query",
                            std::format("select count(*) from {}{}", api_name(entity), condition(entity, {})))
                      .str());
    }
    return JsonObject().raw("BatchItemRequest", items.str()).str();
}

Result<std::int64_t> count_of(const Json& item, Entity entity)
{
    const std::string asked = std::format("count {}", path_name(entity));
    if (const auto fault = fault_member(item)) {
        return std::unexpected(error_from(kind_of(*fault), net::Service::quickbooks, asked, *fault));
    }
    const Json response = TRY(item.object("QueryResponse"));
    return response.integer("totalCount");
}

Result<std::map<Entity, std::int64_t>> counts_from(const Json& answer, const std::vector<Entity>& entities)
{
    std::map<Entity, std::int64_t> counts;
    for (const Json& item : TRY(answer.array("BatchItemResponse"))) {
        const std::string position = TRY(item.text("bId"));
        for (std::size_t asked = 0; asked < entities.size(); ++asked) {
            if (position == std::to_string(asked))
                counts[entities[asked]] = TRY(count_of(item, entities[asked]));
        }
    }
    for (const Entity entity : entities) {
        if (!counts.contains(entity)) {
            return failed(ErrorKind::malformed,
                          std::format("QuickBooks, count {}: no answer", path_name(entity)), answer.dump());
        }
    }
    return counts;
}

}  // namespace

Task<std::map<Entity, std::int64_t>> Client::count(std::vector<Entity> entities)
{
    ASSERT(!entities.empty() && entities.size() <= batch_items_max);
    Call call = read_call("batch", "count records");
    call.method = net::Method::post;
    call.budget = net::Budget::batch;
    call.body = count_body(entities);
    const net::Response response = co_await m_session.send(std::move(call));
    const Json answer = co_await Json::parse(response.body);
    co_return co_await counts_from(answer, entities);
}

Task<RecordPage> Client::query_page(PageQuery query)
{
    return run_query(query, page_statement(query, {}, "MetaData.CreateTime"));
}

Task<RecordPage> Client::query_changed(PageQuery query, Timestamp changed_since)
{
    const std::string since = format_timestamp(changed_since, Milliseconds::no);
    return run_query(query, page_statement(query, std::format("MetaData.LastUpdatedTime >= '{}'", since),
                                           "MetaData.LastUpdatedTime"));
}

Task<RecordPage> Client::run_query(PageQuery query, std::string statement)
{
    ASSERT(query.start_position >= 1 && query.page_size >= 1 && query.page_size <= page_size_max);
    Call call = read_call("query", std::format("query {}", path_name(query.entity)));
    call.query.emplace_back("query", std::move(statement));
    const std::string asked = call.kind;
    net::Response response = co_await m_session.send(std::move(call));
    ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"QueryResponse.*"});
    RecordPage page;
    page.server_time = co_await server_time(answer.rest);
    co_await answer.rest.object("QueryResponse");
    for (ScannedArray& array : answer.arrays) {
        if (array.path.back() != api_name(query.entity)) continue;
        page.rows = std::ssize(array.records);
        DecodedRecords decoded =
            co_await decode_records(m_session.loop(), query.entity, std::move(array.records));
        page.records = std::move(decoded.records);
        page.unreadable = std::move(decoded.unreadable);
    }
    page.more = page.rows >= query.page_size;
    co_return page;
}

}  // namespace app::clients::quickbooks
