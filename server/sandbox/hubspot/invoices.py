"""Invoices: the status machine, calculated totals, and the tracking-only kind (hs_invoice_billable=false)."""

from __future__ import annotations

from decimal import Decimal

from .document_totals import document_total
from .errors import ApiError, PropertyProblem, invalid_properties, validation
from .payments import received_amount
from .property_definitions.definition import Definition
from .records import Record
from .rules import TypeRules
from .times import wire_time

_ALLOWED_NEXT = {"draft": {"open"}, "open": {"paid", "voided"}, "paid": set(), "voided": set()}
_FIRST_NUMBER = 1001
_ZERO = Decimal("0.00")


def is_billable(values: dict[str, str]) -> bool:
    return values.get("hs_invoice_billable", "true") != "false"


class InvoiceRules(TypeRules):
    """Billable invoices are checked and calculated; tracking-only ones take what is written."""

    _next_number = _FIRST_NUMBER

    def refuses(self, definition: Definition, changes: dict[str, str], record: Record | None) -> bool:
        values = {**(record.properties if record else {}), **changes}
        switched = self._switched(is_billable(values)).get(definition.name)
        return definition.read_only if switched is None else not switched

    def shown_read_only(self, definition: Definition) -> bool:
        """As for tracking-only invoices, which may be written more freely."""
        switched = self._switched(billable=False).get(definition.name)
        return definition.read_only if switched is None else not switched

    def shown_calculated(self, definition: Definition) -> bool:
        if definition.name in self._switched(billable=False):
            return self.shown_read_only(definition)
        return definition.calculated

    def before_create(self, changes: dict[str, str]) -> None:
        now = wire_time(self.crm.now())
        changes.setdefault("hs_invoice_billable", "true")
        changes.setdefault("hs_invoice_status", "draft")
        changes.setdefault("hs_invoice_date", now)
        changes.setdefault("hs_due_date", now)
        changes["hs_invoice_source"] = "hubspot"
        self._refuse_unwritable(changes)
        if is_billable(changes) and not changes.get("hs_number"):
            changes["hs_number"] = f"INV-{self._next_number}"
            self._next_number += 1

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        held = record.properties
        billable = held["hs_invoice_billable"]
        if changes.get("hs_invoice_billable", billable) != billable:
            raise self._problem("hs_invoice_billable", "INVALID_VALUE",
                                "hs_invoice_billable can only be set when the invoice is created")
        before = held["hs_invoice_status"]
        after = changes.get("hs_invoice_status", before)
        if after != before:
            self._refuse_unwritable(changes)
            self._check_change(record, before, after)
        if before != "draft" and is_billable(held):
            self._check_finalized(record, changes)

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if is_billable(record.properties) and created and record.properties["hs_invoice_status"] != "draft":
            self._check_change(record, "draft", record.properties["hs_invoice_status"])
        if created or "hs_invoice_status" in changes:
            self._give_links(record)
            self.recalculate(record)

    def after_link(self, record: Record, other_plural: str, other: Record) -> None:
        linked = other.id in self.crm.graph.targets("invoices", record.id, other_plural)
        if other_plural == "contacts" and linked:
            self.crm.set_values("invoices", record, {
                f"hs_invoice_latest_contact_{part}": other.properties.get(part, "")
                for part in ("email", "firstname", "lastname")})
        elif other_plural == "companies" and linked:
            self.crm.set_values("invoices", record,
                                {"hs_invoice_latest_company_name": other.properties.get("name", "")})
        elif other_plural in ("line_items", "taxes", "discounts", "fees", "commerce_payments"):
            self.recalculate(record)

    def before_archive(self, record: Record) -> None:
        status = record.properties["hs_invoice_status"]
        deletable = status == "draft" or (status == "open" and self.crm.switches.open_invoices_deletable)
        if is_billable(record.properties) and not deletable:
            raise validation(f"Invoice {record.id} is {status} and cannot be deleted; only draft invoices can. "
                             "Void it instead.")

    def recalculate(self, record: Record) -> None:
        """Totals: lines, then discounts, fees and taxes, less what was paid. Tracking-only ones as switched."""
        if record.archived:
            return
        held, switches = record.properties, self.crm.switches
        calculated = is_billable(held) or switches.tracking_totals_calculated
        if not calculated and not (switches.payments_settle_tracking_invoices and self._payments(record)):
            return
        billed = document_total(self.crm, "invoices", record) if calculated else Decimal(held.get("hs_amount_billed") or "0")
        paid = sum((received_amount(payment) for payment in self._payments(record)), _ZERO)
        status = held["hs_invoice_status"]
        if status == "paid":
            paid = max(paid, billed)
        elif status == "open" and paid and paid >= billed:
            status = "paid"
            self.crm.set_values("invoices", record, {"hs_payment_date": wire_time(self.crm.now())})
        values = {"hs_amount_billed": str(billed), "hs_amount_paid": str(paid), "hs_invoice_status": status,
                  "hs_balance_due": str(max(billed - paid, _ZERO))}
        if held.get("hs_currency") == self.crm.account.company_currency:
            values["hs_amount_billed_in_company_currency"] = values["hs_amount_billed"]
        self.crm.set_values("invoices", record, values)

    def counts_payments(self, record: Record) -> bool:
        """Whether payments change what is due on this invoice."""
        return is_billable(record.properties) or self.crm.switches.payments_settle_tracking_invoices

    def _payments(self, record: Record) -> list[Record]:
        return self.crm.linked("invoices", record, "commerce_payments") if self.counts_payments(record) else []

    def _switched(self, billable: bool) -> dict[str, bool]:
        """Properties whose writability is not documented, and whether they can be written."""
        switches = self.crm.switches
        own = {"hs_payment_date": switches.invoice_payment_date_writable}
        if billable:
            return {**own, "hs_number": switches.billable_number_writable, "hs_amount_billed": False,
                    "hs_balance_due": False, "hs_amount_paid": False}
        return {**own, "hs_number": switches.invoice_number_writable,
                "hs_amount_billed": switches.invoice_amount_billed_writable,
                "hs_balance_due": switches.invoice_balance_due_writable,
                "hs_amount_paid": switches.invoice_amount_paid_writable}

    def _check_finalized(self, record: Record, changes: dict[str, str]) -> None:
        """What may change on a billable invoice that is no longer a draft."""
        different = [name for name, value in changes.items() if record.properties.get(name, "") != value]
        if "hs_currency" in different and not self.crm.switches.finalized_currency_writable:
            raise self._problem("hs_currency", "INVALID_VALUE", "The currency of a finalized invoice cannot be changed")
        others = [name for name in different if name not in ("hs_invoice_status", "hs_payment_date", "hubspot_owner_id")]
        if others and not self.crm.switches.open_invoices_editable:
            raise validation(f"Invoice {record.id} is finalized; {', '.join(others)} cannot be changed.")

    def _check_change(self, record: Record, before: str, after: str) -> None:
        lines = self.crm.linked("invoices", record, "line_items")
        contacts = self.crm.linked("invoices", record, "contacts")
        if not is_billable(record.properties):
            self._check_tracking(record, after, bool(lines), bool(contacts))
            return
        if after not in _ALLOWED_NEXT[before]:
            raise self._problem("hs_invoice_status", "INVALID_VALUE",
                                f"An invoice cannot go from {before} to {after}")
        if not lines:
            raise validation(f"Invoice {record.id} needs at least one line item (INVOICE_TO_LINE_ITEM) before it can "
                             f"change to {after}.")
        if len(contacts) != 1:
            raise validation(f"Invoice {record.id} needs exactly one contact (INVOICE_TO_CONTACT) before it can "
                             f"change to {after}.")

    def _check_tracking(self, record: Record, after: str, has_lines: bool, has_contact: bool) -> None:
        switches = self.crm.switches
        for needed, there, name in ((switches.tracking_status_needs_line_items, has_lines, "INVOICE_TO_LINE_ITEM"),
                                    (switches.tracking_status_needs_contact, has_contact, "INVOICE_TO_CONTACT")):
            if needed and not there:
                raise validation(f"Invoice {record.id} cannot change to {after}: it has no association of type {name}.")

    def _refuse_unwritable(self, changes: dict[str, str]) -> None:
        switches = self.crm.switches
        status = changes.get("hs_invoice_status")
        if (status == "paid" and not switches.invoice_paid_writable) \
                or (status == "voided" and not switches.invoice_voided_writable):
            raise self._problem("hs_invoice_status", "INVALID_VALUE", f"The status {status} is set by HubSpot itself")

    def _give_links(self, record: Record) -> None:
        """A finalized billable invoice has a page for the buyer and a document."""
        if is_billable(record.properties) and record.properties["hs_invoice_status"] != "draft":
            link = f"https://app.hubspot.com/invoices/{self.crm.portal_id}/{record.number:x}"
            self.crm.set_values("invoices", record, {"hs_invoice_link": link, "hs_pdf_download_link": f"{link}.pdf"})

    def _problem(self, name: str, code: str, message: str) -> ApiError:
        return invalid_properties([PropertyProblem(name, code, message)], self.crm.portal_id)
