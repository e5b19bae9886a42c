#include "sync/projection.h"

#include "base/money.h"
#include "clients/quickbooks/stage.h"
#include "sync/contact_mapping.h"

namespace app::sync {
namespace {

using clients::quickbooks::InvoiceLine;
using clients::quickbooks::LineType;

std::string currency_or_home(const std::string& currency, const RowOrigin& origin)
{
    return currency.empty() ? origin.home_currency : currency;
}

store::LineKind kind_of(LineType type)
{
    switch (type) {
    case LineType::sales_item: return store::LineKind::item;
    case LineType::group: return store::LineKind::group;
    case LineType::description: return store::LineKind::description;
    case LineType::discount: return store::LineKind::discount;
    case LineType::subtotal: return store::LineKind::subtotal;
    case LineType::other: return store::LineKind::description;
    }
    return store::LineKind::description;
}

Result<store::InvoiceLineRow> line_row(const InvoiceLine& line, const std::string& prefix)
{
    store::InvoiceLineRow row;
    row.line_id = line.id.empty() ? std::string() : prefix + line.id;
    row.kind = kind_of(line.type);
    if (line.item) {
        row.item = line.item->id;
        row.item_name = line.item->name;
    }
    row.description = line.description;
    row.quantity = line.quantity;
    row.unit_price = line.unit_price;
    row.amount_e4 = TRY(line.amount.value_or(Decimal()).units_at(amount_scale));
    row.service_date = line.service_date;
    row.tax_code = line.tax_code;
    return row;
}

Result<std::vector<store::InvoiceLineRow>> line_rows(const std::vector<InvoiceLine>& lines)
{
    std::vector<store::InvoiceLineRow> rows;
    for (const InvoiceLine& line : lines) {
        rows.push_back(TRY(line_row(line, "")));
        for (const InvoiceLine& child : line.children) {
            rows.push_back(TRY(line_row(child, line.id + ".")));
        }
    }
    return rows;
}

}  // namespace

Result<store::CustomerRow> customer_row(const clients::quickbooks::Customer& customer,
                                        const RowOrigin& origin)
{
    store::CustomerRow row;
    row.connection = origin.connection;
    row.id = customer.id;
    row.display_name = customer.display_name;
    row.given_name = customer.given_name;
    row.family_name = customer.family_name;
    row.company_name = customer.company_name;
    // The address by which contacts are matched; the mirror keeps the field as it came.
    row.email = contact_email(customer);
    if (row.email.empty()) row.email = customer.email;
    row.phone = customer.phone.empty() ? customer.mobile : customer.phone;
    row.active = customer.active;
    if (customer.parent) row.parent = customer.parent->id;
    row.currency = currency_or_home(customer.currency, origin);
    row.balance_e4 = TRY(customer.balance.units_at(amount_scale));
    if (customer.billing_address) {
        row.city = customer.billing_address->city;
        row.country = customer.billing_address->country;
    }
    row.modified_at = origin.modified_at;
    return row;
}

Result<store::ItemRow> item_row(const clients::quickbooks::Item& item, const RowOrigin& origin)
{
    store::ItemRow row;
    row.connection = origin.connection;
    row.id = item.id;
    row.name = item.name;
    row.full_name = item.fully_qualified_name;
    row.sku = item.sku;
    row.type = item.type_name;
    row.description = item.description;
    row.unit_price = item.unit_price;
    row.taxable = item.taxable;
    row.active = item.active;
    row.modified_at = origin.modified_at;
    return row;
}

Result<InvoiceRows> invoice_rows(const clients::quickbooks::Invoice& invoice, const RowOrigin& origin)
{
    const auto facts = clients::quickbooks::invoice_facts(invoice);
    store::InvoiceRow row;
    row.connection = origin.connection;
    row.id = invoice.id;
    row.number = invoice.document_number;
    row.customer = invoice.customer.id;
    row.customer_name = invoice.customer.name;
    row.txn_date = invoice.transaction_date;
    row.due_date = invoice.due_date;
    row.currency = currency_or_home(invoice.currency, origin);
    row.total_e4 = TRY(invoice.total.units_at(amount_scale));
    row.balance_e4 = TRY(invoice.balance.units_at(amount_scale));
    row.tax_e4 = TRY(invoice.total_tax.units_at(amount_scale));
    row.emailed = facts.emailed;
    row.voided = facts.voided;
    row.memo = invoice.customer_memo;
    row.private_note = invoice.private_note;
    row.modified_at = origin.modified_at;
    return InvoiceRows{.invoice = std::move(row), .lines = TRY(line_rows(invoice.lines))};
}

Result<PaymentRows> payment_rows(const clients::quickbooks::Payment& payment, const RowOrigin& origin)
{
    store::PaymentRow row;
    row.connection = origin.connection;
    row.id = payment.id;
    row.kind = payment.total.is_zero() && !payment.lines.empty() ? store::PaymentKind::credit
                                                                 : store::PaymentKind::payment;
    row.customer = payment.customer.id;
    row.txn_date = payment.transaction_date;
    row.reference = payment.reference_number;
    row.currency = currency_or_home(payment.currency, origin);
    row.total_e4 = TRY(payment.total.units_at(amount_scale));
    row.unapplied_e4 = TRY(payment.unapplied.units_at(amount_scale));
    row.modified_at = origin.modified_at;
    PaymentRows rows{.payment = std::move(row), .allocations = {}};
    for (const auto& line : payment.lines) {
        for (const auto& linked : line.linked) {
            if (linked.type != "Invoice") continue;
            rows.allocations.push_back(
                {.invoice = linked.id, .amount_e4 = TRY(line.amount.units_at(amount_scale))});
        }
    }
    return rows;
}

}  // namespace app::sync
