"""Behaviour that the documentation leaves open, or that a test wants otherwise, as named switches."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Switches:
    """Each may be changed at any time on a running simulator; the defaults are the most believable reading."""

    # Object types on which hasUniqueValue is accepted when a property is created.
    unique_property_types: set[str] = field(
        default_factory=lambda: {"contacts", "companies", "deals", "tickets", "invoices"})

    # Invoices (hs_invoice_billable=false): which otherwise calculated fields a write may set.
    invoice_number_writable: bool = True
    invoice_amount_billed_writable: bool = True
    invoice_balance_due_writable: bool = True
    invoice_paid_writable: bool = True
    # A status change on a tracking-only invoice without line items is refused (INVOICE_TO_LINE_ITEM).
    tracking_status_needs_line_items: bool = True
    # Open billable invoices may be deleted (a setting of the portal).
    open_invoices_deletable: bool = False

    # Custom properties on products and line items need the scope "e-commerce"; no schema scope is listed for them.
    payments_set_up: bool = True

    # A JSON null as a property value clears it; otherwise it is refused.
    null_clears: bool = False

    # Seconds, of the simulated or the real clock, until a write can be found by search.
    search_lag_seconds: float = 2.0

    # Limits of reference section 4.
    rate_limits: bool = True
    calls_per_ten_seconds: int = 110
    searches_per_second: int = 5

    def unique_allowed(self, plural: str) -> bool:
        return plural in self.unique_property_types
