#pragma once

#include "base/result.h"
#include "clients/quickbooks/types.h"

// QuickBooks records as types. Pure; all fail with `malformed`, naming record and member.
namespace app::clients::quickbooks {

// `raw` is the record's text; `json` what it parses to.
[[nodiscard]] Result<Record> decode_record(Entity entity, Json json, std::string raw);

[[nodiscard]] Result<Customer> decode_customer(const Json& json);
[[nodiscard]] Result<Item> decode_item(const Json& json);
[[nodiscard]] Result<Invoice> decode_invoice(const Json& json);
[[nodiscard]] Result<CreditMemo> decode_credit_memo(const Json& json);
[[nodiscard]] Result<Payment> decode_payment(const Json& json);
[[nodiscard]] Result<CompanyInfo> decode_company_info(const Json& json);
[[nodiscard]] Result<Preferences> decode_preferences(const Json& json);

}  // namespace app::clients::quickbooks
