"""Invoices: the status machine, calculated totals, and the tracking-only kind (hs_invoice_billable=false)."""

from __future__ import annotations

from decimal import Decimal

from .errors import ApiError, PropertyProblem, invalid_properties, validation
from .line_items import cents
from .property_definitions.definition import Definition
from .records import Record
from .rules import TypeRules
from .times import wire_time

_ALLOWED_NEXT = {"draft": {"open"}, "open": {"paid", "voided"}, "paid": set(), "voided": set()}
_FIRST_NUMBER = 1001


def is_billable(values: dict[str, str]) -> bool:
    return values.get("hs_invoice_billable", "true") != "false"


class InvoiceRules(TypeRules):
    """Billable invoices are checked and calculated; tracking-only ones take what is written."""

    _next_number = _FIRST_NUMBER

    def refuses(self, definition: Definition, changes: dict[str, str], record: Record | None) -> bool:
        values = {**(record.properties if record else {}), **changes}
        if definition.name in self._switched() and is_billable(values):
            return True
        return self.shown_read_only(definition)

    def shown_read_only(self, definition: Definition) -> bool:
        return definition.read_only or not self._switched().get(definition.name, True)

    def shown_calculated(self, definition: Definition) -> bool:
        if definition.name in self._switched():
            return self.shown_read_only(definition)
        return definition.calculated

    def before_create(self, changes: dict[str, str]) -> None:
        now = wire_time(self.crm.now())
        changes.setdefault("hs_invoice_billable", "true")
        changes.setdefault("hs_invoice_status", "draft")
        changes.setdefault("hs_invoice_date", now)
        changes.setdefault("hs_due_date", now)
        changes["hs_invoice_source"] = "hubspot"
        self._refuse_paid(changes)
        if is_billable(changes):
            changes["hs_number"] = f"INV-{self._next_number}"
            self._next_number += 1

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        billable = record.properties["hs_invoice_billable"]
        if changes.get("hs_invoice_billable", billable) != billable:
            raise self._problem("hs_invoice_billable", "INVALID_VALUE",
                                "hs_invoice_billable can only be set when the invoice is created")
        before = record.properties["hs_invoice_status"]
        after = changes.get("hs_invoice_status", before)
        if after != before:
            self._refuse_paid(changes)
            self._check_change(record, before, after)

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if not is_billable(record.properties):
            return
        if created and record.properties["hs_invoice_status"] != "draft":
            self._check_change(record, "draft", record.properties["hs_invoice_status"])
        if created or "hs_invoice_status" in changes:
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
        elif other_plural in ("line_items", "taxes", "discounts", "commerce_payments"):
            self.recalculate(record)

    def before_archive(self, record: Record) -> None:
        status = record.properties["hs_invoice_status"]
        deletable = status == "draft" or (status == "open" and self.crm.switches.open_invoices_deletable)
        if is_billable(record.properties) and not deletable:
            raise validation(f"Invoice {record.id} is {status} and cannot be deleted; only draft invoices can. "
                             "Void it instead.")

    def recalculate(self, record: Record) -> None:
        """Totals of a billable invoice: lines, then discounts, then taxes, less what was paid."""
        if record.archived or not is_billable(record.properties):
            return
        billed = self._total(record)
        paid = self._paid(record)
        status = record.properties["hs_invoice_status"]
        if status == "paid":
            paid = max(paid, billed)
        elif status == "open" and paid and paid >= billed:
            status = "paid"
        values = {"hs_amount_billed": str(billed), "hs_amount_paid": str(paid), "hs_invoice_status": status,
                  "hs_balance_due": str(max(billed - paid, Decimal("0.00")))}
        if record.properties.get("hs_currency") == self.crm.account.company_currency:
            values["hs_amount_billed_in_company_currency"] = values["hs_amount_billed"]
        self.crm.set_values("invoices", record, values)

    def _switched(self) -> dict[str, bool]:
        switches = self.crm.switches
        return {"hs_number": switches.invoice_number_writable,
                "hs_amount_billed": switches.invoice_amount_billed_writable,
                "hs_balance_due": switches.invoice_balance_due_writable}

    def _check_change(self, record: Record, before: str, after: str) -> None:
        lines = self.crm.graph.targets("invoices", record.id, "line_items")
        if not is_billable(record.properties):
            if self.crm.switches.tracking_status_needs_line_items and not lines:
                raise validation(f"Invoice {record.id} cannot change to {after}: it has no association of type "
                                 "INVOICE_TO_LINE_ITEM.")
            return
        if after not in _ALLOWED_NEXT[before]:
            raise self._problem("hs_invoice_status", "INVALID_VALUE",
                                f"An invoice cannot go from {before} to {after}")
        contacts = self.crm.graph.targets("invoices", record.id, "contacts")
        if not lines:
            raise validation(f"Invoice {record.id} needs at least one line item (INVOICE_TO_LINE_ITEM) before it can "
                             f"change to {after}.")
        if len(contacts) != 1:
            raise validation(f"Invoice {record.id} needs exactly one contact (INVOICE_TO_CONTACT) before it can "
                             f"change to {after}.")

    def _refuse_paid(self, changes: dict[str, str]) -> None:
        if changes.get("hs_invoice_status") == "paid" and not self.crm.switches.invoice_paid_writable:
            raise self._problem("hs_invoice_status", "INVALID_VALUE",
                                "The status paid is set by HubSpot when the invoice is paid")

    def _problem(self, name: str, code: str, message: str) -> ApiError:
        return invalid_properties([PropertyProblem(name, code, message)], self.crm.portal_id)

    def _total(self, record: Record) -> Decimal:
        total = sum((Decimal(line.properties["amount"]) for line in self.crm.linked("invoices", record, "line_items")),
                    Decimal("0.00"))
        total -= self._adjustment(record, "discounts", total)
        return cents(total + self._adjustment(record, "taxes", total))

    def _adjustment(self, record: Record, plural: str, base: Decimal) -> Decimal:
        amount = Decimal("0.00")
        for other in self.crm.linked("invoices", record, plural):
            value = Decimal(other.properties.get("hs_value") or "0")
            amount += cents(base * value / 100) if other.properties.get("hs_type") == "PERCENT" else value
        return amount

    def _paid(self, record: Record) -> Decimal:
        return cents(sum((Decimal(payment.properties["hs_initial_amount"])
                          - Decimal(payment.properties.get("hs_refunds_amount") or "0")
                          for payment in self.crm.linked("invoices", record, "commerce_payments")
                          if payment.properties.get("hs_latest_status") == "succeeded"), Decimal("0.00")))
