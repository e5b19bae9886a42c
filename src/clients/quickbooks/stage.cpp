#include "clients/quickbooks/stage.h"

#include <algorithm>

namespace app::clients::quickbooks {
namespace {

bool begins_with_voided(const std::string& note)
{
    return note.starts_with("Voided");
}

bool is_zero_line(const InvoiceLine& line)
{
    return !line.amount || line.amount->is_zero();
}

}  // namespace

InvoiceFacts invoice_facts(const Invoice& invoice)
{
    const Decimal nothing;
    const bool zeroed = invoice.total.is_zero() && invoice.balance.is_zero();
    return {
        .voided = zeroed && begins_with_voided(invoice.private_note) &&
                  std::ranges::all_of(invoice.lines, is_zero_line),
        .paid = invoice.balance.is_zero() && invoice.total > nothing,
        .partially_paid = invoice.balance > nothing && invoice.balance < invoice.total,
        .emailed = invoice.email_status == "EmailSent" || invoice.delivered_at.has_value(),
        .to_be_sent = invoice.email_status == "NeedToSend",
        .printed = invoice.print_status == "PrintComplete",
    };
}

bool is_overdue(const Invoice& invoice, Date today)
{
    return invoice.balance > Decimal() && invoice.due_date && *invoice.due_date < today;
}

bool is_voided(const Payment& payment)
{
    return payment.total.is_zero() && payment.lines.empty() && begins_with_voided(payment.private_note);
}

}  // namespace app::clients::quickbooks
