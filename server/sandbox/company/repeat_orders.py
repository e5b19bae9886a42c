"""The bulk of a very large company: customers order again what others have ordered before.

A few thousand orders are lived through in a company of their own, event by event. What came of each, the invoice and the
payment, becomes a pattern with gaps for what differs: ids, numbers, dates and the customer. Filling gaps takes a small
part of the time of living through an order, and the records are what the service would have made of it, because a
pattern is only used for customers with the same taxes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Iterator

from server.sandbox.company.books import open_books
from server.sandbox.company.businesses import Business
from server.sandbox.company.catalogue import add_catalogue
from server.sandbox.company.clientele import PlannedCustomer, plan_customers
from server.sandbox.quickbooks import Company, json_text
from server.sandbox.quickbooks.pacific_time import pacific_date, stamp
from server.sandbox.quickbooks.record_store import PackedRecord, Record

if TYPE_CHECKING:
    from server.sandbox.company.history import History

_learned_from = 6000            # customers and invoices of the company whose orders are repeated
_tries_max = 12
_mark = "\u241e"                # stands before and after the name of a gap; no name or text of a company has it
# What decides the taxes of an order, and whether the form shows an address and an e-mail address.
Kind = tuple[str, bool, bool, bool]


@dataclass(frozen=True)
class _Pattern:
    invoice: list[bytes]        # texts and names of gaps in turn, a text first and last
    payment: list[bytes]        # empty when nothing was paid
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
    data = customer.peek() if customer is not None else {}
    place = data.get("BillAddr") or company.settings.address
    code = company.settings.tax_code_by_state.get(place.get("CountrySubDivisionCode", ""), "")
    return code, bool(data.get("Taxable")), "BillAddr" in data, "PrimaryEmailAddr" in data


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
        _pieces(_gaps_of_invoice(data)), _pieces(_gaps_of_payment(dict(payment.data))) if payment is not None else [],
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


def _pieces(data: dict[str, Any]) -> list[bytes]:
    """The JSON of a record cut at its gaps, whose quotes go with them."""
    return [piece.encode("utf-8", "replace") for piece in _unquoted(json_text.encode(data)).split(_mark)]


def _unquoted(text: str) -> str:
    return text.replace(f'"{_mark}', _mark).replace(f'{_mark}"', _mark)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _quoted(text: str) -> bytes:
    return b'"' + text.encode() + b'"'


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
    _known: dict[str, _Customer] = field(default_factory=dict)
    _made: dict[str, list[PackedRecord]] = field(default_factory=lambda: {"Invoice": [], "Payment": []})
    _owed: dict[str, tuple[Decimal, int]] = field(default_factory=dict)

    def plan(self, history: History, count: int) -> None:
        """Orders of the whole time since a customer was there; recent ones are more frequent, as business grew."""
        self._can_order = [customer for customer in self.customers if not customer.inactive and customer.parent < 0]
        for _ in range(count):
            age = timedelta(days=history.age_of_customers * self.chance.random() ** 1.5, minutes=1)
            history.later(self.now - age, self._somebody_orders)

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
            data = record.peek()
            reference = {"value": identifier, "name": data["DisplayName"]}
            known = _Customer(identifier, _kind(self.company, identifier), *(
                json_text.encode(part).encode("utf-8", "replace")
                for part in (reference, data.get("BillAddr", {}), data.get("PrimaryEmailAddr", {}))))
            self._known[identifier] = known
        return known

    def _write(self, customer: _Customer, pattern: _Pattern, at: datetime, identifier: str, number: str, payment: str) -> None:
        born, day = int(at.timestamp()), pacific_date(at)
        due = date.fromisoformat(day) + timedelta(days=pattern.due_days)
        changed = _stamp_at(at, pattern.changed_after)
        gaps = {b"id": _quoted(identifier), b"number": _quoted(number), b"customer": customer.reference,
                b"address": customer.address, b"mail": customer.mail, b"day": _quoted(day), b"due": _quoted(due.isoformat()),
                b"created": _quoted(stamp(at)), b"changed": changed, b"payment": _quoted(payment)}
        if pattern.sent_after:
            gaps[b"sent"] = _stamp_at(at, pattern.sent_after)
        last = born + pattern.changed_after
        self._made["Invoice"].append(PackedRecord(identifier, _filled(pattern.invoice, gaps), born, last, self.company.next_change()))
        if payment:
            paid = at + timedelta(seconds=pattern.paid_after)
            gaps[b"paid"], gaps[b"paid day"] = _quoted(stamp(paid)), _quoted(pacific_date(paid))
            gaps[b"reference"] = _quoted(str(self.chance.randint(1000, 99999)))
            moment = born + pattern.paid_after
            self._made["Payment"].append(
                PackedRecord(payment, _filled(pattern.payment, gaps), moment, moment, self.company.next_change()))
        owed, latest = self._owed.get(customer.id, (Decimal(0), 0))
        self._owed[customer.id] = (owed + pattern.balance, max(latest, last))

    def finish(self) -> None:
        """Stores what was ordered and moves the customers' balances."""
        for entity, made in self._made.items():
            self.company.store(entity).take(made)
            made.clear()
        for identifier, (owed, latest) in self._owed.items():
            record = self.company.find("Customer", identifier)
            assert record is not None, "a customer that ordered exists"
            for name in ("Balance", "BalanceWithJobs"):
                record.data[name] = record.data[name] + owed
            moment = datetime.fromtimestamp(max(latest, record.updated), self.now.tzinfo)
            record.mark_updated(moment, self.company.next_change())
            self.company.store("Customer").changed(record)
            self.company.settle()


def _stamp_at(at: datetime, seconds: int) -> bytes:
    return _quoted(stamp(at + timedelta(seconds=seconds)))


def _filled(pieces: list[bytes], gaps: dict[bytes, bytes]) -> bytes:
    return b"".join(_parts(pieces, gaps))


def _parts(pieces: list[bytes], gaps: dict[bytes, bytes]) -> Iterator[bytes]:
    for position, piece in enumerate(pieces):
        yield gaps[piece] if position % 2 else piece
