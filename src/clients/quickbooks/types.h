#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "base/json.h"

// QuickBooks Online's records as its API gives them. Text that is absent is empty, since QuickBooks
// never returns empty text; what may be absent and matters then is optional.
namespace app::clients::quickbooks {

inline constexpr int page_size_max = 1000;
inline constexpr std::size_t batch_items_max = 30;
inline constexpr std::size_t change_set_records_max = 1000;

enum class Entity { customer, item, invoice, payment, credit_memo };

[[nodiscard]] std::string_view api_name(Entity entity);   // in queries and answers: "CreditMemo"
[[nodiscard]] std::string_view path_name(Entity entity);  // in paths: "creditmemo"
// Name lists are deactivated instead of deleted and hide inactive records from plain queries.
[[nodiscard]] bool is_name_list(Entity entity);
[[nodiscard]] std::optional<Entity> entity_named(std::string_view api_name);

// Id and label of another record. The label is what the transaction showed when it was read.
struct Reference {
    QuickBooksId id;
    std::string name = {};
    bool operator==(const Reference&) const = default;
};

// One record of any entity, before it is read as its type.
struct Record {
    Entity entity = Entity::customer;
    QuickBooksId id;
    std::string sync_token = {};
    Timestamp updated_at = {};
    bool deleted = false;  // a stub of a change set: only id and time are known
    std::string raw = {};  // the record's JSON as it came
    Json json = {};        // the same, parsed
};

// What stands where a record should, without an id or without the time of its last change.
struct UnreadableRecord {
    Entity entity = Entity::customer;
    QuickBooksId id = {};  // empty when that is what is missing
    std::string reason = {};
    std::string raw = {};
};

struct Address {
    std::vector<std::string> lines = {};  // Line1 to Line5 that are not empty
    std::string city = {};
    std::string state = {};  // CountrySubDivisionCode
    std::string postal_code = {};
    std::string country = {};
};

struct Customer {
    QuickBooksId id;
    std::string display_name = {};
    std::string fully_qualified_name = {};
    std::string title = {};
    std::string given_name = {};
    std::string middle_name = {};
    std::string family_name = {};
    std::string suffix = {};
    std::string company_name = {};
    std::string email = {};  // may hold several addresses separated by commas
    std::string phone = {};
    std::string mobile = {};
    std::string website = {};
    std::string notes = {};
    std::optional<Address> billing_address = {};
    std::optional<Address> shipping_address = {};
    std::optional<Reference> parent = {};  // of a sub-customer, job or project
    bool is_job = false;
    bool is_project = false;
    bool bill_with_parent = false;
    bool active = true;
    bool taxable = false;
    std::string currency = {};  // ISO 4217 code; empty when multicurrency is off
    Decimal balance = {};
    Decimal balance_with_jobs = {};
};

enum class ItemType { service, non_inventory, inventory, group, category, other };

struct Item {
    QuickBooksId id;
    std::string name = {};
    std::string fully_qualified_name = {};
    std::string sku = {};
    std::string description = {};
    ItemType type = ItemType::other;
    std::string type_name = {};  // as it came
    std::optional<Decimal> unit_price = {};
    std::optional<Decimal> purchase_cost = {};
    std::optional<Decimal> quantity_on_hand = {};
    std::optional<Reference> parent = {};
    std::optional<Reference> income_account = {};
    bool taxable = false;
    bool active = true;
};

struct LinkedTransaction {
    QuickBooksId id;
    std::string type = {};  // Payment, Invoice, CreditMemo, Estimate, …
    std::string line_id = {};
};

enum class LineType { sales_item, group, description, discount, subtotal, other };

// A line of a sales form. Amount and description are common, the rest depends on the type.
struct InvoiceLine {
    std::string id = {};  // unique in the transaction; the subtotal line has none
    std::optional<std::int64_t> line_number = {};
    LineType type = LineType::other;
    std::string type_name = {};  // DetailType as it came
    std::string description = {};
    std::optional<Decimal> amount = {};
    std::optional<Reference> item = {};
    std::optional<Decimal> unit_price = {};
    std::optional<Decimal> quantity = {};
    std::string tax_code = {};
    std::optional<Date> service_date = {};
    std::optional<Decimal> discount_percent = {};  // discount lines by percent: 8.5 is 8.5 %
    std::vector<InvoiceLine> children = {};        // of a group
};

struct TaxLine {
    Decimal amount = {};
    std::string rate_id = {};
    std::optional<Decimal> percent = {};
    std::optional<Decimal> net_amount_taxable = {};
};

// What invoices and credit memos share.
struct SalesForm {
    QuickBooksId id;
    std::string document_number = {};
    Date transaction_date = {};
    Reference customer = {};
    std::string currency = {};
    std::optional<Decimal> exchange_rate = {};
    std::vector<InvoiceLine> lines = {};
    Decimal total_tax = {};
    std::vector<TaxLine> tax_lines = {};
    Decimal total = {};
    Decimal balance = {};
    std::string private_note = {};
    std::string customer_memo = {};
    std::string billing_email = {};
    std::optional<Address> billing_address = {};
    std::optional<Address> shipping_address = {};
    std::vector<LinkedTransaction> linked = {};
};

struct Invoice : SalesForm {
    std::optional<Date> due_date = {};
    std::optional<Reference> term = {};
    std::string email_status = {};               // NotSet, NeedToSend, EmailSent
    std::string print_status = {};               // NotSet, NeedToPrint, PrintComplete
    std::optional<Timestamp> delivered_at = {};  // set only after sending
    std::string payment_link = {};
    Decimal deposit = {};
};

struct CreditMemo : SalesForm {
    Decimal remaining_credit = {};
};

struct PaymentLine {
    Decimal amount = {};
    std::vector<LinkedTransaction> linked = {};
};

struct Payment {
    QuickBooksId id;
    Date transaction_date = {};
    Reference customer = {};
    std::string currency = {};
    Decimal total = {};
    Decimal unapplied = {};
    std::string reference_number = {};
    std::optional<Reference> method = {};
    std::string private_note = {};
    std::vector<PaymentLine> lines = {};
};

enum class Subscription { active, trial, ended, unknown };

struct CompanyInfo {
    std::string name = {};
    std::string legal_name = {};
    std::string country = {};
    std::string default_time_zone = {};
    std::string subscription_status = {};  // as it came
    Subscription subscription = Subscription::unknown;
    std::string offering = {};  // "QuickBooks Online Plus"
};

enum class TaxModel { none, automated_us, manual_us, global };

struct Preferences {
    std::string home_currency = {};
    bool multi_currency = false;
    bool custom_transaction_numbers = false;
    bool allow_discount = false;
    bool allow_shipping = false;
    bool using_sales_tax = false;
    bool partner_tax_enabled = false;  // automated sales tax
    std::optional<Date> book_close_date = {};
};

// The tax model follows from both (QBO: Preferences, TaxPrefs).
[[nodiscard]] TaxModel tax_model(const CompanyInfo& company, const Preferences& preferences);

}  // namespace app::clients::quickbooks
