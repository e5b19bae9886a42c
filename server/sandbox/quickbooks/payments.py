"""Received payments: what they are applied to, and undoing that."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_currency import set_exchange_rate, set_home_amounts
from server.sandbox.quickbooks.document_lines import to_cents, zero
from server.sandbox.quickbooks.field_rules import to_decimal
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period

_open_member = {"Invoice": "Balance", "CreditMemo": "RemainingCredit"}


@dataclass
class Application:
    """A part of a payment that settles an invoice or uses up a credit memo."""

    target: Record
    amount: Decimal


def complete(request: FormRequest) -> dict[str, Any]:
    """The whole payment; raises the fault for what is not allowed. Touches no other record yet."""
    draft = request.draft
    for name in ("CustomerRef", "TotalAmt"):
        if draft.get(name) is None:
            raise api_fault.required(name)
    draft["TotalAmt"] = to_cents(draft["TotalAmt"])
    if draft["TotalAmt"] < 0:
        raise api_fault.business_rule("You must set a transaction amount")
    draft.setdefault("TxnDate", pacific_date(request.now))
    check_open_period(request.company, draft["TxnDate"], request.old)
    _set_account_and_currency(request)
    planned = plan(request.company, draft, request.old)
    draft["UnappliedAmt"] = draft["TotalAmt"] - _net(planned)
    if draft["UnappliedAmt"] < 0:
        raise api_fault.business_rule("The amount applied is more than the amount received")
    draft["Line"] = [line_for(application) for application in planned]
    set_home_amounts(request.company, draft)
    draft["ProcessPayment"] = bool(draft.get("ProcessPayment", False))
    draft["LinkedTxn"] = request.old.data.get("LinkedTxn", []) if request.old is not None else []
    return draft


def line_for(application: Application) -> dict[str, Any]:
    return {"Amount": application.amount,
            "LinkedTxn": [{"TxnId": application.target.id, "TxnType": application.target.entity}]}


def _set_account_and_currency(request: FormRequest) -> None:
    draft, company = request.draft, request.company
    funds = company.reference("Account", company.settings.undeposited_funds_account)
    if funds is not None:
        draft.setdefault("DepositToAccountRef", funds)
    customer = company.find("Customer", draft["CustomerRef"]["value"])
    expected = customer.data["CurrencyRef"] if customer is not None else None
    given = draft.get("CurrencyRef")
    if given is not None and expected is not None and given["value"] != expected["value"]:
        raise api_fault.business_rule("The currency of the payment must be the currency of the customer")
    if given is None and company.settings.multicurrency:
        raise api_fault.required("CurrencyRef")
    draft["CurrencyRef"] = expected
    set_exchange_rate(request)


def plan(company: Company, draft: dict[str, Any], old: Record | None) -> list[Application]:
    """Reads the lines of a payment and checks each against what is still open on its target."""
    earlier = {application.target.id: application.amount for application in applications(company, old)}
    planned: list[Application] = []
    for line in draft.get("Line") or []:
        application = _read_line(company, line)
        if application.amount:
            _check_open(application, draft, earlier.get(application.target.id, zero), planned)
            planned.append(application)
    return planned


def _read_line(company: Company, line: Any) -> Application:
    links = line.get("LinkedTxn") if isinstance(line, dict) else None
    if not isinstance(links, list) or len(links) != 1 or not isinstance(links[0], dict):
        raise api_fault.required("Line.LinkedTxn")
    kind = str(links[0].get("TxnType"))
    if kind not in _open_member:
        raise api_fault.bad_choice("Line.LinkedTxn.TxnType", kind)
    target = company.find(kind, str(links[0].get("TxnId")))
    if target is None:
        raise api_fault.bad_reference("Line.LinkedTxn.TxnId")
    if line.get("Amount") is None:
        raise api_fault.required("Line.Amount")
    return Application(target, to_cents(to_decimal("Line.Amount", line["Amount"])))


def _check_open(application: Application, draft: dict[str, Any], earlier: Decimal,
                planned: list[Application]) -> None:
    target = application.target
    if target.data["CustomerRef"]["value"] != draft["CustomerRef"]["value"]:
        raise api_fault.business_rule("The linked transaction belongs to another customer")
    if any(other.target is target for other in planned):
        raise api_fault.business_rule("A transaction can be linked once per payment only")
    if application.amount < 0 or application.amount > target.data[_open_member[target.entity]] + earlier:
        raise api_fault.business_rule("You can't apply more than the open balance of a transaction")


def _net(planned: list[Application]) -> Decimal:
    """Invoices use up the payment, credit memos add to it."""
    return sum((each.amount if each.target.entity == "Invoice" else -each.amount for each in planned), zero)


def applications(company: Company, payment: Record | None) -> list[Application]:
    """What a stored payment is applied to now."""
    lines = payment.data["Line"] if payment is not None else []
    found = [(line, company.find(line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"]))
             for line in lines]
    return [Application(target, line["Amount"]) for line, target in found if target is not None]


def move(change: Change, payment_id: str, before: list[Application], after: list[Application]) -> None:
    """Takes back `before` and applies `after`; a target whose share stays the same is not touched."""
    old_share = {each.target.id: each for each in before}
    new_share = {each.target.id: each for each in after}
    for identifier, application in {**old_share, **new_share}.items():
        was = old_share[identifier].amount if identifier in old_share else zero
        becomes = new_share[identifier].amount if identifier in new_share else zero
        if was != becomes:
            _settle(change, application.target, becomes - was)
            _link(change, application.target, payment_id, linked=identifier in new_share)


def _settle(change: Change, target: Record, amount: Decimal) -> None:
    data = change.edit(target)
    data[_open_member[target.entity]] -= amount
    if target.entity == "CreditMemo":
        data["Balance"] = data["RemainingCredit"]
    if "ExchangeRate" in data:
        set_home_amounts(change.company, data)


def _link(change: Change, target: Record, payment_id: str, *, linked: bool) -> None:
    """Invoices show the payment; a credit memo's own links stay empty."""
    if target.entity != "Invoice":
        return
    data = change.edit(target)
    others = [link for link in data["LinkedTxn"]
              if not (link["TxnType"] == "Payment" and link["TxnId"] == payment_id)]
    data["LinkedTxn"] = [*others, {"TxnId": payment_id, "TxnType": "Payment"}] if linked else others


def release_invoice(change: Change, invoice: Record) -> None:
    """Makes every payment of an invoice unapplied credit, as voiding the invoice does."""
    for link in list(invoice.data["LinkedTxn"]):
        payment = change.company.find("Payment", link["TxnId"]) if link["TxnType"] == "Payment" else None
        if payment is None:
            continue
        before = applications(change.company, payment)
        # A payment of nothing only ties a credit to this invoice, so the credit is free again.
        kept = [each for each in before if each.target is not invoice] if payment.data["TotalAmt"] else []
        move(change, payment.id, before, kept)
        data = change.edit(payment)
        data["Line"] = [line_for(each) for each in kept]
        data["UnappliedAmt"] = data["TotalAmt"] - _net(kept)
