"""One atomic change to a company: what it does to tokens, timestamps and customers' balances.

Every check comes before the first edit; from then on nothing can fail.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.record_store import Record

zero = Decimal(0)


def receivable_effect(record: Record) -> Decimal:
    """How much a transaction adds to what its customer owes."""
    data = record.data
    if record.entity == "Invoice":
        return Decimal(data["Balance"])
    if record.entity == "CreditMemo":
        return -Decimal(data["RemainingCredit"])
    if record.entity == "Payment":
        return -Decimal(data["UnappliedAmt"])
    return zero


class Change:
    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now
        self._edited: dict[tuple[str, str], Record] = {}
        self._effects: dict[str, Decimal] = {}

    def add(self, entity: str, data: dict[str, Any]) -> Record:
        record = self.company.add(entity, data, self.now)
        self._count(record, 1)
        return record

    def edit(self, record: Record) -> dict[str, Any]:
        """The record's data to modify. At `commit` its SyncToken goes up by one, once per change."""
        key = (record.entity, record.id)
        if key not in self._edited:
            self._edited[key] = record
            self._count(record, -1)
        return record.data

    def touch(self, record: Record) -> None:
        """A change that moves LastUpdatedTime but not the SyncToken."""
        record.mark_updated(self.now, self.company.next_change())
        self.company.store(record.entity).changed(record)

    def remove(self, record: Record) -> None:
        self._count(record, -1)
        self._edited.pop((record.entity, record.id), None)
        self.company.note_deletion(record, self.now)

    def commit(self) -> None:
        for record in self._edited.values():
            self._count(record, 1)
            record.data["SyncToken"] = str(int(record.data["SyncToken"]) + 1)
            self.touch(record)
        for customer_id, delta in self._effects.items():
            self._move_balance(customer_id, delta)
        self.company.settle()

    def _count(self, record: Record, sign: int) -> None:
        customer = record.data.get("CustomerRef")
        if customer is None or record.entity not in ("Invoice", "CreditMemo", "Payment"):
            return
        key = customer["value"]
        self._effects[key] = self._effects.get(key, zero) + sign * receivable_effect(record)

    def _move_balance(self, customer_id: str, delta: Decimal) -> None:
        """The customer's own balance, and the balance with jobs of the customer and its parents."""
        if delta == zero:
            return
        customer = self.company.find("Customer", customer_id)
        if customer is not None:
            customer.data["Balance"] = customer.data["Balance"] + delta
        while customer is not None:
            customer.data["BalanceWithJobs"] = customer.data["BalanceWithJobs"] + delta
            self.touch(customer)
            parent = customer.data.get("ParentRef")
            customer = self.company.find("Customer", parent["value"]) if parent else None
