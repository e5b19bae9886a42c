"""The double-entry books behind the reports, worked out from the company's documents whenever they are asked for.

Every document that posts becomes one entry whose debits and credits are equal, in the company's own currency. Nothing is stored,
so a report always agrees with the documents; on the other hand it looks at every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Iterable, Iterator

from server.sandbox.quickbooks.change import stock_moved
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import all_item_lines, to_cents, zero
from server.sandbox.quickbooks.reports.chart import Chart
from server.sandbox.quickbooks.reports.receivables import Receivable, receivables

_forms = {"Invoice": 1, "CreditMemo": -1, "SalesReceipt": 1, "RefundReceipt": -1}
_receivable_forms = ("Invoice", "CreditMemo")


@dataclass(frozen=True)
class Posting:
    """A debit (or, when negative, a credit) of home currency to an account, and what reports filter by."""

    account: str
    amount: Decimal
    customer: str = ""
    department: str = ""
    klass: str = ""
    item: str = ""


@dataclass(frozen=True)
class Entry:
    """What one document does to the books on a day. `entity` is "Item" for the stock an item began with.

    `part` tells the entries of a document apart: "" is its main one, "goods" what left the stock, "deposit" what came with it.
    """

    entity: str
    id: str
    day: str
    postings: tuple[Posting, ...]
    part: str = ""


class Ledger:
    """The sums of a company's entries by account and day, on the accrual or the cash basis.

    A filter such as customer={"7"} lets through the postings with one of its values. On the cash basis an invoice or credit memo
    counts when and as far as it is settled: its entry is split over the days of the payments, and what is still open is left out.
    Stock leaves the books with the goods on either basis.
    """

    def __init__(self, company: Company, basis: str, **filters: frozenset[str]) -> None:
        self.chart = Chart(company)
        self._company = company
        self._basis = basis
        self._sums: dict[str, dict[str, Decimal]] = {}      # by account and day
        self.days: set[str] = set()                         # those with entries
        for entry in self.entries():
            if entry.postings:
                self.days.add(entry.day)
            for posting in entry.postings:
                if all(getattr(posting, name) in wanted for name, wanted in filters.items()):
                    by_day = self._sums.setdefault(posting.account, {})
                    by_day[entry.day] = by_day.get(entry.day, zero) + posting.amount

    def balances(self, first: str, last: str) -> dict[str, Decimal]:
        """The sums of debits less credits by account over the days first .. last, both included."""
        sums = {account: sum((amount for day, amount in by_day.items() if first <= day <= last), zero)
                for account, by_day in self._sums.items()}
        return {account: amount for account, amount in sums.items() if amount}

    def entries(self) -> Iterator[Entry]:
        """Every entry, made out of the documents as they are now."""
        documents = {(each.entity, each.id): each for each in receivables(self._company)}
        moved: dict[str, Decimal] = {}
        sources = (self._form_entries(moved), self._payments(documents), self._deposits(), self._purchases(moved))
        for entry in (entry for source in sources for entry in source):
            split = self._basis == "Cash" and entry.entity in _receivable_forms and not entry.part
            yield from self._as_settled(entry, documents[entry.entity, entry.id]) if split else (entry,)
        yield from self._stock_at_the_start(moved)

    def _form_entries(self, moved: dict[str, Decimal]) -> Iterator[Entry]:
        """Adds to `moved` by how much forms move the stock of each item."""
        for entity, sign in _forms.items():
            for record in self._company.store(entity):
                data = record.peek()
                yield Entry(entity, record.id, data["TxnDate"], _joined(self._sold(entity, data, sign)))
                goods = stock_moved(entity, data)
                _add(moved, goods)
                yield Entry(entity, record.id, data["TxnDate"], _joined(self._goods(goods, _about(data))), "goods")
                if entity == "Invoice" and data.get("Deposit"):
                    yield Entry(entity, record.id, data["TxnDate"], _joined(self._paid_in_advance(data)), "deposit")

    def _sold(self, entity: str, data: dict[str, Any], sign: int) -> list[Posting]:
        """Income, discount and tax against what the customer owes or paid at once."""
        chart, rate = self.chart, Decimal(data.get("ExchangeRate", 1))
        about = _about(data)
        credits = [replace(self._income(line, about), amount=-sign * to_cents(line["Amount"] * rate))
                   for line in all_item_lines(data["Line"])]
        for line in data["Line"]:
            if line["DetailType"] == "DiscountLineDetail":
                account = chart.named(line["DiscountLineDetail"].get("DiscountAccountRef"), "DiscountsRefundsGiven")
                credits.append(replace(about, account=account, amount=sign * to_cents(line["Amount"] * rate)))
        tax = -sign * to_cents(data["TxnTaxDetail"].get("TotalTax", zero) * rate)
        credits.append(replace(about, account=chart.own("SalesTaxPayable"), amount=tax))
        total = sign * to_cents(data["TotalAmt"] * rate)
        if credits:     # cents that conversion leaves over belong to the largest part
            left = total + sum((each.amount for each in credits), zero)
            largest = max(range(len(credits)), key=lambda index: abs(credits[index].amount))
            credits[largest] = replace(credits[largest], amount=credits[largest].amount - left)
        owed = chart.own("AccountsReceivable") if entity in _receivable_forms else chart.named(
            data.get("DepositToAccountRef"), "UndepositedFunds")
        return [replace(about, account=owed, amount=total), *credits]

    def _paid_in_advance(self, data: dict[str, Any]) -> list[Posting]:
        about, rate = _about(data), Decimal(data.get("ExchangeRate", 1))
        received = to_cents(data["TotalAmt"] * rate) - to_cents((data["TotalAmt"] - data["Deposit"]) * rate)
        funds = self.chart.named(data.get("DepositToAccountRef"), "UndepositedFunds")
        return [replace(about, account=funds, amount=received),
                replace(about, account=self.chart.own("AccountsReceivable"), amount=-received)]

    def _income(self, line: dict[str, Any], about: Posting) -> Posting:
        detail = line["SalesItemLineDetail"]
        return replace(about, account=self.chart.named(detail.get("ItemAccountRef"), "SalesOfProductIncome"),
                       klass=detail.get("ClassRef", {}).get("value", about.klass), item=detail.get("ItemRef", {}).get("value", ""))

    def _goods(self, goods: dict[str, Decimal], about: Posting) -> Iterator[Posting]:
        """What the goods of a sale have cost, at the purchase cost of their items."""
        for identifier, quantity in goods.items():
            item = self._stocked(identifier)
            if item is not None:
                cost = to_cents(quantity * Decimal(item["PurchaseCost"]))
                yield replace(about, account=self.chart.named(item.get("AssetAccountRef"), "Inventory"), amount=cost, item=identifier)
                yield replace(about, account=self.chart.named(item.get("ExpenseAccountRef"), "SuppliesMaterialsCogs"), amount=-cost,
                              item=identifier)

    def _stocked(self, identifier: str) -> dict[str, Any] | None:
        record = self._company.find("Item", identifier)
        data = record.peek() if record is not None else {}
        return data if data.get("TrackQtyOnHand") else None

    def _stock_at_the_start(self, moved: dict[str, Decimal]) -> Iterator[Entry]:
        """What was on hand before any document moved it, against the opening balance of the owner."""
        for record in self._company.store("Item"):
            item = self._stocked(record.id)
            if item is not None:
                value = to_cents((item["QtyOnHand"] - moved.get(record.id, zero)) * Decimal(item["PurchaseCost"]))
                yield Entry("Item", record.id, item["InvStartDate"], _joined([
                    Posting(self.chart.named(item.get("AssetAccountRef"), "Inventory"), value, item=record.id),
                    Posting(self.chart.own("OpeningBalanceEquity"), -value, item=record.id)]))

    def _payments(self, documents: dict[tuple[str, str], Receivable]) -> Iterator[Entry]:
        """Money received settles documents at their own rates; the difference is a gain or loss of exchange."""
        settled: dict[str, Decimal] = {}        # home value by payment, at the rates of what it settles
        for document in documents.values():
            _add(settled, document.home_moves() if document.entity != "Payment" else ())
        for record in self._company.store("Payment"):
            data = record.peek()
            about, rate = _about(data), Decimal(data.get("ExchangeRate", 1))
            received = to_cents(data["TotalAmt"] * rate)
            owed = settled.get(record.id, zero) + to_cents(data["UnappliedAmt"] * rate)
            yield Entry("Payment", record.id, data["TxnDate"], _joined([
                replace(about, account=self.chart.named(data.get("DepositToAccountRef"), "UndepositedFunds"), amount=received),
                replace(about, account=self.chart.own("AccountsReceivable"), amount=-owed),
                replace(about, account=self.chart.own("ExchangeGainOrLoss"), amount=owed - received)]))

    def _deposits(self) -> Iterator[Entry]:
        for record in self._company.store("Deposit"):
            data = record.peek()
            rate, chart = Decimal(data.get("ExchangeRate", 1)), self.chart
            into = to_cents(data["TotalAmt"] * rate)
            postings = [Posting(chart.named(data.get("DepositToAccountRef"), "UndepositedFunds"), into)]
            for line in data["Line"]:
                if line.get("LinkedTxn"):
                    postings.append(self._taken_from(line))
                else:
                    account = chart.named(line["DepositLineDetail"].get("AccountRef"), "UndepositedFunds")
                    postings.append(Posting(account, -to_cents(line["Amount"] * rate)))
            left = sum((each.amount for each in postings), zero)
            yield Entry("Deposit", record.id, data["TxnDate"], _joined([*postings, Posting(chart.own("ExchangeGainOrLoss"), -left)]))

    def _taken_from(self, line: dict[str, Any]) -> Posting:
        link = line["LinkedTxn"][0]
        record = self._company.find(link["TxnType"], link["TxnId"])
        data = record.peek() if record is not None else {}
        amount = to_cents(line["Amount"] * Decimal(data.get("ExchangeRate", 1)))
        return Posting(self.chart.named(data.get("DepositToAccountRef"), "UndepositedFunds"), -amount)

    def _purchases(self, moved: dict[str, Decimal]) -> Iterator[Entry]:
        for record in self._company.store("Purchase"):
            data = record.peek()
            _add(moved, stock_moved("Purchase", data))
            rate, sign = Decimal(data.get("ExchangeRate", 1)), -1 if data.get("Credit") else 1
            postings = [self._bought(line, sign * to_cents(line["Amount"] * rate)) for line in data["Line"]]
            tax = sign * to_cents(data.get("TxnTaxDetail", {}).get("TotalTax", zero) * rate)
            postings.append(Posting(self.chart.own("SalesTaxPayable"), tax))
            paid = sum((each.amount for each in postings), zero)
            postings.append(Posting(self.chart.named(data.get("AccountRef"), "UndepositedFunds"), -paid))
            yield Entry("Purchase", record.id, data["TxnDate"], _joined(postings))

    def _bought(self, line: dict[str, Any], amount: Decimal) -> Posting:
        detail = line[line["DetailType"]]
        item = detail.get("ItemRef", {}).get("value", "")
        account = detail.get("AccountRef")
        if item:
            record = self._company.find("Item", item)
            data = record.peek() if record is not None else {}
            account = data.get("AssetAccountRef") if data.get("TrackQtyOnHand") else data.get("ExpenseAccountRef")
        return Posting(self.chart.named(account, "SuppliesMaterials"), amount, customer=detail.get("CustomerRef", {}).get("value", ""),
                       klass=detail.get("ClassRef", {}).get("value", ""), item=item)

    def _as_settled(self, entry: Entry, document: Receivable) -> Iterator[Entry]:
        """The parts of an entry on the cash basis."""
        owed = self.chart.own("AccountsReceivable")
        others = [each for each in entry.postings if each.account != owed]
        if not others:
            return
        about = replace(others[0], account=owed, klass="", item="")
        whole = -sum((each.amount for each in others), zero)
        settled, counted = whole - to_cents(document.total * document.rate), [zero] * len(others)
        for day, amount in [(entry.day, zero), *((move[0], home[1]) for move, home in zip(document.moves, document.home_moves()))]:
            settled += amount
            now = _shared(others, whole, settled)
            moved = [replace(each, amount=after - before) for each, after, before in zip(others, now, counted)]
            counted = now
            balance = replace(about, amount=-sum((each.amount for each in moved), zero))
            yield replace(entry, day=day, postings=_joined([*moved, balance]))


def _add(sums: dict[str, Decimal], amounts: Iterable[tuple[str, Decimal]] | dict[str, Decimal]) -> None:
    for key, amount in amounts.items() if isinstance(amounts, dict) else amounts:
        sums[key] = sums.get(key, zero) + amount


def _shared(others: list[Posting], whole: Decimal, settled: Decimal) -> list[Decimal]:
    """The amounts that count when so much of the whole is settled; the largest takes what rounding leaves."""
    shares = [to_cents(each.amount * settled / whole) if whole else zero for each in others]
    if shares and whole:
        largest = max(range(len(shares)), key=lambda index: abs(others[index].amount))
        shares[largest] -= settled + sum(shares, zero)
    return shares


def _about(data: dict[str, Any]) -> Posting:
    """A posting of nothing that says what a document is about."""
    return Posting("", zero, *(data.get(name, {}).get("value", "") for name in ("CustomerRef", "DepartmentRef", "ClassRef")))


def _joined(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Postings that differ in nothing but the amount become one; those of nothing go."""
    sums: dict[Posting, Decimal] = {}
    for each in postings:
        key = replace(each, amount=zero)
        sums[key] = sums.get(key, zero) + each.amount
    return tuple(replace(key, amount=amount) for key, amount in sums.items() if amount)
