"""All documents of a period, those that post nothing to the books included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Iterable, Iterator

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.document_lines import all_item_lines, zero
from server.sandbox.quickbooks.entity_types import transaction_names
from server.sandbox.quickbooks.reports.chart import Chart
from server.sandbox.quickbooks.reports.detail_columns import DetailColumns, document_cells, home_amount, type_words
from server.sandbox.quickbooks.reports.grid import Cell, cell, money, report, section
from server.sandbox.quickbooks.reports.parameters import Parameters
from server.sandbox.quickbooks.reports.periods import Period

_parameters = ("start_date", "end_date", "date_macro", "customer", "vendor", "department", "transaction_type", "docnum", "columns",
               "group_by", "sort_by", "sort_order")
_split = "-Split-"
_not_posting = ("Estimate", "PurchaseOrder")
_money_out = ("CreditMemo", "RefundReceipt", "Purchase")
# By the word of the parameter: entity, and what tells purchases apart. The service has types nothing here is of.
_types = {
    "invoice": "Invoice", "receivepayment": "Payment", "creditmemo": "Credit Memo", "salesreceipt": "Sales Receipt",
    "creditrefund": "Refund", "estimate": "Estimate", "purchaseorder": "Purchase Order", "deposit": "Deposit", "check": "Check",
    "cashpurchase": "Expense Cash", "creditcardcharge": "Expense CreditCard", "creditcardcredit": "Credit Card Credit"}
_types_of_nothing = (
    "bill", "billpaymentcheck", "billpaymentcreditcard", "billablecharge", "charge", "credit", "globaltaxadjustment",
    "globaltaxpayment", "inventoryquantityadjustment", "journalentry", "statement", "timeactivity", "transfer", "vendorcredit")
_groups = ("Name", "Customer", "Vendor", "Account", "Transaction Type")


@dataclass(frozen=True)
class _Listed:
    """A document of the list."""

    entity: str
    id: str
    data: dict[str, Any]
    cells: dict[str, Cell]
    amount: Decimal


def transaction_list(asked: Parameters, now: datetime) -> dict[str, Any]:
    """In the order of days unless `sort_by` names another column. Money that goes out is negative."""
    asked.allow(*_parameters)
    period, macro = asked.period("This Month-to-date")
    amount = "subt_nat_home_amount" if asked.company.settings.multicurrency else "subt_nat_amount"
    shown = _columns(asked, amount)
    grouping = asked.choice("group_by", "None", *_groups)
    listed = list(_documents(asked, amount, period))
    ordered = _ordered(asked, amount, listed)
    rows = [shown.row(each.cells) for each in ordered] if grouping == "None" else list(_sections(shown, grouping, amount, ordered))
    header = {"DateMacro": macro, "StartPeriod": period.first.isoformat(), "EndPeriod": period.last.isoformat(),
              **{name.capitalize(): asked.text(name) for name in ("customer", "vendor", "department")}}
    return report("TransactionList", now, asked.company.settings.home_currency, shown.columns(), rows, header=header, options={},
                  is_empty=not listed)


def _columns(asked: Parameters, amount: str) -> DetailColumns:
    settings = asked.company.settings
    places = ("dept_name",) if settings.track_departments else ()
    foreign = ("currency", "exch_rate", "foreign_amount") if settings.multicurrency else ()
    usual = ("tx_date", "txn_type", "doc_num", "is_no_post", "name", *places, "memo", "account_name", "other_account", amount)
    return DetailColumns(asked, usual, ("due_date", "term_name", "pmt_mthd", "create_date", "last_mod_date", *foreign))


def _documents(asked: Parameters, amount: str, period: Period) -> Iterator[_Listed]:
    chart, wanted, number = Chart(asked.company), _wanted_types(asked), asked.text("docnum")
    parties = {name: asked.ids(name, entity) for name, entity in (("customer", "Customer"), ("vendor", "Vendor"))}
    places = asked.ids("department", "Department")
    for entity in transaction_names:
        for record in asked.company.store(entity):
            data = record.peek()
            if not period.first.isoformat() <= data["TxnDate"] <= period.last.isoformat():
                continue
            kind, identifier, _ = _party(data)
            passes = all(not ids or (kind.lower() == name and identifier in ids) for name, ids in parties.items())
            if (passes and (wanted is None or _type_word(entity, data) in wanted) and number in ("", str(data.get("DocNumber", "")))
                    and (not places or (data.get("DepartmentRef") or {}).get("value") in places)):
                yield _listed(asked, chart, entity, record.id, data, amount)


def _listed(asked: Parameters, chart: Chart, entity: str, identifier: str, data: dict[str, Any], amount: str) -> _Listed:
    credit = entity == "Purchase" and bool(data.get("Credit"))
    sign = -1 if entity in _money_out and not credit else 1
    main, others = _accounts(asked, chart, entity, data)
    kind, party, name = _party(data)
    home = sign * home_amount(data)
    split = chart.accounts[others[0]] if len(others) == 1 else None
    cells = {**document_cells(asked, entity, identifier, data), "is_no_post": cell("No" if entity in _not_posting else "Yes"),
             "name": cell(name, party), "account_name": cell(chart.accounts[main].name, chart.accounts[main].id),
             "other_account": cell(split.name, split.id) if split is not None else cell(_split if others else ""),
             amount: cell(money(home)), "foreign_amount": cell(money(sign * Decimal(data["TotalAmt"])))}
    return _Listed(entity, identifier, data, cells, home)


def _party(data: dict[str, Any]) -> tuple[str, str, str]:
    """Who a document is with: the entity, its id and its name."""
    for member, kind in (("CustomerRef", "Customer"), ("VendorRef", "Vendor"), ("EntityRef", "")):
        reference = data.get(member)
        if reference:
            return kind or str(reference.get("type", "")), str(reference["value"]), str(reference.get("name", ""))
    return "", "", ""


def _accounts(asked: Parameters, chart: Chart, entity: str, data: dict[str, Any]) -> tuple[str, list[str]]:
    """The key of the account a document is listed under, and those of the accounts on its other side."""
    if entity in ("Invoice", "CreditMemo", "Estimate", "SalesReceipt", "RefundReceipt"):
        cash = entity in ("SalesReceipt", "RefundReceipt")
        main = chart.named(data.get("DepositToAccountRef"), "UndepositedFunds") if cash else chart.own("AccountsReceivable")
        incomes = [chart.named(line["SalesItemLineDetail"].get("ItemAccountRef"), "SalesOfProductIncome")
                   for line in all_item_lines(data["Line"])]
        taxes = [chart.own("SalesTaxPayable")] if data["TxnTaxDetail"].get("TotalTax") else []
        return main, list(dict.fromkeys([*incomes, *taxes]))
    if entity == "Payment":
        return chart.named(data.get("DepositToAccountRef"), "UndepositedFunds"), [chart.own("AccountsReceivable")]
    if entity == "Deposit":
        sources = [chart.named((line.get("DepositLineDetail") or {}).get("AccountRef"), "UndepositedFunds") for line in data["Line"]]
        return chart.named(data.get("DepositToAccountRef"), "UndepositedFunds"), list(dict.fromkeys(sources))
    bought = list(dict.fromkeys(_bought_for(asked, chart, line) for line in data["Line"]))
    main = data.get("APAccountRef") if entity == "PurchaseOrder" else data.get("AccountRef")
    return chart.named(main, "UndepositedFunds"), bought


def _bought_for(asked: Parameters, chart: Chart, line: dict[str, Any]) -> str:
    detail = line[line["DetailType"]]
    item = asked.company.find("Item", detail["ItemRef"]["value"]) if "ItemRef" in detail else None
    of_item = item.peek().get("ExpenseAccountRef") if item is not None else None
    return chart.named(detail.get("AccountRef") or of_item, "SuppliesMaterials")


def _type_word(entity: str, data: dict[str, Any]) -> str:
    words = type_words(entity, data)
    return f"{words} {data['PaymentType']}" if words == "Expense" else words


def _wanted_types(asked: Parameters) -> set[str] | None:
    """None for all; raises fault 2170 for a type that is none."""
    given = [part.strip().lower() for part in asked.text("transaction_type").split(",") if part.strip()]
    for name in given:
        if name not in _types and name not in _types_of_nothing:
            raise api_fault.bad_choice("transaction_type", name[:100])
    return {_types[name] for name in given if name in _types} if given else None


def _ordered(asked: Parameters, amount: str, listed: Iterable[_Listed]) -> list[_Listed]:
    key = asked.choice("sort_by", "tx_date", "txn_type", "doc_num", "name", "account_name", amount)
    falling = asked.choice("sort_order", "ascend", "descend") == "descend"
    by_day = sorted(listed, key=lambda each: (each.data["TxnDate"], int(each.id)), reverse=falling)
    if key == "tx_date":
        return by_day
    return sorted(by_day, key=lambda each: each.amount if key == amount else each.cells[key]["value"].casefold(), reverse=falling)


def _sections(shown: DetailColumns, grouping: str, amount: str, listed: Iterable[_Listed]) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, str], list[_Listed]] = {}
    for each in listed:
        groups.setdefault(_group_of(grouping, each), []).append(each)
    for (words, identifier), inside in sorted(groups.items(), key=lambda group: (group[0][0].casefold(), group[0][1])):
        total = sum((each.amount for each in inside), zero)
        title = words or "Not Specified"
        yield section(shown.head(title, identifier), [shown.row(each.cells) for each in inside],
                      shown.sums(f"Total for {title}", {amount: total}))


def _group_of(grouping: str, each: _Listed) -> tuple[str, str]:
    if grouping in ("Customer", "Vendor") and _party(each.data)[0] != grouping:
        return "", ""
    key = {"Account": "account_name", "Transaction Type": "txn_type"}.get(grouping, "name")
    found = each.cells[key]
    return found["value"], "" if key == "txn_type" else found.get("id", "")
