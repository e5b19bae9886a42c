#include "sync/invoice_mapping.h"

#include "clients/quickbooks/stage.h"
#include "sync/field_text.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

using clients::quickbooks::Invoice;
using clients::quickbooks::InvoiceLine;
using clients::quickbooks::LineType;

// HubSpot's invoice dates are moments; QuickBooks' are days. Midnight UTC is what HubSpot's own
// examples send for a day.
std::string as_moment(Date date)
{
    return date.to_text() + "T00:00:00.000Z";
}

std::string line_title(const InvoiceLine& line)
{
    if (line.item && !line.item->name.empty()) return line.item->name;
    if (!line.description.empty()) return line.description;
    return "Line";
}

// Price and quantity whose product is the line's amount: QuickBooks stores lines with an amount
// alone, and HubSpot multiplies.
void put_price(Fields& fields, const InvoiceLine& line)
{
    const Decimal amount = line.amount.value_or(Decimal());
    if (line.unit_price && line.quantity && !line.unit_price->is_negative() &&
        !line.quantity->is_negative()) {
        fields["price"] = line.unit_price->to_text();
        fields["quantity"] = line.quantity->to_text();
        return;
    }
    fields["price"] = amount.is_negative() ? "0" : amount.to_text();
    fields["quantity"] = "1";
}

void add_line(std::vector<WantedLine>& lines, const InvoiceLine& line, const std::string& prefix,
              const std::string& currency)
{
    WantedLine wanted{.line_id = prefix + line.id, .item_id = {}, .title = line_title(line), .fields = {}};
    if (line.item) wanted.item_id = line.item->id.value;
    put_text(wanted.fields, "name", wanted.title);
    put_text(wanted.fields, "description", line.description);
    put_price(wanted.fields, line);
    put_text(wanted.fields, "hs_line_item_currency_code", currency);
    lines.push_back(std::move(wanted));
}

}  // namespace

Fields invoice_fields(const Invoice& invoice, const std::string& key, Date today,
                      WritableInvoiceFields writable)
{
    Fields fields;
    put_text(fields, "hs_currency", invoice.currency);
    fields["hs_invoice_billable"] = "false";
    fields["hs_invoice_date"] = as_moment(invoice.transaction_date);
    if (invoice.due_date) fields["hs_due_date"] = as_moment(*invoice.due_date);
    put_text(fields, "hs_comments", invoice.customer_memo);
    if (writable.number) put_text(fields, "hs_number", invoice.document_number);
    if (writable.amount_billed) fields["hs_amount_billed"] = invoice.total.to_text();
    if (writable.balance_due) fields["hs_balance_due"] = invoice.balance.to_text();
    put_text(fields, property::invoice_id, key);
    put_text(fields, property::invoice_number, invoice.document_number);
    put_text(fields, property::invoice_customer, invoice.customer.name);
    fields[property::invoice_stage] = invoice_stage_words(invoice, today);
    fields[property::invoice_total] = invoice.total.to_text();
    fields[property::invoice_balance] = invoice.balance.to_text();
    fields[property::invoice_tax] = invoice.total_tax.to_text();
    return fields;
}

std::string invoice_status(const Invoice& invoice)
{
    const auto facts = clients::quickbooks::invoice_facts(invoice);
    if (facts.voided) return "voided";
    return facts.paid ? "paid" : "open";
}

std::string invoice_stage_words(const Invoice& invoice, Date today)
{
    const auto facts = clients::quickbooks::invoice_facts(invoice);
    if (facts.voided) return "Voided";
    if (facts.paid) return "Paid in full";
    if (clients::quickbooks::is_overdue(invoice, today)) return "Overdue";
    if (facts.partially_paid) return "Partially paid";
    return facts.emailed ? "Sent to customer" : "Awaiting to be sent";
}

std::vector<WantedLine> wanted_lines(const Invoice& invoice)
{
    std::vector<WantedLine> lines;
    for (const InvoiceLine& line : invoice.lines) {
        if (line.type == LineType::sales_item && !line.id.empty()) {
            add_line(lines, line, "", invoice.currency);
        }
        if (line.type != LineType::group) continue;
        for (const InvoiceLine& child : line.children) {
            if (!child.id.empty()) add_line(lines, child, line.id + ".", invoice.currency);
        }
    }
    return lines;
}

const std::vector<std::string>& invoice_properties()
{
    static const std::vector<std::string> properties = {"hs_currency",
                                                        "hs_invoice_billable",
                                                        "hs_invoice_date",
                                                        "hs_due_date",
                                                        "hs_comments",
                                                        "hs_number",
                                                        "hs_amount_billed",
                                                        "hs_balance_due",
                                                        "hs_invoice_status",
                                                        property::invoice_id,
                                                        property::invoice_number,
                                                        property::invoice_customer,
                                                        property::invoice_stage,
                                                        property::invoice_total,
                                                        property::invoice_balance,
                                                        property::invoice_tax};
    return properties;
}

const std::vector<std::string>& line_item_properties()
{
    static const std::vector<std::string> properties = {"name",
                                                        "description",
                                                        "price",
                                                        "quantity",
                                                        "hs_product_id",
                                                        "hs_line_item_currency_code",
                                                        property::line_key};
    return properties;
}

}  // namespace app::sync
