"""What a bookkeeper does beside selling: takes received money to the bank, pays what the company buys, and orders goods.

It has a chance of its own, so that it changes nothing about what customers buy and pay.
"""

from __future__ import annotations

import random
from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from server.sandbox.company.catalogue import CatalogueItem
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks import operations
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record

if TYPE_CHECKING:
    from server.sandbox.company.history import History

_days = 540
_deposited_after_days = 30      # what came later is still in the drawer, where it can be voided
_deposit_lines_max = 25
_purchase_share, _purchases_most = 0.1, 300
_order_share, _orders_most = 0.04, 120
_order_open_days = 40
_wholesaler = "2"


class Bookkeeper:
    """Plans its work into a history. `note` must be told of every payment and sales receipt."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._drawer: deque[Record] = deque()

    def note(self, record: Record, home_currency: str) -> None:
        """Money in the company's own currency waits to be taken to the bank."""
        data = record.data
        if record.entity in ("Payment", "SalesReceipt") and data["TotalAmt"] > 0 and data["CurrencyRef"]["value"] == home_currency:
            self._drawer.append(record)

    def plan(self, history: History, invoices: int) -> None:
        for week in range(_days // 7):
            history.later(history.latest - timedelta(days=_deposited_after_days + 7 * week, hours=5), self._deposit)
        for _ in range(min(round(invoices * _purchase_share), _purchases_most)):
            history.later(self._some_day(history), self._buy)
        for _ in range(min(round(invoices * _order_share), _orders_most)):
            history.later(self._some_day(history), self._order)

    def _some_day(self, history: History) -> datetime:
        return history.latest - timedelta(days=_days * self._chance.random(), minutes=20)

    def _deposit(self, history: History, at: datetime) -> None:
        """Takes what is in the drawer to the bank."""
        lines = []
        while self._drawer and len(lines) < _deposit_lines_max:
            record = self._drawer.popleft()
            lines.append({"Amount": record.data["TotalAmt"], "LinkedTxn": [
                {"TxnId": record.id, "TxnType": record.entity, "TxnLineId": "0"}]})
        if lines:
            history.save("Deposit", {"DepositToAccountRef": {"value": _account(history, "Bank")}, "TxnDate": pacific_date(at),
                                     **_currency(history), "Line": lines}, at)

    def _buy(self, history: History, at: datetime) -> None:
        line = {"Amount": Decimal(self._chance.randint(500, 60_000)) / 100, "DetailType": "AccountBasedExpenseLineDetail",
                "AccountBasedExpenseLineDetail": {"AccountRef": {"value": _account(history, "Expense")}, **_tax_code(history)}}
        history.save("Purchase", {"PaymentType": self._chance.choice(("Cash", "Check")), "TxnDate": pacific_date(at), **_currency(history),
                                  "AccountRef": {"value": _account(history, "Bank")}, "Line": [line],
                                  "EntityRef": {"value": self._chance.choice(("1", _wholesaler)), "type": "Vendor"}}, at)

    def _order(self, history: History, at: datetime) -> None:
        goods = [item for item in history.catalogue if not item.service] or history.catalogue
        lines = [self._order_line(history, self._chance.choice(goods)) for _ in range(self._chance.randint(1, 4))]
        recent = at > history.latest - timedelta(days=_order_open_days)
        order = history.save("PurchaseOrder", {
            "VendorRef": {"value": _wholesaler}, "TxnDate": pacific_date(at), **_currency(history), "Line": lines,
            "POStatus": "Open" if recent else "Closed", "POEmail": {"Address": "orders@harborwholesale.example"}}, at)
        if self._chance.random() < 0.6:
            history.later(at + timedelta(hours=self._chance.uniform(1, 48)), lambda _, sent_at: operations.send(
                history.company, entity_types["PurchaseOrder"], order.id, None, sent_at))

    def _order_line(self, history: History, item: CatalogueItem) -> dict[str, Any]:
        price, quantity = to_cents(item.price * Decimal("0.6")), self._chance.randint(1, 40)
        return {"Amount": price * quantity, "Description": item.description, "DetailType": "ItemBasedExpenseLineDetail",
                "ItemBasedExpenseLineDetail": {"ItemRef": {"value": item.id}, "UnitPrice": price, "Qty": quantity, **_tax_code(history)}}


def _account(history: History, kind: str) -> str:
    return next(record.id for record in history.company.store("Account") if record.peek()["AccountType"] == kind)


def _tax_code(history: History) -> dict[str, Any]:
    return {} if history.company.settings.country == "US" else {"TaxCodeRef": {"value": "1"}}


def _currency(history: History) -> dict[str, Any]:
    settings = history.company.settings
    return {"CurrencyRef": {"value": settings.home_currency}} if settings.multicurrency else {}
