"""Money spent: cash expenses, checks and credit card charges."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_currency import set_books_currency
from server.sandbox.quickbooks.expense_lines import complete_expense_lines
from server.sandbox.quickbooks.field_rules import reference_id
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period
from server.sandbox.quickbooks.pacific_time import pacific_date

_account_types = {"Cash": ("Bank",), "Check": ("Bank",), "CreditCard": ("Credit Card",)}


def complete(request: FormRequest) -> dict[str, Any]:
    """The whole purchase; raises the fault for what is not allowed."""
    draft, company = request.draft, request.company
    for name in ("PaymentType", "AccountRef", "Line"):
        if not draft.get(name):
            raise api_fault.required(name)
    account = company.find("Account", draft["AccountRef"]["value"])
    if account is None or account.data["AccountType"] not in _account_types[draft["PaymentType"]]:
        raise api_fault.business_rule("The account does not fit the type of payment")
    draft["Credit"] = bool(draft.get("Credit")) and draft["PaymentType"] == "CreditCard"
    draft.setdefault("TxnDate", pacific_date(request.now))
    check_open_period(company, draft["TxnDate"], request.old)
    _set_payee(company, draft)
    complete_expense_lines(request)
    set_books_currency(request)
    return draft


def _set_payee(company: Company, draft: dict[str, Any]) -> None:
    payee = draft.get("EntityRef")
    if payee is None:
        return
    kind = payee.get("type", "Vendor") if isinstance(payee, dict) else ""
    if kind not in ("Vendor", "Customer", "Employee"):
        raise api_fault.bad_choice("EntityRef.type", kind)
    found = company.active_reference(kind, reference_id("EntityRef", payee))
    if found is None:
        raise api_fault.bad_reference("EntityRef")
    draft["EntityRef"] = {**found, "type": kind}
