"""Invoices, estimates, credit memos, sales receipts and refund receipts: a form out of what was sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.document_addresses import settle_address
from server.sandbox.quickbooks.document_currency import set_home_amounts, set_party_currency
from server.sandbox.quickbooks.document_lines import DocumentLines, complete_lines, line_context, zero
from server.sandbox.quickbooks.document_numbers import set_number
from server.sandbox.quickbooks.document_tax import tax_detail
from server.sandbox.quickbooks.document_terms import due_date
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.record_store import Record

_address_members = ("BillAddr", "ShipAddr")
_moves_tax = ("Line", "TxnTaxDetail", "CustomerRef", "BillAddr", "ShipAddr", "GlobalTaxCalculation",
              "ApplyTaxAfterDiscount")


def complete(request: FormRequest) -> dict[str, Any]:
    """The whole form; raises the fault for what is not allowed."""
    draft = request.draft
    _check_header(request)
    customer = request.company.find("Customer", draft["CustomerRef"]["value"])
    draft.setdefault("TxnDate", pacific_date(request.now))
    check_open_period(request.company, draft["TxnDate"], request.old)
    _drop_what_is_switched_off(request)
    _set_terms(request, customer)
    set_party_currency(request, customer)
    _set_addresses(request, customer)
    document = _lines(request)
    draft["Line"] = document.lines
    draft["TxnTaxDetail"] = _tax(request, document, customer)
    draft["TotalAmt"] = _total(document, draft)
    draft.setdefault("ApplyTaxAfterDiscount", False)
    draft.setdefault("PrintStatus", "NeedToPrint")
    draft.setdefault("EmailStatus", "NotSet")
    draft.setdefault("CustomField", [])
    draft["FreeFormAddress"] = True
    draft["LinkedTxn"] = _linked(request)
    _link_lines(request)
    _completions[request.entity](request)
    set_home_amounts(request.company, draft)
    _set_delivery(request)
    set_number(request)
    return draft


def _check_header(request: FormRequest) -> None:
    if not request.draft.get("CustomerRef"):
        raise api_fault.required("CustomerRef")
    if request.draft.get("Line") is None:
        raise api_fault.required("Line")
    if request.entity == "RefundReceipt":
        _check_refund_account(request)


def _check_refund_account(request: FormRequest) -> None:
    """The account the money leaves."""
    if not request.draft.get("DepositToAccountRef"):
        raise api_fault.required("DepositToAccountRef")
    account = request.company.find("Account", request.draft["DepositToAccountRef"]["value"])
    if account is not None and account.data["AccountType"] not in ("Bank", "Other Current Asset"):
        raise api_fault.business_rule("Money can only be refunded from a bank or another current asset account")


def _drop_what_is_switched_off(request: FormRequest) -> None:
    """Members of features that the company does not use are not stored."""
    settings = request.company.settings
    off = [] if settings.track_classes_per_transaction else ["ClassRef"]
    off += [] if settings.track_departments else ["DepartmentRef"]
    off += [] if settings.allow_shipping else ["ShipDate", "ShipMethodRef", "TrackingNum"]
    for name in off:
        request.draft.pop(name, None)


def _set_terms(request: FormRequest, customer: Record | None) -> None:
    """New forms take the terms of the customer, or those of the company where it has usual ones."""
    if request.old is not None or "SalesTermRef" in request.draft or "SalesTermRef" not in entity_types[request.entity].fields:
        return
    of_customer = customer.data.get("SalesTermRef") if customer is not None else None
    usual = of_customer or request.company.reference("Term", request.company.settings.default_term)
    if usual is not None:
        request.draft["SalesTermRef"] = usual


def _set_addresses(request: FormRequest, customer: Record | None) -> None:
    """New forms take the customer's addresses, and so does a form that goes to another customer."""
    moved = request.old is None or request.old.data["CustomerRef"] != request.draft["CustomerRef"]
    for member in _address_members:
        usual = customer.data.get(member, customer.data.get("BillAddr")) if moved and customer is not None else None
        settle_address(request, member, customer, usual)
    own = request.company.settings.address
    request.draft["ShipFromAddr"] = {
        "Id": "1", "Line1": own.get("Line1", ""),
        "Line2": f"{own.get('City', '')}, {own.get('CountrySubDivisionCode', '')}  {own.get('PostalCode', '')}"}


def _lines(request: FormRequest) -> DocumentLines:
    calculation = ""
    if request.company.settings.country != "US":
        calculation = request.draft.setdefault("GlobalTaxCalculation", "TaxExcluded")
    else:
        request.draft.pop("GlobalTaxCalculation", None)
    before = request.old.data["Line"] if request.old is not None else []
    return complete_lines(request.draft["Line"], line_context(request.company, calculation, before))


