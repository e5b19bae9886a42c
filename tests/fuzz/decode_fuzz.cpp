#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "clients/hubspot/decode.h"
#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/stage.h"

// No record, whatever its members are, does more than fail to decode.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    namespace quickbooks = app::clients::quickbooks;
    namespace hubspot = app::clients::hubspot;
    const auto json = app::Json::parse(std::string_view(reinterpret_cast<const char*>(bytes), size));
    if (!json) return 0;
    (void)quickbooks::decode_record(quickbooks::Entity::invoice, *json, {});
    (void)quickbooks::decode_customer(*json);
    (void)quickbooks::decode_item(*json);
    (void)quickbooks::decode_credit_memo(*json);
    (void)quickbooks::decode_company_info(*json);
    (void)quickbooks::decode_preferences(*json);
    if (const auto invoice = quickbooks::decode_invoice(*json)) (void)quickbooks::invoice_facts(*invoice);
    if (const auto payment = quickbooks::decode_payment(*json)) (void)quickbooks::is_voided(*payment);
    (void)hubspot::decode_object(*json, {});
    (void)hubspot::decode_batch_result(*json);
    (void)hubspot::decode_batch_error(*json);
    (void)hubspot::decode_property(*json);
    (void)hubspot::decode_account(*json);
    (void)hubspot::decode_next_after(*json);
    return 0;
}
