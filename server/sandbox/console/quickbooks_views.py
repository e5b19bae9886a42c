"""How the console shows QuickBooks' records: columns, stages, lines and totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Mapping

from server.sandbox.console.navigation import plural
from server.sandbox.console.page_frame import Html, badge, facts, join, link, nothing, section, show, table
from server.sandbox.quickbooks.json_text import number_text
from server.sandbox.quickbooks.record_store import Record

money = ("Balance", "TotalAmt", "UnitPrice", "UnappliedAmt", "RemainingCredit", "BalanceWithJobs")
stages = (("", "All"), ("open", "Open"), ("overdue", "Overdue"), ("paid", "Paid"), ("unsent", "Not sent"), ("voided", "Voided"))


@dataclass(frozen=True)
class Member:
    """A member of an entity that a form shows; `inner` is the member inside it that holds the text."""

    label: str
    name: str
    inner: str = ""
    long: bool = False

    def text(self, data: Mapping[str, Any]) -> str:
        value = data.get(self.name, "")
        if self.inner:
            value = value.get(self.inner, "") if isinstance(value, dict) else ""
        return number_text(value) if isinstance(value, Decimal) else str(value)

    def wire(self, text: str) -> Any:
        if not text:
            return None
        return {self.inner: text} if self.inner else text

    def shown(self, data: Mapping[str, Any]) -> str:
        value = data.get(self.name)
        return f"{value:,.2f}" if self.name in money and isinstance(value, (Decimal, int)) else self.text(data)


_form_columns = (Member("Number", "DocNumber"), Member("Customer", "CustomerRef", "name"), Member("Date", "TxnDate"),
                 Member("Due", "DueDate"), Member("Currency", "CurrencyRef", "value"), Member("Total", "TotalAmt"),
                 Member("Balance", "Balance"))
_paid_form_columns = (*_form_columns[:3], *_form_columns[4:6])
_bought_columns = (Member("Date", "TxnDate"), Member("Currency", "CurrencyRef", "value"), Member("Total", "TotalAmt"))
_named = (Member("Name", "Name"),)
_priced_lines = ("SalesItemLineDetail", "ItemBasedExpenseLineDetail", "AccountBasedExpenseLineDetail", "DepositLineDetail")
columns: dict[str, tuple[Member, ...]] = {
    "Customer": (Member("Name", "FullyQualifiedName"), Member("E-mail", "PrimaryEmailAddr", "Address"),
                 Member("Phone", "PrimaryPhone", "FreeFormNumber"), Member("Currency", "CurrencyRef", "value"),
                 Member("Balance", "Balance")),
    "Vendor": (Member("Name", "DisplayName"), Member("E-mail", "PrimaryEmailAddr", "Address"), Member("Balance", "Balance")),
    "Item": (Member("Name", "FullyQualifiedName"), Member("Type", "Type"), Member("SKU", "Sku"), Member("Price", "UnitPrice")),
    "Invoice": _form_columns, "CreditMemo": (*_paid_form_columns, Member("Remaining", "RemainingCredit")),
    "Estimate": (*_paid_form_columns[:3], Member("Expires", "ExpirationDate"), *_paid_form_columns[3:]),
    "SalesReceipt": _paid_form_columns, "RefundReceipt": _paid_form_columns,
    "Payment": (Member("Customer", "CustomerRef", "name"), Member("Date", "TxnDate"), Member("Reference", "PaymentRefNum"),
                Member("Currency", "CurrencyRef", "value"), Member("Amount", "TotalAmt"), Member("Unapplied", "UnappliedAmt")),
    "Deposit": (Member("Into", "DepositToAccountRef", "name"), *_bought_columns), "Purchase": (
        Member("Number", "DocNumber"), Member("Payee", "EntityRef", "name"), Member("From", "AccountRef", "name"), *_bought_columns),
    "PurchaseOrder": (Member("Number", "DocNumber"), Member("Vendor", "VendorRef", "name"), *_bought_columns),
    "Account": (Member("Name", "FullyQualifiedName"), Member("Type", "AccountType"), Member("Kind", "AccountSubType")),
    "Term": (*_named, Member("Days", "DueDays")), "TaxCode": (*_named, Member("Description", "Description")),
    "TaxRate": (*_named, Member("Percent", "RateValue")), "CompanyCurrency": (Member("Code", "Code"), *_named),
    "CompanyInfo": (Member("Name", "CompanyName"), Member("Country", "Country")), "Preferences": ()}


def columns_of(entity: str) -> tuple[Member, ...]:
    return columns.get(entity, _named)


def is_money(member: Member) -> bool:
    return member.name in money


def stage_of(record: Record, data: Mapping[str, Any], today: date) -> tuple[str, str, str]:
    """Where a record stands: the name of its stage, the words for it and their tone."""
    if data.get("Active") is False:
        return "inactive", "inactive", "quiet"
    if str(data.get("PrivateNote", "")).startswith("Voided") and not data.get("TotalAmt", 1):
        return "voided", "voided", "quiet"
    if record.entity == "Estimate":
        status = str(data.get("TxnStatus", "Pending"))
        return status.lower(), status.lower(), {"Accepted": "good", "Closed": "good", "Rejected": "bad"}.get(status, "")
    if record.entity == "PurchaseOrder":
        return str(data["POStatus"]).lower(), str(data["POStatus"]).lower(), ""
    if record.entity != "Invoice":
        return "", "", ""
    if not data["Balance"]:
        return "paid", "paid", "good"
    partly = data["Balance"] < data["TotalAmt"]
    if str(data.get("DueDate", "9")) < today.isoformat():
        return "overdue", "overdue, partly paid" if partly else "overdue", "bad"
    sent = data.get("EmailStatus") == "EmailSent"
    words = "partly paid" if partly else "sent" if sent else "not sent"
    return "open" if sent or partly else "unsent", words, "warn" if partly else ""


def in_stage(chosen: str, stage: str) -> bool:
    """Whether a filter shows a stage; what is not sent or overdue is open too."""
    return not chosen or chosen == stage or (chosen == "open" and stage in ("unsent", "overdue"))


def stage_badge(record: Record, data: Mapping[str, Any], today: date) -> Html:
    _, words, tone = stage_of(record, data, today)
    return badge(words, tone)


def summary(address: str, record: Record) -> Html:
    """The head of a document or record: who, when, how much, and what it is linked to."""
    data = record.data
    company = address.rpartition("/")[0]
    customer = data.get("CustomerRef", {})
    pairs: list[tuple[str, object]] = []
    if customer:
        pairs.append(("Customer", link(f"{company}/Customer/{customer['value']}", customer.get("name", customer["value"]))))
    pairs += [(member.label, member.shown(data)) for member in columns_of(record.entity) if member.name != "CustomerRef"]
    pairs += [("E-mail", Member("", "BillEmail", "Address").text(data)), ("E-mail status", str(data.get("EmailStatus", ""))),
              ("Terms", Member("", "SalesTermRef", "name").text(data) or Member("", "SalesTermRef", "value").text(data)),
              ("Parent", Member("", "ParentRef", "name").text(data)), ("Version (SyncToken)", str(data.get("SyncToken", ""))),
              ("Changed", str(data.get("MetaData", {}).get("LastUpdatedTime", "")))]
    return section("", facts(pairs), _lines(data), _totals(data))


def _lines(data: Mapping[str, Any]) -> Html:
    rows = []
    for line in data.get("Line", ()):
        detail = line.get(line.get("DetailType", ""), {})
        named = detail.get("ItemRef") or detail.get("AccountRef") or {}
        if line.get("DetailType") in _priced_lines:
            rows.append((named.get("name", ""), line.get("Description", ""),
                         _number(detail.get("Qty", "")), _number(detail.get("UnitPrice", "")), _amount(line.get("Amount", ""))))
        elif line.get("DetailType") == "DiscountLineDetail":
            percent = line["DiscountLineDetail"].get("DiscountPercent")
            rows.append(("Discount" + (f" {_number(percent)} %" if percent else ""), "", "", "", _amount(-line["Amount"])))
    head = ("Item", "Description", "Quantity", "Price", "Amount")
    return table(head, rows, "", frozenset({2, 3, 4})) if rows else nothing


def _totals(data: Mapping[str, Any]) -> Html:
    if "TxnTaxDetail" not in data:
        return nothing
    shown = [("Tax", data["TxnTaxDetail"].get("TotalTax", 0)), ("Total", data.get("TotalAmt", 0))]
    shown += [("Balance", data["Balance"])] if "Balance" in data else []
    currency = Member("", "CurrencyRef", "value").text(data)
    cells = join(Html(f'<span>{name}</span><span class="number">{_amount(value)} {show(currency)}</span>') for name, value in shown)
    return Html(f'<div class="totals">{cells.text}</div>')


def linked(address: str, data: Mapping[str, Any]) -> Html:
    """The documents that a document is linked to."""
    company = address.rpartition("/")[0]
    links = list(data.get("LinkedTxn", ()))
    links += [each for line in data.get("Line", ()) for each in line.get("LinkedTxn", ())]
    rows = [(plural(each["TxnType"]), link(f"{company}/{each['TxnType']}/{each['TxnId']}", f"{each['TxnType']} {each['TxnId']}"))
            for each in links]
    return section("Linked", table(("Kind", "Document"), rows, "")) if rows else nothing


def _number(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal) else str(value)


def _amount(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, (Decimal, int)) else str(value)
