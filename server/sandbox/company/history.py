"""Two years of business, replayed event by event through the same operations the API uses.

So every record, balance, SyncToken and timestamp is what the service itself would have made of it.
"""

from __future__ import annotations

import heapq
import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Callable

from server.sandbox.company.bookkeeping import Bookkeeper
from server.sandbox.company.catalogue import CatalogueItem
from server.sandbox.company.clientele import PlannedCustomer
from server.sandbox.company.sundries import plan_sundries
from server.sandbox.quickbooks import Company, operations
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record

if TYPE_CHECKING:
    from server.sandbox.company.repeat_orders import RepeatOrders

first_customer_days = 900
invoice_days_max = 540
_settled_after_days = 60
_lines_weights = (18, 22, 24, 18, 11, 7)        # one to six lines, 3.0 on average
_discount_share = 0.08
_credit_share = 0.02
_estimate_share = 0.03
# stage of an invoice: share when it is old, share when it is recent
_fates = (("paid", 0.72, 0.20), ("partly", 0.06, 0.08), ("voided", 0.04, 0.02), ("unpaid", 0.18, 0.70))
Event = Callable[["History", datetime], None]


class History:
    """Events in order of time; an event may add later ones. What would lie in the future never happens."""

    def __init__(self, company: Company, customers: list[PlannedCustomer], catalogue: list[CatalogueItem],
                 now: datetime, chance: random.Random, bookkeeper: Bookkeeper | None = None) -> None:
        self.company = company
        self.catalogue = catalogue
        self.chance = chance
        self._now = now
        self._queue: list[tuple[datetime, int, Event]] = []
        self._number = 0
        self._customers = customers
        self.customers_there = 0            # how many have come so far
        self.repeat: RepeatOrders | None = None
        self._bookkeeper = bookkeeper

    @property
    def age_of_customers(self) -> int:
        """Days since the first customer came."""
        return first_customer_days

    def run(self, invoices: int) -> None:
        opened = self._plan_customers()
        for _ in range(invoices):
            self._plan_invoice(opened)
        plan_sundries(self, self._customers, opened, invoices)
        if self._bookkeeper is not None:
            self._bookkeeper.plan(self, invoices)
        while self._queue:
            at, _, event = heapq.heappop(self._queue)
            event(self, at)
        if self.repeat is not None:
            self.repeat.finish()

    @property
    def latest(self) -> datetime:
        """The last moment at which something may happen."""
        return self._now - timedelta(seconds=1)

    def some_day(self, days_max: int) -> datetime:
        """A moment of the last days; recent ones are more frequent."""
        return self._now - timedelta(days=days_max * self.chance.random() ** 2, minutes=30)

    def form_of(self, customer: PlannedCustomer, at: datetime) -> dict[str, Any]:
        """A sales form with lines that chance picks."""
        return _form(self, customer, at)

    def later(self, at: datetime, event: Event) -> None:
        if at < self._now:
            self._number += 1
            heapq.heappush(self._queue, (at, self._number, event))

    def save(self, entity: str, body: dict[str, Any], at: datetime) -> Record:
        record = operations.save(self.company, entity_types[entity], body, at)
        if self._bookkeeper is not None:
            self._bookkeeper.note(record, self.company.settings.home_currency)
        return record

    def _plan_customers(self) -> list[datetime]:
        """Customers come in the order they are planned, so that parents exist before their children."""
        spans = sorted(self.chance.random() for _ in self._customers)
        opened = [self._now - timedelta(days=first_customer_days - span * (first_customer_days - 3))
                  for span in spans]
        for customer, at in zip(self._customers, opened):
            self.later(at, _create_customer(self._customers, customer))
            if customer.inactive:
                self.later(at + timedelta(days=self.chance.uniform(1, 200)), _deactivate(customer))
        return opened

    def _plan_invoice(self, opened: list[datetime]) -> None:
        """Some customers buy often, most seldom; business grew, so recent invoices are more frequent."""
        position = int(len(self._customers) * self.chance.random() ** 1.6)
        customer = self._customers[position]
        if customer.inactive or customer.parent >= 0 and self.chance.random() < 0.5:
            position = 0
            customer = self._customers[0]
        age = invoice_days_max * self.chance.random() ** 2
        earliest = opened[position] + timedelta(hours=1)
        at = max(self._now - timedelta(days=age, minutes=1), earliest)
        self.later(at, _create_invoice(customer))
        if self.chance.random() < _estimate_share:
            self.later(at, _create_estimate(customer))


