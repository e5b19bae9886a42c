#pragma once

#include <string_view>

// What was found out about a HubSpot account when writing was first allowed. Values "yes" and "no".
namespace app::sync::capability {

inline constexpr std::string_view schema = "schema";  // value: version of the own properties made
inline constexpr std::string_view unique_contacts = "unique_key.contacts";
inline constexpr std::string_view unique_products = "unique_key.products";
inline constexpr std::string_view unique_invoices = "unique_key.invoices";
inline constexpr std::string_view unique_line_items = "unique_key.line_items";
inline constexpr std::string_view invoice_probe = "invoice_probe";  // "begun" while a draft may be left
inline constexpr std::string_view invoice_number = "writable.hs_number";
inline constexpr std::string_view invoice_amount_billed = "writable.hs_amount_billed";
inline constexpr std::string_view invoice_balance_due = "writable.hs_balance_due";
inline constexpr std::string_view invoice_status = "writable.hs_invoice_status";

}  // namespace app::sync::capability
