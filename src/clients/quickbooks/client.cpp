#include "clients/quickbooks/client.h"

#include <format>

#include "base/text.h"
#include "clients/quickbooks/answers.h"

namespace app::clients::quickbooks {

Call read_call(std::string path, std::string kind)
{
    Call call{.path = std::move(path), .kind = std::move(kind)};
    call.query.emplace_back("minorversion", "75");
    return call;
}

Result<Timestamp> server_time(const Json& answer)
{
    const std::string time = TRY(answer.text_or_number("time"));
    if (const auto number = Decimal::parse(time)) return Timestamp{TRY(number->units_at(0))};
    return parse_timestamp(time);
}

Task<DecodedRecords> decode_records(Loop& loop, Entity entity, std::vector<ScannedRecord> scanned)
{
    DecodedRecords decoded;
    decoded.records.reserve(scanned.size());
    for (const ScannedRecord& found : scanned) {
        Result<Record> record = decode_record(entity, found.json, found.raw);
        if (record) {
            decoded.records.push_back(*std::move(record));
        } else {
            decoded.unreadable.push_back({.entity = entity,
                                          .id = QuickBooksId(found.json.text("Id").value_or(std::string())),
                                          .reason = std::move(record).error().message,
                                          .raw = found.raw});
        }
        co_await loop.pause_if_due();
    }
    co_return decoded;
}

Task<CompanyInfo> Client::company_info()
{
    // The proxy completes the path with the company's number, which the page need not know.
    const net::Response response = co_await m_session.send(read_call("companyinfo", "company"));
    const Json answer = co_await Json::parse(response.body);
    const Json company = co_await answer.object("CompanyInfo");
    co_return co_await decode_company_info(company);
}

Task<Preferences> Client::preferences()
{
    const net::Response response = co_await m_session.send(read_call("preferences", "preferences"));
    const Json answer = co_await Json::parse(response.body);
    const Json preferences = co_await answer.object("Preferences");
    co_return co_await decode_preferences(preferences);
}

Task<Record> Client::read(Entity entity, QuickBooksId id)
{
    const net::Response response =
        co_await m_session.send(read_call(std::format("{}/{}", path_name(entity), percent_encode(id.value)),
                                          std::format("read {}", path_name(entity))));
    const Json answer = co_await Json::parse(response.body);
    const Json json = co_await answer.object(api_name(entity));
    co_return co_await decode_record(entity, json, json.dump());
}

}  // namespace app::clients::quickbooks
