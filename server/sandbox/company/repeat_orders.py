"""The bulk of a very large company: customers order again what others have ordered before.

A few thousand orders are lived through in a company of their own, event by event. What came of each, the invoice and the
payment, becomes a pattern with gaps for what differs: ids, numbers, dates and the customer. Filling gaps takes a small
part of the time of living through an order, and the records are what the service would have made of it, because a
pattern is only used for customers with the same taxes.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Iterator

from server.sandbox.company.books import open_books
from server.sandbox.company.businesses import Business
from server.sandbox.company.catalogue import add_catalogue
from server.sandbox.company.clientele import PlannedCustomer, plan_customers
from server.sandbox.quickbooks import Company, json_text
from server.sandbox.quickbooks.json_text import number_text
from server.sandbox.quickbooks.pacific_time import stamp
from server.sandbox.quickbooks.record_store import PackedRecord, Record

if TYPE_CHECKING:
    from server.sandbox.company.history import History

_learned_from = 2500            # customers and invoices of the company whose orders are repeated
_tries_max = 12
_object_gaps = ("customer", "address", "mail")
_mark = "\u241e"                # stands before and after the name of a gap; no name or text of a company has it
# What decides the taxes of an order, and whether the form shows an address and an e-mail address.
Kind = tuple[str, bool, bool, bool]


@dataclass(frozen=True)
class _Pattern:
    invoice: bytes              # a format with named gaps
    payment: bytes              # empty when nothing was paid
    total: Decimal
    balance: Decimal
    due_days: int
    changed_after: int          # seconds from the invoice to its last change
    sent_after: int
    paid_after: int

    @property
    def span(self) -> int:
        return max(self.changed_after, self.paid_after)


def learn_orders(business: Business, size: int, seed: int, now: datetime) -> dict[Kind, list[_Pattern]]:
    """Patterns by the kind of customer that they fit."""
    from server.sandbox.company.history import History, first_customer_days

    company = open_books(business, now - timedelta(days=first_customer_days + 30))
    chance = random.Random(f"{seed} {company.settings.realm_id}")       # the same, so that the catalogue is the same
    catalogue = add_catalogue(company, size, now - timedelta(days=first_customer_days + 20), chance)
    customers = plan_customers(_learned_from, chance, business.country)
    History(company, customers, catalogue, now, chance).run(_learned_from)
    found: dict[Kind, list[_Pattern]] = {}
    for record in company.store("Invoice"):
        pattern, kind = _pattern(company, record), _kind(company, record.data["CustomerRef"]["value"])
        if pattern is not None:
            found.setdefault(kind, []).append(pattern)
            if not kind[3]:     # an order without an e-mail address suits those who have one as well
                found.setdefault((*kind[:3], True), []).append(pattern)
    return found


def _kind(company: Company, customer_id: str) -> Kind:
    customer = company.find("Customer", customer_id)
    wire = customer.wire if customer is not None else b""
    region = _region.search(wire)
    state = region.group(1).decode() if region else company.settings.address["CountrySubDivisionCode"]
    code = company.settings.tax_code_by_state.get(state, "")
    return code, b'"Taxable":true' in wire, b'"BillAddr":' in wire, b'"PrimaryEmailAddr":' in wire


def _pattern(company: Company, invoice: Record) -> _Pattern | None:
    """None for an order that was credited, voided or made of an estimate: those are lived through."""
    data = dict(invoice.data)
    links = data["LinkedTxn"]
    if len(links) > 1 or data["TotalAmt"] == 0 or any(link["TxnType"] != "Payment" for link in links):
        return None
    payment = company.find("Payment", links[0]["TxnId"]) if links else None
    if payment is not None and len(payment.data["Line"]) != 1:
        return None
    sent = _moment(data["DeliveryInfo"]["DeliveryTime"]) if "DeliveryTime" in data.get("DeliveryInfo", {}) else None
    due = date.fromisoformat(data["DueDate"]) - date.fromisoformat(data["TxnDate"])
    return _Pattern(
        _format(_gaps_of_invoice(data)), _format(_gaps_of_payment(dict(payment.data))) if payment is not None else b"",
        data["TotalAmt"], data["Balance"], due.days, invoice.updated - invoice.created,
        int(sent.timestamp()) - invoice.created if sent is not None else 0,
        payment.created - invoice.created if payment is not None else 0)


def _gaps_of_invoice(data: dict[str, Any]) -> dict[str, Any]:
    data.update(Id=_gap("id"), DocNumber=_gap("number"), CustomerRef=_gap("customer"), TxnDate=_gap("day"), DueDate=_gap("due"))
    data["MetaData"] = {**data["MetaData"], "CreateTime": _gap("created"), "LastUpdatedTime": _gap("changed")}
    for name, gap in (("BillAddr", "address"), ("ShipAddr", "address"), ("BillEmail", "mail")):
        if name in data:
            data[name] = _gap(gap)
    if data["LinkedTxn"]:
        data["LinkedTxn"] = [{**data["LinkedTxn"][0], "TxnId": _gap("payment")}]
    if "DeliveryTime" in data.get("DeliveryInfo", {}):
        data["DeliveryInfo"] = {**data["DeliveryInfo"], "DeliveryTime": _gap("sent")}
    return data


def _gaps_of_payment(data: dict[str, Any]) -> dict[str, Any]:
    data.update(Id=_gap("payment"), CustomerRef=_gap("customer"), TxnDate=_gap("paid day"))
    data["MetaData"] = {**data["MetaData"], "CreateTime": _gap("paid"), "LastUpdatedTime": _gap("paid")}
    line = data["Line"][0]
    data["Line"] = [{**line, "LinkedTxn": [{**line["LinkedTxn"][0], "TxnId": _gap("id")}]}]
    if "PaymentRefNum" in data:
        data["PaymentRefNum"] = _gap("reference")
    return data


def _gap(name: str) -> str:
    return _mark + name + _mark


def _format(data: dict[str, Any]) -> bytes:
    """The JSON of a record with `%(name)b` for its gaps; the quotes of those that are objects go with them."""
    text = json_text.encode(data).replace("%", "%%")
    for name in _object_gaps:
        text = text.replace(f'"{_gap(name)}"', _gap(name))
    pieces = text.split(_mark)
    pieces[1::2] = [f"%({name})b" for name in pieces[1::2]]
    return "".join(pieces).encode("utf-8", "replace")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(slots=True)
class _Customer:
    """A customer as orders show it."""

    id: str
    kind: Kind
    reference: bytes
    address: bytes
    mail: bytes


@dataclass
class RepeatOrders:
    """Plans orders among the events of a history, and puts what came of them into the company when it has ended."""

    company: Company
    customers: list[PlannedCustomer]
    patterns: dict[Kind, list[_Pattern]]
    now: datetime
    chance: random.Random
    _can_order: list[PlannedCustomer] = field(default_factory=list)
    _moments: Iterator[datetime] = iter(())
    _known: dict[str, _Customer] = field(default_factory=dict)
    _made: dict[str, list[PackedRecord]] = field(default_factory=lambda: {"Invoice": [], "Payment": []})
    _owed: dict[str, tuple[Decimal, int]] = field(default_factory=dict)

    def plan(self, history: History, count: int) -> None:
        """Orders of the whole time since a customer was there; recent ones are more frequent, as business grew."""
        self._can_order = [customer for customer in self.customers if not customer.inactive and customer.parent < 0]
        days = history.age_of_customers
        ages = sorted((days * self.chance.random() ** 1.5 for _ in range(count)), reverse=True)
        self._moments = (self.now - timedelta(days=age, minutes=1) for age in ages)
        self._plan_next(history)

    def _plan_next(self, history: History) -> None:
        """One order at a time waits among the other events, which keeps finding the next event quick."""
        at = next(self._moments, None)
        if at is not None:
            history.later(at, self._next_order)

    def _next_order(self, history: History, at: datetime) -> None:
        self._plan_next(history)
        self._somebody_orders(history, at)

    def _somebody_orders(self, history: History, at: datetime) -> None:
        # Customers come in the order of the list: only those of its beginning are there already.
        position = int(history.customers_there * self.chance.random() ** 1.6)
        planned = self._can_order[min(position * len(self._can_order) // len(self.customers), len(self._can_order) - 1)]
        if planned.id and self._customer(planned.id).kind in self.patterns:
            self._order(history, planned, at)
        else:
            history.later(at + timedelta(hours=1), self._somebody_orders)

    def _order(self, history: History, planned: PlannedCustomer, at: datetime) -> None:
        customer = self._customer(planned.id)
        pattern = self._fitting(customer, at)
        at = min(at, self.now - timedelta(seconds=pattern.span + 60))
        identifier, number = self.company.new_id("Invoice"), self.company.new_document_number("sales")
        if pattern.payment:
            history.later(at + timedelta(seconds=pattern.paid_after), lambda _, __: self._write(
                customer, pattern, at, identifier, number, self.company.new_id("Payment")))
        else:
            self._write(customer, pattern, at, identifier, number, "")

    def _fitting(self, customer: _Customer, at: datetime) -> _Pattern:
        """An order that fits the customer and, if a few tries find one, has come to its end by now."""
        fitting = self.patterns[customer.kind]
        left = (self.now - at).total_seconds() - 60
        for _ in range(_tries_max):
            pattern = self.chance.choice(fitting)
            if pattern.span < left:
                break
        return pattern

    def _customer(self, identifier: str) -> _Customer:
        known = self._known.get(identifier)
        if known is None:
            record = self.company.find("Customer", identifier)
            assert record is not None, "a customer that orders exists"
            known = self._known[identifier] = _as_shown(self.company, record)
        return known

    def _write(self, customer: _Customer, pattern: _Pattern, at: datetime, identifier: str, number: str, payment: str) -> None:
        born = int(at.timestamp())
        changed, (created, day) = born + pattern.changed_after, _pacific(born)
        due = (date.fromisoformat(day.decode()) + timedelta(days=pattern.due_days)).isoformat()
        gaps = {b"id": identifier.encode(), b"number": number.encode(), b"customer": customer.reference,
                b"address": customer.address, b"mail": customer.mail, b"day": day, b"due": due.encode(), b"created": created,
                b"changed": _pacific(changed)[0], b"payment": payment.encode(), b"sent": _pacific(born + pattern.sent_after)[0]}
        self._made["Invoice"].append(PackedRecord(identifier, pattern.invoice % gaps, born, changed, self.company.next_change()))
        if payment:
            paid = born + pattern.paid_after
            gaps[b"paid"], gaps[b"paid day"] = _pacific(paid)
            gaps[b"reference"] = b"%d" % self.chance.randint(1000, 99999)
            self._made["Payment"].append(PackedRecord(payment, pattern.payment % gaps, paid, paid, self.company.next_change()))
        owed, latest = self._owed.get(customer.id, (Decimal(0), 0))
        self._owed[customer.id] = (owed + pattern.balance, max(latest, changed))

    def finish(self) -> None:
        """Stores what was ordered and moves the customers' balances."""
        for entity, made in self._made.items():
            self.company.store(entity).take(made)
            made.clear()
        self.company.store("Customer").take(())     # orders and indexes of customers are built anew, too
        for identifier, (owed, latest) in self._owed.items():
            record = self.company.find("Customer", identifier)
            assert record is not None, "a customer that ordered exists"
            self._owe(record, owed, latest)

    def _owe(self, record: Record, owed: Decimal, latest: int) -> None:
        """Moves the balance in the JSON itself: unpacking every customer would take most of the time."""
        data = record.peek()
        for name in ("Balance", "BalanceWithJobs"):
            record.replace_text(f'"{name}":{number_text(data[name])},'.encode(), f'"{name}":{number_text(data[name] + owed)},'.encode())
        if latest > record.updated:
            before = data["MetaData"]["LastUpdatedTime"]
            moment = stamp(datetime.fromtimestamp(latest, self.now.tzinfo))
            record.replace_text(f'"LastUpdatedTime":"{before}"'.encode(), f'"LastUpdatedTime":"{moment}"'.encode())
            record.updated, record.change = latest, self.company.next_change()


