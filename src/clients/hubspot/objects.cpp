#include "base/text.h"
#include "clients/hubspot/client.h"
#include "clients/hubspot/decode.h"
#include "clients/hubspot/paths.h"
#include "clients/scan.h"

namespace app::clients::hubspot {
namespace {

using net::Method;
using net::RetryClass;

std::string names_of(const std::vector<ObjectType>& types)
{
    std::vector<std::string> names;
    for (const ObjectType type : types) names.emplace_back(api_name(type));
    return join(names, ",");
}

Call list_call(const ListObjects& query)
{
    Call call{.path = objects_path(query.type), .kind = std::format("list {}", api_name(query.type))};
    call.query.emplace_back("limit", std::to_string(page_limit_max));
    if (!query.after.empty()) call.query.emplace_back("after", query.after);
    if (!query.properties.empty()) call.query.emplace_back("properties", join(query.properties, ","));
    if (!query.associations.empty()) call.query.emplace_back("associations", names_of(query.associations));
    if (query.archived) call.query.emplace_back("archived", "true");
    return call;
}

Call search_call(ObjectType type, std::string body)
{
    return {.method = Method::post,
            .path = objects_path(type) + "/search",
            .body = std::move(body),
            .kind = std::format("search {}", api_name(type)),
            .budget = net::Budget::search};
}

Task<std::vector<ObjectRecord>> decode_records(Loop& loop, std::vector<ScannedArray> arrays)
{
    std::vector<ObjectRecord> records;
    for (ScannedArray& array : arrays) {
        if (array.path.back() != "results") continue;
        for (ScannedRecord& record : array.records) {
            records.push_back(co_await decode_object(record.json, std::move(record.raw)));
            co_await loop.pause_if_due();
        }
    }
    co_return records;
}

}  // namespace

Task<ObjectPage> Client::list_objects(ListObjects query)
{
    Call call = list_call(query);
    const std::string asked = call.kind;
    net::Response response = co_await m_session.send(std::move(call));
    ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"results"});
    ObjectPage page;
    page.next_after = co_await decode_next_after(answer.rest);
    page.records = co_await decode_records(m_session.loop(), std::move(answer.arrays));
    co_return page;
}

Task<ObjectPage> Client::changed_objects(ChangedObjects query)
{
    Call call = search_call(query.type,
                            encode_changed_search(query.type, query.since, query.after, query.properties));
    const std::string asked = call.kind;
    net::Response response = co_await m_session.send(std::move(call));
    ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"results"});
    ObjectPage page;
    page.next_after = co_await decode_next_after(answer.rest);
    page.records = co_await decode_records(m_session.loop(), std::move(answer.arrays));
    co_return page;
}

Task<std::optional<Timestamp>> Client::newest_change(ObjectType type)
{
    const net::Response response = co_await m_session.send(search_call(type, encode_newest_search(type)));
    const Json answer = co_await Json::parse(response.body);
    const std::vector<Json> results = co_await answer.array("results");
    if (results.empty()) co_return std::nullopt;
    const ObjectRecord newest = co_await decode_object(results.front(), {});
    co_return newest.updated_at;
}

Task<BatchReadAnswer> Client::batch_read(BatchRead query)
{
    const std::string asked = std::format("read {}", api_name(query.type));
    net::Response response = co_await m_session.send({
        .method = Method::post,
        .path = objects_path(query.type) + "/batch/read",
        .body = encode_batch_read(query.ids, query.id_property, query.properties),
        .kind = asked,
    });
    ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"results", "errors"});
    BatchReadAnswer read;
    for (const ScannedArray& array : answer.arrays) {
        if (array.path.back() != "errors") continue;
        for (const ScannedRecord& entry : array.records) {
            const BatchError error = co_await decode_batch_error(entry.json);
            // Any other error says nothing about whether the records are there.
            if (error.category != "OBJECT_NOT_FOUND") continue;
            for (const HubSpotId& id : error.ids) read.missing.push_back(id.value);
        }
    }
    read.records = co_await decode_records(m_session.loop(), std::move(answer.arrays));
    co_return read;
}

Task<ObjectRecord> Client::create_object(ObjectType type, std::string body, OperationId operation)
{
    const net::Response response = co_await m_session.send({
        .method = Method::post,
        .path = objects_path(type),
        .body = std::move(body),
        .kind = std::format("create {}", label(type)),
        .retry_class = RetryClass::keyed_write,
        .operation = std::move(operation),
    });
    const Json json = co_await Json::parse(response.body);
    co_return co_await decode_object(json, response.body);
}

Task<> Client::archive_object(ObjectType type, HubSpotId id, OperationId operation)
{
    const Result<net::Response> answer = co_await outcome(m_session.send({
        .method = Method::delete_,
        .path = objects_path(type) + "/" + percent_encode(id.value),
        .kind = std::format("archive {}", label(type)),
        .retry_class = RetryClass::repeatable_write,
        .operation = std::move(operation),
    }));
    if (!answer && answer.error().kind != ErrorKind::not_found)
        co_await Result<void>(std::unexpected(answer.error()));
}

}  // namespace app::clients::hubspot
