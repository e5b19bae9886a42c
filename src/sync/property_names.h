#pragma once

#include <string_view>

// The properties that Ledgerbridge adds to HubSpot. They make a record findable by its QuickBooks
// id and carry what HubSpot has no field for.
namespace app::sync::property {

inline constexpr std::string_view group = "ledgerbridge";

inline constexpr const char* customer_id = "qbo_customer_id";
inline constexpr const char* customer_name = "qbo_display_name";
inline constexpr const char* customer_email = "qbo_email";
inline constexpr const char* customer_active = "qbo_active";
inline constexpr const char* customer_balance = "qbo_balance";

inline constexpr const char* item_id = "qbo_item_id";
inline constexpr const char* item_type = "qbo_item_type";
inline constexpr const char* item_active = "qbo_active";

inline constexpr const char* invoice_id = "qbo_invoice_id";
inline constexpr const char* invoice_number = "qbo_number";
inline constexpr const char* invoice_customer = "qbo_customer";
inline constexpr const char* invoice_stage = "qbo_stage";
inline constexpr const char* invoice_total = "qbo_total";
inline constexpr const char* invoice_balance = "qbo_balance";
inline constexpr const char* invoice_tax = "qbo_tax";

inline constexpr const char* line_key = "qbo_line_id";

}  // namespace app::sync::property