def _as_shown(company: Company, record: Record) -> _Customer:
    """What orders show of a customer, cut out of its JSON; names may hold anything, addresses no braces."""
    name = _display_name.search(record.wire)
    parts = [found.group(1) if (found := part.search(record.wire)) else b"" for part in (_bill_address, _mail_address)]
    assert name is not None, "a customer has a name"
    reference = b'{"value":"%b","name":%b}' % (record.id.encode(), name.group(1))
    return _Customer(record.id, _kind(company, record.id), reference, *parts)


_region = re.compile(rb'"BillAddr":\{[^}]*"CountrySubDivisionCode":"([^"]*)"')
_display_name = re.compile(rb'"DisplayName":("(?:[^"\\]|\\.)*")')
_bill_address = re.compile(rb'"BillAddr":(\{[^}]*\})')
_mail_address = re.compile(rb'"PrimaryEmailAddr":(\{[^}]*\})')


def _pacific(epoch: int) -> tuple[bytes, bytes]:
    """The stamp and the date of a moment; both are made hundreds of thousands of times, within few thousand hours."""
    hour, seconds = divmod(epoch, 3600)
    beginning, end, day = _pacific_hour(hour)
    return b"%b%02d:%02d%b" % (beginning, seconds // 60, seconds % 60, end), day


@lru_cache(maxsize=None)
def _pacific_hour(hour: int) -> tuple[bytes, bytes, bytes]:
    moment = stamp(datetime.fromtimestamp(hour * 3600, timezone.utc)).encode()
    return moment[:14], moment[19:], moment[:10]
