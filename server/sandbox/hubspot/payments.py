"""Commerce payments: money received elsewhere, which settles the invoices it is associated with."""

from __future__ import annotations

from decimal import Decimal

from .errors import validation
from .records import Record
from .rules import TypeRules


class PaymentRules(TypeRules):
    """A succeeded payment reduces the balance of its billable invoices."""

    def before_create(self, changes: dict[str, str]) -> None:
        if not self.crm.switches.payments_set_up:
            raise validation(f"Portal {self.crm.portal_id} has neither HubSpot payments nor Stripe set up; set one up "
                             "before creating payments.")
        changes.setdefault("hs_latest_status", "processing")
        self._net(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._net(changes, {**record.properties, **changes})

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if not created:
            self._carry_on(record)

    def after_archive(self, record: Record) -> None:
        self._carry_on(record)

    def _net(self, changes: dict[str, str], values: dict[str, str]) -> None:
        if values.get("hs_initial_amount"):
            changes["hs_net_amount"] = str(Decimal(values["hs_initial_amount"])
                                           - Decimal(values.get("hs_fees_amount") or "0"))

    def _carry_on(self, record: Record) -> None:
        for invoice in self.crm.linked("commerce_payments", record, "invoices"):
            self.crm.invoices.recalculate(invoice)
