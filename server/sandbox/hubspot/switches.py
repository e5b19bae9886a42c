"""Behaviour that the documentation leaves open, or that a test wants otherwise, as named switches.

Each may be changed at any time on a running simulator, here or by POST /sandbox/switches. The defaults
are the most believable reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _one_of(*choices: str) -> Any:
    """A switch with named positions; the first is the default."""
    return field(default=choices[0], metadata={"choices": choices})


@dataclass
class RecordSwitches:
    """Properties, single records and batches."""

    # Object types on which hasUniqueValue is accepted when a property is created.
    unique_property_types: set[str] = field(
        default_factory=lambda: {"contacts", "companies", "deals", "tickets", "invoices"})
    # Custom properties on products and line items need the scope "e-commerce"; otherwise the one for writing records does.
    product_properties_need_e_commerce: bool = True
    # Creating a property under the name of an archived one: revived with its old values, or refused with 409.
    archived_property_name: str = _one_of("revived", "conflict")

    # A JSON null as a property value clears it; otherwise it is refused.
    null_clears: bool = False
    # A date property refuses an epoch time that is not midnight UTC; otherwise its day is taken.
    date_needs_midnight: bool = True
    # Largest page of a list with propertiesWithHistory.
    history_page_max: int = 50
    # Contact e-mail addresses are stored in lower case; they are compared without case either way.
    email_stored_lower_case: bool = True
    # A contact cannot be created with a secondary address of another one.
    secondary_email_conflicts: bool = True
    # Every contact with a company's e-mail domain is associated with that company when it is created.
    contacts_join_companies_by_domain: bool = False

    # Two inputs for one record in a batch update or upsert: the batch is refused, or the last one wins.
    batch_duplicates: str = _one_of("refused", "last_wins")
    # Unknown ids in a batch archive are passed over; otherwise the batch is answered with 404.
    batch_archive_passes_unknown: bool = True
    # objectWriteTraceId is echoed on result records too, not only in the context of errors.
    trace_id_on_results: bool = True
    # So many inputs of each partial batch fail with a server error, the first ones; to test 207 handling.
    batch_inputs_failing: int = 0

    # A merge keeps the id of the primary record instead of giving the survivor a new one.
    merge_keeps_primary_id: bool = False
    # Every write to a record locks it this long; another one in that time is answered with 423. Real seconds.
    write_lock_seconds: float = 0.0


@dataclass
class SearchSwitches:
    """The index behind search and lists of members."""

    # Seconds, of the simulated or the real clock, until a write can be found by search (0: at once), and up to how
    # much longer it may take.
    search_lag_seconds: float = 5.0
    search_lag_jitter_seconds: float = 5.0
    # Filter groups of one search: the guide says 5, the schema 6.
    search_filter_groups_max: int = 5
    # Date filters accept ISO texts besides epoch milliseconds.
    search_takes_iso_dates: bool = True
    # `sorts` may be an array of texts ("-createdate") besides the objects of the guide.
    search_takes_text_sorts: bool = True


@dataclass
class CommerceSwitches:
    """Invoices, line items, payments and quotes."""

    # Which otherwise calculated fields a write may set on invoices that only track (hs_invoice_billable=false) …
    invoice_number_writable: bool = True
    invoice_amount_billed_writable: bool = True
    invoice_balance_due_writable: bool = True
    invoice_amount_paid_writable: bool = False
    # … and on billable ones.
    billable_number_writable: bool = False
    invoice_payment_date_writable: bool = True
    # A write may set the statuses paid and voided.
    invoice_paid_writable: bool = True
    invoice_voided_writable: bool = True
    # A status change on a tracking-only invoice without line items, or without a contact, is refused.
    tracking_status_needs_line_items: bool = True
    tracking_status_needs_contact: bool = False
    # The amounts of a tracking-only invoice are calculated from its lines and payments as on billable ones.
    tracking_totals_calculated: bool = False
    # Open billable invoices may be deleted, and may be changed (settings of the portal).
    open_invoices_deletable: bool = False
    open_invoices_editable: bool = True
    # The currency of an invoice can be changed after it has left draft.
    finalized_currency_writable: bool = True
    # Percent discounts, fees and taxes of the same kind apply one after the other, in hs_sort_order.
    adjustments_compound: bool = False

    # `discount` of a line item is an amount off each unit, or a percentage.
    line_discount: str = _one_of("per_unit", "percentage")
    # hs_tax_rate_group_id adds the tax of that rate to the line and to its invoice.
    line_tax_rate_counts: bool = False
    # A line item that gets a second parent: refused, moved to it, or deleted.
    line_second_parent: str = _one_of("refused", "moved", "deleted")
    # The amount of a deal follows the line items that are attached to it.
    deal_amount_follows_lines: bool = False

    # HubSpot payments or Stripe is set up; without it the payments API answers this status.
    payments_set_up: bool = True
    payments_not_set_up_status: int = 400
    # Payments count on tracking-only invoices too; a part of the amount may be paid; so may more than the amount.
    payments_settle_tracking_invoices: bool = False
    partial_payments: bool = True
    over_payments: bool = True

    # Which of the two systems quotes without a template type belong to, and whether publishing is checked.
    quotes_default_to_cpq: bool = False
    quote_publish_checked: bool = True
    quote_publish_needs_sender: bool = False
    # A published quote may go back to draft by API.
    quote_unpublish: bool = True


@dataclass
class AccessSwitches:
    """OAuth and limits."""

    # The name of the parameter for optional scopes on the authorize address.
    optional_scope_parameter: str = _one_of("both", "optional_scope", "optional_scopes")
    # A person's refusal is told to the redirect address; otherwise a page of HubSpot says so.
    denial_redirects: bool = True
    # code_challenge and code_verifier are checked; otherwise passed over.
    pkce_checked: bool = True
    revoke_status: int = 204
    revoke_ends_access_tokens: bool = False
    # What a refresh gives: the same token; a new one, the old good for 24 hours; a new one, the old refused;
    # or a new one, and the use of an old one ends every token of the family.
    refresh_rotation: str = _one_of("same", "grace", "strict", "reuse_kills")

    # Limits of ordinary calls per app, of searches per account, and per day (0: no daily limit, as for OAuth apps).
    rate_limits: bool = True
    calls_per_ten_seconds: int = 110
    searches_per_second: int = 5
    calls_per_day: int = 0
    # Refusals for a limit carry Retry-After (seconds), or a category.
    retry_after_on_429: bool = False
    category_on_429: bool = False
    # Access-Control-Allow-Origin: * on every answer.
    cors_headers: bool = False


@dataclass
class WebhookSwitches:
    """Deliveries to a webhook target. Shares are of 1 and drawn from the sandbox's seed."""

    # Changes of calculated properties are events too.
    webhook_calculated_changes: bool = True
    webhook_duplicate_share: float = 0.0
    webhook_reorder: bool = False
    webhook_timeout_seconds: float = 5.0
    webhook_retries_max: int = 10
    # The event's type is sent as `eventType` instead of `subscriptionType`.
    webhook_type_field: str = _one_of("subscriptionType", "eventType")


@dataclass
class Switches(RecordSwitches, SearchSwitches, CommerceSwitches, AccessSwitches, WebhookSwitches):
    """All switches of the simulated HubSpot."""

    def unique_allowed(self, plural: str) -> bool:
        return plural in self.unique_property_types
