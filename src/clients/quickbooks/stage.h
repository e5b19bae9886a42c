#pragma once

#include "clients/quickbooks/types.h"

namespace app::clients::quickbooks {

// What an invoice says about its stage. QuickBooks has no status field, and being overdue depends on
// the company's day, so these are the facts that do not change with time.
struct InvoiceFacts {
    bool voided = false;          // total, balance and all lines 0, and the note begins with "Voided"
    bool paid = false;            // total above 0 and nothing left
    bool partially_paid = false;  // something left, but less than the total; a deposit counts too
    bool emailed = false;         // sent, not only queued
    bool to_be_sent = false;
    bool printed = false;
};

[[nodiscard]] InvoiceFacts invoice_facts(const Invoice& invoice);

// Something is left to pay and the due date lies before `today` (the company's day).
[[nodiscard]] bool is_overdue(const Invoice& invoice, Date today);

// Total 0, no lines left and the note begins with "Voided". A payment that only applies credits has
// total 0 too, but keeps its lines.
[[nodiscard]] bool is_voided(const Payment& payment);

}  // namespace app::clients::quickbooks
