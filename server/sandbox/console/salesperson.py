"""What people do in HubSpot itself: the console and the control address act through this."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from server.sandbox.console.bookkeeper import UnknownRecord
from server.sandbox.hubspot import HubSpotSimulator
from server.sandbox.hubspot.errors import validation
from server.sandbox.hubspot.records import Record

actions = ("archive", "restore", "merge", "publish", "accept", "pay", "open", "void", "refund", "win", "lose")
_settled = ("succeeded", "partially_refunded")


class Salesperson:
    """Acts on one account. Raises ApiError for what HubSpot refuses."""

    def __init__(self, hubspot: HubSpotSimulator, now: datetime) -> None:
        self._hubspot = hubspot
        self._now = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def record(self, name: str, identifier: str) -> Record:
        try:
            record = self._hubspot.objects(name).get(identifier)
        except KeyError:
            record = None
        if record is None:
            raise UnknownRecord(f"there is no record {identifier} among the {name}")
        return record

    def create(self, name: str, properties: dict[str, Any]) -> str:
        """A new record made by a user; its id."""
        return self._hubspot.create(name, properties)

    def change(self, name: str, identifier: str, properties: dict[str, Any]) -> None:
        self.record(name, identifier)
        self._hubspot.edit(name, identifier, properties)

    def link(self, name: str, identifier: str, other: str, other_id: str) -> None:
        self.record(name, identifier)
        if self.record(other, other_id).archived:
            raise UnknownRecord(f"record {other_id} among the {other} is archived")
        self._hubspot.associate(name, identifier, other, other_id)

    def act(self, name: str, identifier: str, action: str, value: str = "") -> str:
        """One of `actions`; the id of the record to look at afterwards. `value` is an amount, or the record to merge."""
        record = self.record(name, identifier)
        if action == "archive":
            self._hubspot.delete(name, identifier)
        elif action == "restore":
            self._hubspot.restore(name, identifier)
        elif action == "merge":
            self.record(name, value)
            return self._hubspot.merge(name, identifier, value)
        elif name == "quotes" and action in ("publish", "accept", "pay"):
            self._act_on_quote(identifier, action)
        elif name == "invoices" and action in ("open", "void"):
            self._hubspot.edit(name, identifier, {"hs_invoice_status": "open" if action == "open" else "voided"})
        elif name == "invoices" and action == "pay":
            return self._pay_invoice(record, value)
        elif name == "commerce_payments" and action in ("accept", "refund"):
            self._settle(record, action, value)
        elif name == "deals" and action in ("win", "lose"):
            self._hubspot.edit(name, identifier, {"dealstage": "closedwon" if action == "win" else "closedlost"})
        else:
            raise UnknownRecord(f"there is no action {action!r} for {name}; there are {', '.join(actions)}")
        return identifier

    def _act_on_quote(self, identifier: str, action: str) -> None:
        if action == "publish":
            self._hubspot.edit("quotes", identifier, {"hs_status": "APPROVAL_NOT_NEEDED"})
        else:
            self._hubspot.act_as_buyer(identifier, action)

    def _pay_invoice(self, invoice: Record, value: str) -> str:
        """Money that arrived for an invoice: a payment of its own, associated with it."""
        amount = _amount(value or invoice.properties.get("hs_balance_due", "") or "0")
        properties = {"hs_initial_amount": str(amount), "hs_initiated_date": self._now, "hs_latest_status": "succeeded",
                      "hs_payment_method_type": "card", "hs_currency_code": invoice.properties.get("hs_currency", "")}
        payment = self.create("commerce_payments", {name: value for name, value in properties.items() if value})
        self._hubspot.associate("commerce_payments", payment, "invoices", invoice.id)
        for contact in self._hubspot.crm.linked("invoices", invoice, "contacts"):
            self._hubspot.associate("commerce_payments", payment, "contacts", contact.id)
        return invoice.id

    def _settle(self, payment: Record, action: str, value: str) -> None:
        """A payment succeeds, or some or all of it goes back."""
        if action == "accept":
            self._hubspot.edit("commerce_payments", payment.id, {"hs_latest_status": "succeeded"})
            return
        if payment.properties.get("hs_latest_status") not in _settled:
            raise validation("Only a payment that succeeded can be refunded.")
        total = _amount(payment.properties["hs_initial_amount"])
        before = _amount(payment.properties.get("hs_refunds_amount") or "0")
        refunded = before + _amount(value or str(total - before))
        if not before < refunded <= total:
            raise validation(f"At most {total - before} can be refunded.")
        status = "refunded" if refunded == total else "partially_refunded"
        self._hubspot.edit("commerce_payments", payment.id, {"hs_latest_status": status, "hs_refunds_amount": str(refunded)})


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise validation(f"{text[:40]!r} is not an amount.") from None
    if not amount.is_finite() or amount < 0:
        raise validation(f"{text[:40]!r} is not an amount.")
    return amount
