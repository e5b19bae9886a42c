#include <array>
#include <utility>

#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/decode_parts.h"

namespace app::clients::quickbooks {
namespace {

// QuickBooks nests one level; more would be an answer we do not understand.
constexpr int group_depth_max = 2;

LineType line_type(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, LineType>, 5> types = {{
        {"SalesItemLineDetail", LineType::sales_item},
        {"GroupLineDetail", LineType::group},
        {"DescriptionOnly", LineType::description},
        {"DiscountLineDetail", LineType::discount},
        {"SubTotalLineDetail", LineType::subtotal},
    }};
    for (const auto& [known, type] : types) {
        if (known == name) return type;
    }
    return LineType::other;
}

// The member that holds what is special to the type.
std::string_view detail_member(LineType type)
{
    switch (type) {
    case LineType::sales_item: return "SalesItemLineDetail";
    case LineType::group: return "GroupLineDetail";
    case LineType::description: return "DescriptionLineDetail";
    case LineType::discount: return "DiscountLineDetail";
    case LineType::subtotal: return "SubTotalLineDetail";
    case LineType::other: return {};
    }
    return {};
}

Result<std::vector<InvoiceLine>> decode_lines(const Json& json, int depth);

Result<void> decode_detail(const Json& detail, int depth, InvoiceLine& line)
{
    const bool is_group = line.type == LineType::group;
    line.item = TRY(optional_reference(detail, is_group ? "GroupItemRef" : "ItemRef"));
    line.unit_price = TRY(detail.optional_decimal("UnitPrice"));
    line.quantity = TRY(detail.optional_decimal(is_group ? "Quantity" : "Qty"));
    line.tax_code = TRY(text_inside(detail, "TaxCodeRef", "value"));
    line.service_date = TRY(optional_date(detail, "ServiceDate"));
    if (TRY(boolean_or(detail, "PercentBased", false))) {
        line.discount_percent = TRY(detail.optional_decimal("DiscountPercent"));
    }
    if (is_group && depth < group_depth_max) line.children = TRY(decode_lines(detail, depth + 1));
    return {};
}

Result<InvoiceLine> decode_line(const Json& json, int depth)
{
    InvoiceLine line{
        .id = TRY(text_or_empty(json, "Id")),
        .type_name = TRY(text_or_empty(json, "DetailType")),
        .description = TRY(text_or_empty(json, "Description")),
        .amount = TRY(json.optional_decimal("Amount")),
    };
    line.type = line_type(line.type_name);
    if (const auto number = TRY(json.optional_decimal("LineNum")))
        line.line_number = TRY(number->units_at(0));
    if (const auto detail = TRY(json.optional_object(detail_member(line.type)))) {
        TRY(decode_detail(*detail, depth, line));
    }
    return line;
}

Result<std::vector<InvoiceLine>> decode_lines(const Json& json, int depth)
{
    std::vector<InvoiceLine> lines;
    for (const Json& line : TRY(json.array_or_empty("Line"))) lines.push_back(TRY(decode_line(line, depth)));
    return lines;
}

Result<TaxLine> decode_tax_line(const Json& json)
{
    TaxLine line{.amount = TRY(decimal_or_zero(json, "Amount"))};
    if (const auto detail = TRY(json.optional_object("TaxLineDetail"))) {
        line.rate_id = TRY(text_inside(*detail, "TaxRateRef", "value"));
        line.percent = TRY(detail->optional_decimal("TaxPercent"));
        line.net_amount_taxable = TRY(detail->optional_decimal("NetAmountTaxable"));
    }
    return line;
}

Result<void> decode_tax(const Json& json, SalesForm& form)
{
    const auto detail = TRY(json.optional_object("TxnTaxDetail"));
    if (!detail) return {};
    form.total_tax = TRY(decimal_or_zero(*detail, "TotalTax"));
    for (const Json& line : TRY(detail->array_or_empty("TaxLine"))) {
        form.tax_lines.push_back(TRY(decode_tax_line(line)));
    }
    return {};
}

Result<void> decode_form(const Json& json, SalesForm& form)
{
    form.id = QuickBooksId(TRY(json.text("Id")));
    form.document_number = TRY(text_or_empty(json, "DocNumber"));
    form.transaction_date = TRY(Date::parse(TRY(json.text("TxnDate"))));
    form.customer = TRY(reference(json, "CustomerRef"));
    form.currency = TRY(text_inside(json, "CurrencyRef", "value"));
    form.exchange_rate = TRY(json.optional_decimal("ExchangeRate"));
    form.lines = TRY(decode_lines(json, 1));
    TRY(decode_tax(json, form));
    form.total = TRY(decimal_or_zero(json, "TotalAmt"));
    form.balance = TRY(decimal_or_zero(json, "Balance"));
    form.private_note = TRY(text_or_empty(json, "PrivateNote"));
    form.customer_memo = TRY(text_inside(json, "CustomerMemo", "value"));
    form.billing_email = TRY(text_inside(json, "BillEmail", "Address"));
    form.billing_address = TRY(optional_address(json, "BillAddr"));
    form.shipping_address = TRY(optional_address(json, "ShipAddr"));
    form.linked = TRY(linked_transactions(json));
    return {};
}

// `DeliveryInfo` without a time only says that an e-mail is queued.
Result<std::optional<Timestamp>> decode_delivered_at(const Json& json)
{
    const std::string text = TRY(text_inside(json, "DeliveryInfo", "DeliveryTime"));
    if (text.empty()) return std::optional<Timestamp>();
    return TRY(parse_timestamp(text));
}

Result<Invoice> invoice_from(const Json& json)
{
    Invoice invoice;
    TRY(decode_form(json, invoice));
    invoice.due_date = TRY(optional_date(json, "DueDate"));
    invoice.term = TRY(optional_reference(json, "SalesTermRef"));
    invoice.email_status = TRY(text_or_empty(json, "EmailStatus"));
    invoice.print_status = TRY(text_or_empty(json, "PrintStatus"));
    invoice.delivered_at = TRY(decode_delivered_at(json));
    invoice.payment_link = TRY(text_or_empty(json, "InvoiceLink"));
    invoice.deposit = TRY(decimal_or_zero(json, "Deposit"));
    return invoice;
}

Result<CreditMemo> credit_memo_from(const Json& json)
{
    CreditMemo memo;
    TRY(decode_form(json, memo));
    memo.remaining_credit = TRY(decimal_or_zero(json, "RemainingCredit"));
    return memo;
}

Result<Payment> payment_from(const Json& json)
{
    Payment payment{
        .id = QuickBooksId(TRY(json.text("Id"))),
        .transaction_date = TRY(Date::parse(TRY(json.text("TxnDate")))),
        .customer = TRY(reference(json, "CustomerRef")),
        .currency = TRY(text_inside(json, "CurrencyRef", "value")),
        .total = TRY(decimal_or_zero(json, "TotalAmt")),
        .unapplied = TRY(decimal_or_zero(json, "UnappliedAmt")),
        .reference_number = TRY(text_or_empty(json, "PaymentRefNum")),
        .method = TRY(optional_reference(json, "PaymentMethodRef")),
        .private_note = TRY(text_or_empty(json, "PrivateNote")),
    };
    for (const Json& line : TRY(json.array_or_empty("Line"))) {
        payment.lines.push_back(
            {.amount = TRY(decimal_or_zero(line, "Amount")), .linked = TRY(linked_transactions(line))});
    }
    return payment;
}

template <class T>
Result<T> named(Result<T> decoded, const Json& json, std::string_view kind)
{
    if (decoded) return decoded;
    const std::string id = json.text("Id").value_or("without id");
    return std::unexpected(with_context(std::move(decoded).error(), std::string(kind) + " " + id));
}

}  // namespace

Result<Invoice> decode_invoice(const Json& json)
{
    return named(invoice_from(json), json, "invoice");
}

Result<CreditMemo> decode_credit_memo(const Json& json)
{
    return named(credit_memo_from(json), json, "credit memo");
}

Result<Payment> decode_payment(const Json& json)
{
    return named(payment_from(json), json, "payment");
}

}  // namespace app::clients::quickbooks