def _create_customer(customers: list[PlannedCustomer], customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        body = customer.body
        if customer.parent >= 0:
            body = {**body, "ParentRef": {"value": customers[customer.parent].id}}
        if history.company.settings.tax_model == "us_manual":
            body = {**body, "DefaultTaxCodeRef": {"value": history.chance.choices(("1", "2"), (3, 1))[0]}}
        customer.id = history.save("Customer", body, at).id
        history.customers_there += 1

    return event


def _deactivate(customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        record = history.company.find("Customer", customer.id)
        if record is not None:
            body = {"Id": record.id, "SyncToken": record.data["SyncToken"], "sparse": True, "Active": False}
            history.save("Customer", body, at)

    return event


def _create_invoice(customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        chance = history.chance
        body = _form(history, customer, at)
        body["SalesTermRef"] = {"value": chance.choices(("1", "2", "3", "4"), (1, 3, 8, 2))[0]}
        mail = customer.body.get("PrimaryEmailAddr")
        if mail is not None and chance.random() < 0.85:
            body["BillEmail"] = mail
            body["EmailStatus"] = "NeedToSend" if chance.random() < 0.1 else "NotSet"
        invoice = history.save("Invoice", body, at)
        if mail is not None and body.get("EmailStatus") == "NotSet" and chance.random() < 0.85:
            history.later(at + timedelta(minutes=chance.uniform(2, 1500)), _send(invoice))
        _decide_fate(history, invoice, at)

    return event


def _decide_fate(history: History, invoice: Record, at: datetime) -> None:
    chance = history.chance
    old = history._now - at > timedelta(days=_settled_after_days)
    shares = [share[1] if old else share[2] for share in _fates]
    fate = chance.choices([share[0] for share in _fates], shares)[0]
    wait = timedelta(days=chance.uniform(1, 45 if old else 12))
    if fate == "paid":
        history.later(at + wait, _pay(invoice, Decimal(1)))
    elif fate == "partly":
        history.later(at + wait, _pay(invoice, Decimal(chance.randint(2, 8)) / 10))
    elif fate == "voided":
        history.later(at + wait, _void(invoice))
    elif chance.random() < _credit_share / 0.4:
        history.later(at + wait, _credit(invoice))


def _form(history: History, customer: PlannedCustomer, at: datetime) -> dict[str, Any]:
    chance = history.chance
    count = chance.choices(range(1, len(_lines_weights) + 1), _lines_weights)[0]
    lines = [_line(history, chance.choice(history.catalogue)) for _ in range(count)]
    if chance.random() < _discount_share:
        lines.append({"DetailType": "DiscountLineDetail", "DiscountLineDetail": {
            "PercentBased": True, "DiscountPercent": chance.choice((5, 10, Decimal("2.5")))}})
    body: dict[str, Any] = {"CustomerRef": {"value": customer.id}, "TxnDate": pacific_date(at), "Line": lines,
                            **_currency(history.company, customer.body.get("CurrencyRef")), **_tax_of(history.company, customer.id)}
    if chance.random() < 0.3:
        body["CustomerMemo"] = {"value": "Thank you for your business and have a great day!"}
    if chance.random() < 0.1:
        body["PrivateNote"] = f"Order by phone, reference {chance.randint(1000, 99999)}"
    return body


def _currency(company: Company, reference: dict[str, Any] | None) -> dict[str, Any]:
    """Documents of a company with several currencies have to name the one of their customer."""
    if not company.settings.multicurrency:
        return {}
    return {"CurrencyRef": {"value": reference["value"] if reference else company.settings.home_currency}}


def _tax_of(company: Company, customer_id: str) -> dict[str, Any]:
    """Without automated sales tax a form has to name the code it is taxed by: the customer's usual one."""
    record = company.find("Customer", customer_id) if company.settings.tax_model == "us_manual" else None
    code = record.data.get("DefaultTaxCodeRef") if record is not None else None
    return {"TxnTaxDetail": {"TxnTaxCodeRef": {"value": code["value"]}}} if code else {}


def _line(history: History, item: CatalogueItem) -> dict[str, Any]:
    chance = history.chance
    quantity = Decimal(chance.randint(1, 24)) / 4 if item.service else Decimal(chance.randint(1, 12))
    detail: dict[str, Any] = {"ItemRef": {"value": item.id}, "UnitPrice": item.price, "Qty": quantity}
    if item.tax_code:
        detail["TaxCodeRef"] = {"value": item.tax_code}
    line: dict[str, Any] = {"DetailType": "SalesItemLineDetail", "Amount": to_cents(item.price * quantity),
                            "SalesItemLineDetail": detail}
    if chance.random() < 0.7:
        line["Description"] = item.description
    return line


def _create_estimate(customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        history.save("Estimate", _form(history, customer, at), at)

    return event


def _send(invoice: Record) -> Event:
    def event(history: History, at: datetime) -> None:
        if invoice.data["TotalAmt"]:
            operations.send(history.company, entity_types["Invoice"], invoice.id, None, at)

    return event


def _pay(invoice: Record, share: Decimal) -> Event:
    def event(history: History, at: datetime) -> None:
        amount = to_cents(invoice.data["Balance"] * share)
        method = history.chance.choices(("2", "3", "4", "5"), (4, 3, 2, 5))[0]
        body = {"CustomerRef": {"value": invoice.data["CustomerRef"]["value"]}, "TotalAmt": amount, "TxnDate": pacific_date(at),
                **_currency(history.company, invoice.data["CurrencyRef"]), "PaymentMethodRef": {"value": method},
                "PaymentRefNum": f"{history.chance.randint(1000, 99999)}",
                "Line": [{"Amount": amount, "LinkedTxn": [{"TxnId": invoice.id, "TxnType": "Invoice"}]}]}
        history.save("Payment", body, at)

    return event


def _void(invoice: Record) -> Event:
    def event(history: History, at: datetime) -> None:
        body = {"Id": invoice.id, "SyncToken": invoice.data["SyncToken"]}
        operations.void(history.company, entity_types["Invoice"], body, at)

    return event


def _credit(invoice: Record) -> Event:
    """Goods come back: a credit memo for a part, half of the time used up against the invoice."""
    def event(history: History, at: datetime) -> None:
        line = next(line for line in invoice.data["Line"] if line["DetailType"] == "SalesItemLineDetail")
        customer = {"CustomerRef": {"value": invoice.data["CustomerRef"]["value"]},
                    **_currency(history.company, invoice.data["CurrencyRef"])}
        tax = _tax_of(history.company, invoice.data["CustomerRef"]["value"])
        credit = history.save("CreditMemo", {**customer, **tax, "TxnDate": pacific_date(at), "Line": [_returned(line)]}, at)
        amount = min(credit.data["RemainingCredit"], invoice.data["Balance"])
        if history.chance.random() < 0.5 or not amount:
            return
        links = [{"Amount": amount, "LinkedTxn": [{"TxnId": form.id, "TxnType": form.entity}]}
                 for form in (invoice, credit)]
        history.save("Payment", {**customer, "TotalAmt": 0, "TxnDate": pacific_date(at), "Line": links,
                                 "PrivateNote": "Created by QB Online to link credits to charges."}, at)

    return event


def _returned(line: dict[str, Any]) -> dict[str, Any]:
    sold = line["SalesItemLineDetail"]
    detail = {name: sold[name] for name in ("ItemRef", "UnitPrice", "TaxCodeRef") if name in sold}
    return {"DetailType": "SalesItemLineDetail", "Amount": sold["UnitPrice"],
            "SalesItemLineDetail": {**detail, "Qty": 1}}
