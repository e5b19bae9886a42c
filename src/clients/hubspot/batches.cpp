#include "clients/hubspot/client.h"
#include "clients/hubspot/decode.h"
#include "clients/hubspot/paths.h"
#include "clients/scan.h"

namespace app::clients::hubspot {
namespace {

using net::Method;
using net::RetryClass;

constexpr int status_no_content = 204;

std::string_view verb(BatchAction action)
{
    switch (action) {
    case BatchAction::create: return "create";
    case BatchAction::update: return "update";
    case BatchAction::upsert: return "upsert";
    }
    return "";
}

}  // namespace

Task<BatchAnswer> Client::send_batch(ObjectBatch batch)
{
    return send_inputs({
        .method = Method::post,
        .path = std::format("{}/batch/{}", objects_path(batch.type), verb(batch.action)),
        .body = std::move(batch.body),
        .kind = std::format("{} {}", verb(batch.action), api_name(batch.type)),
        .retry_class =
            batch.action == BatchAction::create ? RetryClass::keyed_write : RetryClass::repeatable_write,
        .operation = std::move(batch.operation),
        .resend = batch.resend,
    });
}

Task<BatchAnswer> Client::associate_batch(AssociationBatch batch)
{
    const bool creates = batch.action == AssociationAction::create;
    return send_inputs({
        .method = Method::post,
        .path = std::format("crm/associations/{}/{}/{}/batch/{}", api_version, api_name(batch.from),
                            api_name(batch.to), creates ? "create" : "archive"),
        .body = std::move(batch.body),
        .kind = std::format("{} {} with {}", creates ? "associate" : "dissociate", api_name(batch.from),
                            api_name(batch.to)),
        .retry_class = RetryClass::repeatable_write,
        .operation = std::move(batch.operation),
        .resend = batch.resend,
    });
}

Task<BatchAnswer> Client::send_inputs(Call call)
{
    const std::string asked = call.kind;
    net::Response response = co_await m_session.send(std::move(call));
    BatchAnswer batch;
    if (const auto id = response.header("x-hubspot-correlation-id")) batch.correlation_id = *id;
    if (response.status == status_no_content) co_return batch;
    const ScannedAnswer answer =
        co_await scan_answer(m_session.loop(), asked, std::move(response.body), {"results", "errors"});
    for (const ScannedArray& array : answer.arrays) {
        const bool is_errors = array.path.back() == "errors";
        for (const ScannedRecord& record : array.records) {
            if (is_errors) batch.errors.push_back(co_await decode_batch_error(record.json));
            else batch.results.push_back(co_await decode_batch_result(record.json));
            co_await m_session.loop().pause_if_due();
        }
    }
    co_return batch;
}

}  // namespace app::clients::hubspot
