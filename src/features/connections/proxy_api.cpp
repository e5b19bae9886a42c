#include "features/connections/proxy_api.h"

#include "base/date.h"
#include "base/json.h"

namespace app::features {
namespace {

constexpr double timeout_ms = 20'000;

Result<std::vector<std::string>> texts(const Json& json, std::string_view name)
{
    std::vector<std::string> texts;
    for (const Json& item : TRY(json.array_or_empty(name))) {
        if (auto text = item.as_text()) texts.push_back(*std::move(text));
    }
    return texts;
}

Result<ProxyConnection> decode_connection(const Json& json)
{
    ProxyConnection connection;
    connection.id = TRY(json.text("id"));
    connection.service =
        TRY(json.text("provider")) == "hubspot" ? net::Service::hubspot : net::Service::quickbooks;
    connection.account_id = TRY(json.text("account_id"));
    connection.account_name = TRY(json.optional_text("account_name")).value_or("");
    connection.environment = TRY(json.optional_text("environment")).value_or("");
    connection.scopes = TRY(texts(json, "scopes"));
    connection.missing_scopes = TRY(texts(json, "missing_scopes"));
    connection.connected_by = TRY(json.optional_text("connected_by")).value_or("");
    if (const auto at = TRY(json.optional_text("connected_at"))) {
        connection.connected_at = TRY(parse_timestamp(*at));
    }
    connection.reconnect_needed = TRY(json.text("health")) != "connected";
    connection.health_detail = TRY(json.optional_text("health_detail")).value_or("");
    return connection;
}

Result<bool> configured(const Json& status, std::string_view provider)
{
    return TRY(TRY(TRY(status.object("providers")).object(provider)).boolean("configured"));
}

}  // namespace

Result<ProxyStatus> decode_proxy_status(std::string_view body)
{
    const Json json = TRY(Json::parse(body));
    ProxyStatus status;
    status.demo = TRY(json.text("mode")) == "sandbox";
    status.hubspot_configured = TRY(configured(json, "hubspot"));
    status.quickbooks_configured = TRY(configured(json, "quickbooks"));
    if (const Result<Json> member = json.object("member")) {
        status.may_connect = TRY(member->text("role")) == "admin";
    }
    for (const Json& connection : TRY(json.array("connections"))) {
        status.connections.push_back(TRY(decode_connection(connection)));
    }
    return status;
}

Error refusal_of(const net::Response& response)
{
    const Result<Json> body = Json::parse(response.body);
    if (body) {
        if (const Result<Json> error = body->object("error")) {
            const Result<std::string> message = error->text("message");
            const bool signed_out = error->text("code").value_or("") == "sign_in_needed";
            if (message) {
                return {signed_out ? ErrorKind::unauthorized : ErrorKind::rejected, *message, error->dump()};
            }
        }
    }
    return {ErrorKind::rejected, "the server answered " + std::to_string(response.status), response.body};
}

Task<ProxyStatus> ProxyApi::status()
{
    const net::Response response =
        co_await m_transport.send({.path = "/api/status", .timeout_ms = timeout_ms});
    if (!response.ok()) co_await Result<void>(std::unexpected(refusal_of(response)));
    co_return co_await decode_proxy_status(response.body);
}

Task<Secret> ProxyApi::start_connecting(net::Service service)
{
    const std::string path = service == net::Service::hubspot ? "/auth/hubspot/start" : "/auth/intuit/start";
    const std::string body = co_await post(path, "{}");
    co_return Secret(co_await (co_await Json::parse(body)).text("url"));
}

Task<> ProxyApi::disconnect(std::string connection_id)
{
    co_await post("/auth/disconnect", JsonObject().text("connection", connection_id).str());
}

Task<std::string> ProxyApi::post(std::string path, std::string body)
{
    net::Response response = co_await m_transport.send({.method = net::Method::post,
                                                        .path = std::move(path),
                                                        .headers = {{"Content-Type", "application/json"}},
                                                        .body = std::move(body),
                                                        .timeout_ms = timeout_ms});
    if (!response.ok()) co_await Result<void>(std::unexpected(refusal_of(response)));
    co_return std::move(response.body);
}

}  // namespace app::features
