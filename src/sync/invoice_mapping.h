#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "clients/quickbooks/types.h"
#include "sync/object.h"

namespace app::sync {

// Which of the invoice fields HubSpot computes itself on some accounts may be written here; found
// out when connecting (HubSpot does not document it for tracking-only invoices).
struct WritableInvoiceFields {
    bool number = true;         // hs_number
    bool amount_billed = true;  // hs_amount_billed
    bool balance_due = true;    // hs_balance_due
    bool status = true;         // hs_invoice_status beyond draft
    bool operator==(const WritableInvoiceFields&) const = default;
};

// What the HubSpot invoice of a QuickBooks invoice should hold, without the status, which HubSpot
// takes only after the lines are there. Tracking-only (hs_invoice_billable=false), which HubSpot
// names for what is billed elsewhere. `today` is the company's day; it decides overdue.
[[nodiscard]] Fields invoice_fields(const clients::quickbooks::Invoice& invoice, const std::string& key,
                                    Date today, WritableInvoiceFields writable);

// hs_invoice_status: "open", "paid" or "voided".
[[nodiscard]] std::string invoice_status(const clients::quickbooks::Invoice& invoice);

// The stage in words: "Overdue".
[[nodiscard]] std::string invoice_stage_words(const clients::quickbooks::Invoice& invoice, Date today);

// One HubSpot line item for a line of an invoice.
struct WantedLine {
    std::string line_id;
    std::string item_id;  // QuickBooks item, possibly empty
    std::string title;
    Fields fields;
};

// The lines that have a counterpart in HubSpot: sold items, and the children of bundles. Discount
// and subtotal lines have none (HubSpot takes no negative price); the amounts on the invoice itself
// are exact. Line ids of children are prefixed with their group's.
[[nodiscard]] std::vector<WantedLine> wanted_lines(const clients::quickbooks::Invoice& invoice);

[[nodiscard]] const std::vector<std::string>& invoice_properties();
[[nodiscard]] const std::vector<std::string>& line_item_properties();

}  // namespace app::sync
