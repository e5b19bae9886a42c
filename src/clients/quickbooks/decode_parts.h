#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "clients/quickbooks/types.h"

// Small types that QuickBooks' entities share (QBO: Shared types).
namespace app::clients::quickbooks {

[[nodiscard]] Result<std::string> text_or_empty(const Json& json, std::string_view name);
[[nodiscard]] Result<Decimal> decimal_or_zero(const Json& json, std::string_view name);
[[nodiscard]] Result<bool> boolean_or(const Json& json, std::string_view name, bool absent);
[[nodiscard]] Result<std::optional<Date>> optional_date(const Json& json, std::string_view name);
// {"value":…,"name":…}
[[nodiscard]] Result<Reference> reference(const Json& json, std::string_view name);
[[nodiscard]] Result<std::optional<Reference>> optional_reference(const Json& json, std::string_view name);
// The one text member of an object such as {"Address":"a@b.c"}; empty when either is absent.
[[nodiscard]] Result<std::string> text_inside(const Json& json, std::string_view object,
                                              std::string_view name);
[[nodiscard]] Result<std::optional<Address>> optional_address(const Json& json, std::string_view name);
[[nodiscard]] Result<std::vector<LinkedTransaction>> linked_transactions(const Json& json);

}  // namespace app::clients::quickbooks
