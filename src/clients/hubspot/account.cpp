#include "clients/hubspot/client.h"
#include "clients/hubspot/decode.h"

#include <format>

namespace app::clients::hubspot {

Task<AccountDetails> Client::account_details()
{
    const net::Response response = co_await m_session.send({
        .path = std::format("account-info/{}/details", api_version),
        .kind = "account details",
    });
    const Json json = co_await Json::parse(response.body);
    co_return co_await decode_account(json);
}

}  // namespace app::clients::hubspot
