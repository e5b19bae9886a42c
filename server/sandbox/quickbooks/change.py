"""One atomic change to a company: what it does to tokens, timestamps, balances, stock, and who is told.

Every check comes before the first edit; from then on nothing can fail.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.record_store import Record

zero = Decimal(0)
# What a document brings into stock, per unit of its lines.
_stock_signs = {"Invoice": -1, "SalesReceipt": -1, "CreditMemo": 1, "RefundReceipt": 1, "Purchase": 1}


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


def stock_moved(entity: str, data: dict[str, Any]) -> dict[str, Decimal]:
    """By how much a document moves the quantity on hand of the items on its lines."""
    sign = _stock_signs.get(entity, 0) * (-1 if data.get("Credit") else 1)
    moved: dict[str, Decimal] = {}
    for line in data.get("Line", []) if sign else []:
        detail = line.get("ItemBasedExpenseLineDetail" if entity == "Purchase" else "SalesItemLineDetail", {})
        if detail.get("Qty") and "ItemRef" in detail:
            item = detail["ItemRef"]["value"]
            moved[item] = moved.get(item, zero) + sign * Decimal(detail["Qty"])
    return moved


class Change:
    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now
        self._edited: dict[tuple[str, str], Record] = {}
        self._effects: dict[str, Decimal] = {}
        self._stock: dict[str, Decimal] = {}
        self._told: dict[tuple[str, str], str] = {}

    def add(self, entity: str, data: dict[str, Any]) -> Record:
        record = self.company.add(entity, data, self.now)
        self.tell(record, "Create")
        self._count(record, 1)
        return record

    def edit(self, record: Record) -> dict[str, Any]:
        """The record's data to modify. At `commit` its SyncToken goes up by one, once per change."""
        key = (record.entity, record.id)
        if key not in self._edited:
            self._edited[key] = record
            self._told.setdefault(key, "Update")
            self._count(record, -1)
        return record.data

    def tell(self, record: Record, operation: str) -> None:
        """What subscribers are told of the record, when it is something else than an update."""
        self._told[record.entity, record.id] = operation

    def touch(self, record: Record) -> None:
        """A change that moves LastUpdatedTime but not the SyncToken."""
        record.mark_updated(self.now, self.company.next_change())
        self.company.store(record.entity).changed(record)

    def remove(self, record: Record) -> None:
        self._count(record, -1)
        self.tell(record, "Delete")
        self._edited.pop((record.entity, record.id), None)
        self.company.note_deletion(record, self.now)

    def commit(self) -> None:
        for record in self._edited.values():
            self._count(record, 1)
            record.data["SyncToken"] = str(int(record.data["SyncToken"]) + 1)
            self.touch(record)
        for customer_id, delta in self._effects.items():
            self._move_balance(customer_id, delta)
        for item_id, quantity in self._stock.items():
            self._move_stock(item_id, quantity)
        self.company.tell(self._told, self.now)
        self.company.settle()

    def _count(self, record: Record, sign: int) -> None:
        for item, quantity in stock_moved(record.entity, record.data).items():
            self._stock[item] = self._stock.get(item, zero) + sign * quantity
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

    def _move_stock(self, item_id: str, quantity: Decimal) -> None:
        item = self.company.find("Item", item_id)
        if quantity and item is not None and item.data.get("TrackQtyOnHand"):
            item.data["QtyOnHand"] = item.data["QtyOnHand"] + quantity
            self.touch(item)
