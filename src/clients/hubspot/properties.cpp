#include "clients/hubspot/client.h"
#include "clients/hubspot/decode.h"
#include "clients/hubspot/paths.h"
#include "clients/scan.h"

namespace app::clients::hubspot {
namespace {

using net::Method;
using net::RetryClass;

bool agrees(const PropertyDefinition& definition, const NewProperty& wanted)
{
    return definition.type == wanted.type && definition.field_type == wanted.field_type &&
           definition.has_unique_value == wanted.has_unique_value && !definition.archived;
}

Call property_call(ObjectType type, const NewProperty& property, OperationId operation)
{
    return {
        .method = Method::post,
        .path = properties_path(type),
        .body = encode_property(property),
        .kind = std::format("create {} property", label(type)),
        .retry_class = RetryClass::repeatable_write,
        .operation = std::move(operation),
    };
}

}  // namespace

Task<std::vector<PropertyDefinition>> Client::property_definitions(ObjectType type)
{
    const std::string asked = std::format("list {} properties", label(type));
    net::Response response = co_await m_session.send({.path = properties_path(type), .kind = asked});
    const ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"results"});
    std::vector<PropertyDefinition> definitions;
    for (const ScannedArray& array : answer.arrays) {
        for (const ScannedRecord& record : array.records) {
            definitions.push_back(co_await decode_property(record.json));
            co_await m_session.loop().pause_if_due();
        }
    }
    co_return definitions;
}

Task<> Client::create_property_group(ObjectType type, NewPropertyGroup group, OperationId operation)
{
    const Result<net::Response> answer = co_await outcome(m_session.send({
        .method = Method::post,
        .path = properties_path(type) + "/groups",
        .body = encode_property_group(group),
        .kind = std::format("create {} property group", label(type)),
        .retry_class = RetryClass::repeatable_write,
        .operation = std::move(operation),
    }));
    if (!answer && answer.error().kind != ErrorKind::conflict)
        co_await Result<void>(std::unexpected(answer.error()));
}

Task<PropertyDefinition> Client::create_property(ObjectType type, NewProperty property, OperationId operation)
{
    const Result<net::Response> answer =
        co_await outcome(m_session.send(property_call(type, property, std::move(operation))));
    if (answer) {
        const Json json = co_await Json::parse(answer->body);
        co_return co_await decode_property(json);
    }
    if (answer.error().kind != ErrorKind::conflict) co_return std::unexpected(answer.error());
    co_return co_await existing_property(type, std::move(property));
}

Task<PropertyDefinition> Client::existing_property(ObjectType type, NewProperty wanted)
{
    const net::Response response = co_await m_session.send({
        .path = properties_path(type) + "/" + wanted.name,
        .kind = std::format("read {} property", label(type)),
    });
    const Json json = co_await Json::parse(response.body);
    PropertyDefinition definition = co_await decode_property(json);
    if (!agrees(definition, wanted)) {
        co_return failed(ErrorKind::conflict,
                         std::format("HubSpot has another {} property named '{}'; rename or remove it there",
                                     label(type), wanted.name),
                         response.body);
    }
    co_return definition;
}

}  // namespace app::clients::hubspot