def _tax(request: FormRequest, document: DocumentLines, customer: Record | None) -> dict[str, Any]:
    if request.old is not None and not request.sent.intersection(_moves_tax):
        return dict(request.old.data["TxnTaxDetail"])
    asked = request.draft.get("TxnTaxDetail") if "TxnTaxDetail" in request.sent else None
    taxable = customer is None or customer.data["Taxable"]
    return tax_detail(request.company, document, request.draft, asked, taxable)


def _total(document: DocumentLines, draft: dict[str, Any]) -> Decimal:
    total: Decimal = document.subtotal - document.discount + draft["TxnTaxDetail"]["TotalTax"]
    return total


def _linked(request: FormRequest) -> list[dict[str, str]]:
    """Payments link themselves; of what a caller sends only the link to an estimate counts."""
    if request.old is not None:
        return list(request.old.data["LinkedTxn"])
    asked = request.draft.get("LinkedTxn") or []
    links = [{"TxnId": str(link.get("TxnId")), "TxnType": "Estimate"} for link in asked
             if isinstance(link, dict) and link.get("TxnType") == "Estimate"]
    for link in links:
        if request.entity != "Invoice" or request.company.find("Estimate", link["TxnId"]) is None:
            raise api_fault.cannot_be_linked()
    return links


def _link_lines(request: FormRequest) -> None:
    """The lines of an invoice made from an estimate show where they come from."""
    estimates = [link for link in request.draft["LinkedTxn"] if link["TxnType"] == "Estimate"]
    if request.old is None and len(estimates) == 1:
        for line in request.draft["Line"]:
            if line["DetailType"] == "SalesItemLineDetail":
                line.setdefault("LinkedTxn", [dict(estimates[0])])


def _complete_invoice(request: FormRequest) -> None:
    draft, old = request.draft, request.old
    draft.setdefault("AllowIPNPayment", False)
    draft.setdefault("AllowOnlinePayment", False)
    online = request.company.settings.online_payments
    for name in ("AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"):
        draft[name] = bool(draft.get(name, True)) and online
    if online and "BillEmail" in draft:
        draft["InvoiceLink"] = "https://connect.intuit.com/t/scs-v1-simulated"
    if not draft.get("DueDate"):
        draft["DueDate"] = due_date(request.company, draft)
    if not request.company.settings.allow_deposit:
        draft.pop("Deposit", None)
    applied = zero if old is None else old.data["TotalAmt"] - old.data.get("Deposit", zero) - old.data["Balance"]
    draft["Balance"] = draft["TotalAmt"] - draft.get("Deposit", zero) - applied
    if draft["Balance"] < 0 and applied:
        raise api_fault.business_rule("The total cannot be less than what has been paid on the invoice")


def _complete_estimate(request: FormRequest) -> None:
    request.draft.setdefault("TxnStatus", "Pending")


def _complete_credit_memo(request: FormRequest) -> None:
    draft, old = request.draft, request.old
    used = zero if old is None else old.data["TotalAmt"] - old.data["RemainingCredit"]
    if draft["TotalAmt"] < used:
        raise api_fault.business_rule("The total cannot be less than the credit that has been applied")
    draft["RemainingCredit"] = draft["TotalAmt"] - used
    draft["Balance"] = draft["RemainingCredit"]


def _complete_receipt(request: FormRequest) -> None:
    funds = request.company.reference("Account", request.company.settings.undeposited_funds_account)
    if funds is not None:
        request.draft.setdefault("DepositToAccountRef", funds)
    request.draft["Balance"] = zero


_completions = {"Invoice": _complete_invoice, "Estimate": _complete_estimate,
                "CreditMemo": _complete_credit_memo, "SalesReceipt": _complete_receipt,
                "RefundReceipt": _complete_receipt}


def _set_delivery(request: FormRequest) -> None:
    draft = request.draft
    if draft["EmailStatus"] == "NeedToSend" and "BillEmail" not in draft:     # sends nothing, but will want an address
        raise api_fault.business_rule("An e-mail address is needed to send the form")
    before = request.old.data.get("DeliveryInfo") if request.old is not None else None
    if draft["EmailStatus"] == "NeedToSend":
        draft["DeliveryInfo"] = {"DeliveryType": "Email"}
    elif before is not None and draft["EmailStatus"] == "EmailSent":
        draft["DeliveryInfo"] = before
