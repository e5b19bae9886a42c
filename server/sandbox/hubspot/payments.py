"""Commerce payments: money received elsewhere, which settles the invoices it is associated with."""

from __future__ import annotations

from decimal import Decimal

from .errors import validation
from .line_items import cents
from .records import Record
from .rules import TypeRules

_RECEIVED = ("succeeded", "partially_refunded", "processing_refund", "disputed_won", "disputed_action_required",
             "disputed_awaiting_decision")
_PROCESSED_BY_HUBSPOT = ("hs_payments", "byo_stripe")


def received_amount(record: Record) -> Decimal:
    """What is left of a payment after refunds; nothing before it has succeeded or once it is lost."""
    values = record.properties
    if values.get("hs_latest_status") not in _RECEIVED:
        return Decimal("0.00")
    return cents(Decimal(values["hs_initial_amount"]) - Decimal(values.get("hs_refunds_amount") or "0"))


class PaymentRules(TypeRules):
    """A succeeded payment reduces the balance of its invoices."""

    def before_create(self, changes: dict[str, str]) -> None:
        changes.setdefault("hs_latest_status", "processing")
        changes.update(hs_payment_creation_method="MANUALLY_ENTERED", hs_has_associated_invoice="false",
                       hs_number_of_associated_invoices="0")
        self._net(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._refuse_processed(record, "changed")
        self._net(changes, {**record.properties, **changes})

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if not created:
            self._carry_on(record)

    def before_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural != "invoices" or not self.crm.invoices.counts_payments(other) \
                or other.id in self.crm.graph.targets("commerce_payments", record.id, "invoices"):
            return
        amount = Decimal(record.properties["hs_initial_amount"])
        due = Decimal(other.properties.get("hs_balance_due") or "0")
        if amount < due and not self.crm.switches.partial_payments:
            raise validation(f"Payment {record.id} is less than the balance of invoice {other.id}; partial payments are "
                             "not allowed.")
        if amount > due and not self.crm.switches.over_payments:
            raise validation(f"Payment {record.id} is more than the balance of invoice {other.id}.")

    def after_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural == "invoices":
            count = len(self.crm.linked("commerce_payments", record, "invoices"))
            self.crm.set_values("commerce_payments", record, {
                "hs_has_associated_invoice": "true" if count else "false", "hs_number_of_associated_invoices": str(count)})

    def before_archive(self, record: Record) -> None:
        self._refuse_processed(record, "deleted")

    def after_archive(self, record: Record) -> None:
        self._carry_on(record)

    def _refuse_processed(self, record: Record, what: str) -> None:
        if record.properties.get("hs_processor_type") in _PROCESSED_BY_HUBSPOT:
            raise validation(f"Payment {record.id} was processed by {record.properties['hs_processor_type']} and cannot "
                             f"be {what}.")

    def _net(self, changes: dict[str, str], values: dict[str, str]) -> None:
        if values.get("hs_initial_amount"):
            net = Decimal(values["hs_initial_amount"]) - Decimal(values.get("hs_fees_amount") or "0")
            changes["hs_net_amount"] = str(net)
            changes["hs_net_amount_after_refunds"] = str(net - Decimal(values.get("hs_refunds_amount") or "0"))

    def _carry_on(self, record: Record) -> None:
        for invoice in self.crm.linked("commerce_payments", record, "invoices"):
            self.crm.invoices.recalculate(invoice)
