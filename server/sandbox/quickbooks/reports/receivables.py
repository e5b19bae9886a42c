"""What customers owe, document by document, on any day."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import to_cents, zero

_types = ("Invoice", "CreditMemo", "Payment")


@dataclass(slots=True)
class Receivable:
    """An invoice, a credit memo or a payment. Amounts are in its own currency, negative for what lowers the debt.

    `moves` are the parts of it that were settled, in turn: (day, id of the document on the other side, amount), where the later
    of the two documents decides the day. There may be hundreds of thousands of them, so they hold no more than is needed.
    """

    entity: str
    id: str
    customer: str
    day: str
    due: str                # credits and payments are due when they are made
    rate: Decimal           # home units per unit of its currency
    face: Decimal           # what it is over
    total: Decimal          # the same without the deposit that came with an invoice
    moves: list[tuple[str, str, Decimal]] = field(default_factory=list)

    def open_at(self, day: str) -> Decimal:
        """What is open of it at the end of a day, YYYY-MM-DD."""
        if self.day > day:
            return zero
        return self.total - sum((amount for moved, _, amount in self.moves if moved <= day), zero)

    def home_open_at(self, day: str) -> Decimal:
        """The same in the company's own currency, at the document's rate."""
        return to_cents(self.open_at(day) * self.rate)

    def home_moves(self) -> list[tuple[str, Decimal]]:
        """What each move takes off the home value of what is open: (id of the other document, amount)."""
        still_open, taken = self.total, []
        for _, other, amount in self.moves:
            before, still_open = to_cents(still_open * self.rate), still_open - amount
            taken.append((other, before - to_cents(still_open * self.rate)))
        return taken


def receivables(company: Company) -> list[Receivable]:
    """All documents that move what customers owe, in the order of their days; settled ones too."""
    found: dict[tuple[str, str], Receivable] = {}
    for entity in _types:
        for record in company.store(entity):
            found[entity, record.id] = _receivable(entity, record.id, record.peek())
    for record in company.store("Payment"):
        for line in record.peek()["Line"]:
            link = line["LinkedTxn"][0]
            target = found.get((link["TxnType"], link["TxnId"]))
            if target is not None:
                _settle(target, found["Payment", record.id], Decimal(line["Amount"]))
    for each in found.values():
        each.moves.sort(key=lambda move: (move[0], int(move[1])))
    return sorted(found.values(), key=lambda each: (each.day, int(each.id)))


def _receivable(entity: str, identifier: str, data: dict[str, Any]) -> Receivable:
    day = data["TxnDate"]
    owes = entity == "Invoice"
    face = Decimal(data["TotalAmt"]) * (1 if owes else -1)
    return Receivable(entity, identifier, data["CustomerRef"]["value"], day, data.get("DueDate", day) if owes else day,
                      Decimal(data.get("ExchangeRate", 1)), face, face - Decimal(data.get("Deposit", zero)) if owes else face)


def _settle(target: Receivable, payment: Receivable, amount: Decimal) -> None:
    day = max(target.day, payment.day)
    signed = amount if target.entity == "Invoice" else -amount
    target.moves.append((day, payment.id, signed))
    payment.moves.append((day, target.id, -signed))
