#include "features/invoices/detail.h"

#include "clients/hubspot/types.h"
#include "features/raw_fields.h"

namespace app::features {
namespace {

constexpr std::int64_t timeline_max = 100;

InvoiceRowView::Mirror mirror_of(store::SyncState state)
{
    switch (state) {
    case store::SyncState::in_sync: return InvoiceRowView::Mirror::in_hubspot;
    case store::SyncState::waiting: return InvoiceRowView::Mirror::waiting;
    case store::SyncState::failing: return InvoiceRowView::Mirror::failing;
    case store::SyncState::excluded:
    case store::SyncState::not_linked: return InvoiceRowView::Mirror::excluded;
    }
    return InvoiceRowView::Mirror::waiting;
}

std::string text_of(const std::optional<Decimal>& number)
{
    return number ? number->to_text() : std::string();
}

InvoiceDetailView::Line line_view(const store::InvoiceLineRow& line, const std::string& currency)
{
    return {.kind = std::string(store::word_of(line.kind)),
            .item = line.item_name,
            .description = line.description,
            .quantity = text_of(line.quantity),
            .unit_price = text_of(line.unit_price),
            .amount = {line.amount_e4, currency},
            .service_date = line.service_date,
            .tax_code = line.tax_code};
}

Result<std::vector<InvoiceDetailView::Event>> timeline(sync::Ledger& ledger, const store::InvoiceRow& invoice)
{
    store::ActivityFilter filter;
    filter.record = store::RecordKey{.object = store::ObjectType::invoices,
                                     .connection = invoice.connection,
                                     .id = invoice.id};
    std::vector<InvoiceDetailView::Event> events;
    for (const store::ActivityRow& row : TRY(ledger.activity.list(filter, std::nullopt, timeline_max))) {
        events.push_back({.at = row.at, .text = row.summary, .cause = row.cause});
    }
    return events;
}

std::vector<InvoiceDetailView::Field> fields_of(std::string_view json)
{
    std::vector<InvoiceDetailView::Field> fields;
    for (RawField& field : raw_fields(json))
        fields.push_back({std::move(field.name), std::move(field.value)});
    return fields;
}

Result<void> add_both_sides(sync::Ledger& ledger, const Company& company, const store::InvoiceListRow& row,
                            InvoiceDetailView& view)
{
    const store::InvoiceRow& invoice = row.invoice;
    if (const auto mirrored = TRY(ledger.mirror.find(invoice.connection, "Invoice", invoice.id.value))) {
        view.quickbooks_fields = fields_of(mirrored->payload);
    }
    view.quickbooks_url = quickbooks_url(company, "invoice", invoice.id.value);
    if (!row.hubspot_id || !company.pair) return {};
    if (const auto copy = TRY(ledger.mirror.find(company.pair->hubspot, "invoices", row.hubspot_id->value))) {
        view.hubspot_fields = fields_of(copy->payload);
    }
    view.hubspot_url =
        hubspot_url(company, std::string(clients::hubspot::type_id(clients::hubspot::ObjectType::invoice)),
                    row.hubspot_id->value);
    return {};
}

}  // namespace

InvoiceRowView invoice_row_view(std::int64_t row_id, const store::InvoiceListRow& row)
{
    const store::InvoiceRow& invoice = row.invoice;
    return {.row_id = row_id,
            .number = invoice.number.empty() ? "(no number)" : invoice.number,
            .customer = invoice.customer_name,
            .txn_date = invoice.txn_date,
            .due_date = invoice.due_date,
            .total = {invoice.total_e4, invoice.currency},
            .balance = {invoice.balance_e4, invoice.currency},
            .stage = static_cast<InvoiceStage>(row.stage),
            .mirror = mirror_of(row.state)};
}

Result<InvoiceDetailView> invoice_detail(sync::Ledger& ledger, const Company& company, std::int64_t row_id,
                                         const store::InvoiceListRow& row)
{
    const store::InvoiceRow& invoice = row.invoice;
    InvoiceDetailView view;
    view.row = invoice_row_view(row_id, row);
    view.memo = invoice.memo;
    view.private_note = invoice.private_note;
    view.tax = {invoice.tax_e4, invoice.currency};
    view.problem = row.problem;
    for (const store::InvoiceLineRow& line : TRY(ledger.invoices.lines(invoice.connection, invoice.id))) {
        view.lines.push_back(line_view(line, invoice.currency));
    }
    for (const store::InvoicePaymentRow& payment :
         TRY(ledger.invoices.payments_of(invoice.connection, invoice.id))) {
        view.payments.push_back({.date = payment.txn_date,
                                 .kind = payment.kind == store::PaymentKind::payment ? "Payment" : "Credit",
                                 .reference = payment.reference,
                                 .amount = {payment.amount_e4, payment.currency}});
    }
    view.timeline = TRY(timeline(ledger, invoice));
    TRY(add_both_sides(ledger, company, row, view));
    return view;
}

}  // namespace app::features
