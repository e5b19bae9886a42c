#include "sync/fields/quickbooks_field.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace app::sync {
namespace {

using enum FieldType;

constexpr std::string_view computed = "QuickBooks computes it.";
constexpr std::string_view unique_name =
    "QuickBooks keeps names unique; it is set once, when the customer is made.";
constexpr std::string_view holds_mark = "Ledgerbridge notes there from which contact a customer was made.";
constexpr std::string_view by_deletion = "Making records active or inactive is part of the deletion rules.";
constexpr std::string_view fixed = "QuickBooks fixes it when the record is made.";
constexpr std::string_view reference = "It names an entry of another list in QuickBooks.";
constexpr std::string_view books = "It changes what is in the books.";
constexpr std::string_view no_invoices = "Invoices are never written back to QuickBooks.";

// QBO: Customer, with the lengths it takes.
constexpr std::array customer_fields = {
    QuickBooksField{"DisplayName", "Display name", text, 0, unique_name},
    QuickBooksField{"Title", "Title", text, 16},
    QuickBooksField{"GivenName", "First name", text, 100},
    QuickBooksField{"MiddleName", "Middle name", text, 100},
    QuickBooksField{"FamilyName", "Last name", text, 100},
    QuickBooksField{"Name.Family", "Last name, else display name", text, 100},
    QuickBooksField{"Name.Full", "First and last name", text, 200},
    QuickBooksField{"Suffix", "Suffix", text, 16},
    QuickBooksField{"CompanyName", "Company", text, 100},
    QuickBooksField{"PrintOnCheckName", "Name on checks", text, 110},
    QuickBooksField{"FullyQualifiedName", "Full name with parents", text, 0, computed},
    QuickBooksField{"PrimaryEmailAddr.Address", "E-mail address", text, 100},
    QuickBooksField{"PrimaryPhone.FreeFormNumber", "Phone number", text, 30},
    QuickBooksField{"AlternatePhone.FreeFormNumber", "Other phone number", text, 30},
    QuickBooksField{"Mobile.FreeFormNumber", "Mobile number", text, 30},
    QuickBooksField{"Fax.FreeFormNumber", "Fax number", text, 30},
    QuickBooksField{"WebAddr.URI", "Website", text, 1000},
    QuickBooksField{"BillAddr.Street", "Billing street", text, 500},
    QuickBooksField{"BillAddr.City", "Billing city", text, 255},
    QuickBooksField{"BillAddr.CountrySubDivisionCode", "Billing state", text, 255},
    QuickBooksField{"BillAddr.PostalCode", "Billing postal code", text, 30},
    QuickBooksField{"BillAddr.Country", "Billing country", text, 255},
    QuickBooksField{"ShipAddr.Street", "Shipping street", text, 500},
    QuickBooksField{"ShipAddr.City", "Shipping city", text, 255},
    QuickBooksField{"ShipAddr.CountrySubDivisionCode", "Shipping state", text, 255},
    QuickBooksField{"ShipAddr.PostalCode", "Shipping postal code", text, 30},
    QuickBooksField{"ShipAddr.Country", "Shipping country", text, 255},
    QuickBooksField{"ResaleNum", "Resale number", text, 16},
    QuickBooksField{"PreferredDeliveryMethod", "Delivery method", text, 30},
    QuickBooksField{"Taxable", "Taxable", boolean, 5, "", "false"},
    QuickBooksField{"Notes", "Notes", text, 0, holds_mark},
    QuickBooksField{"Active", "Active", boolean, 0, by_deletion, "true"},
    QuickBooksField{"Balance", "Balance", number, 0, computed, "0"},
    QuickBooksField{"BalanceWithJobs", "Balance with jobs", number, 0, computed, "0"},
    QuickBooksField{"CurrencyRef.value", "Currency", text, 0, fixed},
    QuickBooksField{"SalesTermRef.name", "Terms", text, 0, reference},
    QuickBooksField{"PaymentMethodRef.name", "Payment method", text, 0, reference},
    QuickBooksField{"CustomerTypeRef.name", "Customer type", text, 0, reference},
    QuickBooksField{"Job", "Is a job", boolean, 0, fixed, "false"},
    QuickBooksField{"MetaData.CreateTime", "Created on", date, 0, computed},
};

// QBO: Item.
constexpr std::array item_fields = {
    QuickBooksField{"Name", "Name", text, 100},
    QuickBooksField{"Sku", "SKU", text, 100},
    QuickBooksField{"Description", "Description", text, 4000},
    QuickBooksField{"UnitPrice", "Price", number, 20},
    QuickBooksField{"PurchaseDesc", "Purchase description", text, 1000},
    QuickBooksField{"PurchaseCost", "Purchase cost", number, 20},
    QuickBooksField{"Taxable", "Taxable", boolean, 5, "", "false"},
    QuickBooksField{"Type", "Type", text, 0, fixed},
    QuickBooksField{"Active", "Active", boolean, 0, by_deletion, "true"},
    QuickBooksField{"FullyQualifiedName", "Full name with categories", text, 0, computed},
    QuickBooksField{"QtyOnHand", "Quantity on hand", number, 0, books},
    QuickBooksField{"IncomeAccountRef.name", "Income account", text, 0, reference},
    QuickBooksField{"ExpenseAccountRef.name", "Expense account", text, 0, reference},
    QuickBooksField{"ParentRef.name", "Category", text, 0, reference},
    QuickBooksField{"MetaData.CreateTime", "Created on", date, 0, computed},
};

// QBO: Invoice. Custom fields are the three of sales forms (QBO: CustomField).
constexpr std::array invoice_fields = {
    QuickBooksField{"CustomField.1", "Custom field 1", text, 0, no_invoices},
    QuickBooksField{"CustomField.2", "Custom field 2", text, 0, no_invoices},
    QuickBooksField{"CustomField.3", "Custom field 3", text, 0, no_invoices},
    QuickBooksField{"PrivateNote", "Internal note", text, 0, no_invoices},
    QuickBooksField{"CustomerMemo.value", "Message to the customer", text, 0, no_invoices},
    QuickBooksField{"DocNumber", "Number", text, 0, no_invoices},
    QuickBooksField{"TxnDate", "Invoice date", date, 0, no_invoices},
    QuickBooksField{"DueDate", "Due date", date, 0, no_invoices},
    QuickBooksField{"TotalAmt", "Total", number, 0, no_invoices, "0"},
    QuickBooksField{"Balance", "Balance", number, 0, no_invoices, "0"},
    QuickBooksField{"Deposit", "Deposit", number, 0, no_invoices, "0"},
    QuickBooksField{"ExchangeRate", "Exchange rate", number, 0, no_invoices},
    QuickBooksField{"CurrencyRef.value", "Currency", text, 0, no_invoices},
    QuickBooksField{"SalesTermRef.name", "Terms", text, 0, no_invoices},
    QuickBooksField{"ClassRef.name", "Class", text, 0, no_invoices},
    QuickBooksField{"DepartmentRef.name", "Location", text, 0, no_invoices},
    QuickBooksField{"BillEmail.Address", "Billing e-mail address", text, 0, no_invoices},
    QuickBooksField{"ShipDate", "Shipping date", date, 0, no_invoices},
    QuickBooksField{"ShipMethodRef.name", "Shipping method", text, 0, no_invoices},
    QuickBooksField{"TrackingNum", "Tracking number", text, 0, no_invoices},
    QuickBooksField{"EmailStatus", "E-mail status", text, 0, no_invoices},
    QuickBooksField{"PrintStatus", "Print status", text, 0, no_invoices},
    QuickBooksField{"MetaData.CreateTime", "Created on", date, 0, no_invoices},
};

std::string text_of(const std::optional<Json>& json)
{
    if (!json) return {};
    if (const bool* yes = std::get_if<bool>(&json->value())) return *yes ? "true" : "false";
    if (const auto* figure = std::get_if<Json::Number>(&json->value())) return figure->text;
    return json->as_text().value_or("");
}

std::string at_path(const Json& record, std::string_view path)
{
    std::optional<Json> here = record;
    for (const std::string_view name : split(path, '.')) {
        here = here->member(name);
        if (!here) return {};
    }
    return text_of(here);
}

std::string street(const Json& record, const std::string& address)
{
    std::vector<std::string> lines;
    for (const char* line : {".Line1", ".Line2", ".Line3", ".Line4", ".Line5"}) {
        std::string text = at_path(record, address + line);
        if (!text.empty()) lines.push_back(std::move(text));
    }
    return join(lines, ", ");
}

std::string custom_field(const Json& record, std::string_view definition)
{
    const Json::Array fields = record.array_or_empty("CustomField").value_or(Json::Array());
    const auto found = std::ranges::find_if(
        fields, [&](const Json& field) { return at_path(field, "DefinitionId") == definition; });
    return found == fields.end() ? std::string() : at_path(*found, "StringValue");
}

std::string full_name(const Json& record)
{
    const std::string given = at_path(record, "GivenName");
    return std::string(trimmed(given + " " + at_path(record, "FamilyName")));
}

}  // namespace

std::span<const QuickBooksField> quickbooks_fields(Object object)
{
    switch (object) {
    case Object::contacts: return customer_fields;
    case Object::products: return item_fields;
    case Object::invoices: return invoice_fields;
    }
    return {};
}

const QuickBooksField* quickbooks_field(Object object, std::string_view id)
{
    for (const QuickBooksField& field : quickbooks_fields(object)) {
        if (field.id == id) return &field;
    }
    return nullptr;
}

std::string value_in(const Json& record, const QuickBooksField& field)
{
    std::string value;
    if (field.id == "Name.Full") value = full_name(record);
    // A customer without a person's name is found in HubSpot by its display name.
    else if (field.id == "Name.Family")
        value = full_name(record).empty() ? at_path(record, "DisplayName") : at_path(record, "FamilyName");
    else if (field.id == "BillAddr.Street") value = street(record, "BillAddr");
    else if (field.id == "ShipAddr.Street") value = street(record, "ShipAddr");
    else if (field.id.starts_with("CustomField.")) value = custom_field(record, field.id.substr(12));
    else value = at_path(record, field.id);
    return value.empty() ? std::string(field.absent) : value;
}

}  // namespace app::sync
