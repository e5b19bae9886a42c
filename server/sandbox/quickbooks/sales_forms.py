"""Invoices, estimates, credit memos, sales receipts and refund receipts: a form out of what was sent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_currency import set_exchange_rate, set_home_amounts
from server.sandbox.quickbooks.document_lines import DocumentLines, complete_lines, line_context, zero
from server.sandbox.quickbooks.document_tax import tax_detail
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.form_request import FormRequest, check_open_period
from server.sandbox.quickbooks.pacific_time import pacific_date
from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import Record

days_until_due_without_term = 30
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
    _set_currency(request, customer)
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
    _set_number(request)
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


def _set_currency(request: FormRequest, customer: Record | None) -> None:
    expected = customer.data["CurrencyRef"] if customer is not None else None
    given = request.draft.get("CurrencyRef")
    if request.company.settings.multicurrency and given is None:
        raise api_fault.required("CurrencyRef")
    if given is not None and expected is not None and given["value"] != expected["value"]:
        raise api_fault.business_rule("The currency of the transaction must be the currency of the customer")
    request.draft["CurrencyRef"] = expected
    set_exchange_rate(request)


def _set_addresses(request: FormRequest, customer: Record | None) -> None:
    """New forms take the customer's addresses; a changed address becomes free-form lines."""
    moved = request.old is None or request.old.data["CustomerRef"] != request.draft["CustomerRef"]
    for member in _address_members:
        given = request.draft.get(member) if member in request.sent else None
        before = request.old.data.get(member) if request.old is not None else None
        if given is not None and _parts(given) != _parts(before or {}):
            new = _parts(given) if request.old is None else _free_form(given, customer)
            request.draft[member] = request.company.new_address(new)
        elif moved and customer is not None and "BillAddr" in customer.data:
            request.draft[member] = customer.data.get(member, customer.data["BillAddr"])
        elif before is not None:
            request.draft[member] = before
    own = request.company.settings.address
    request.draft["ShipFromAddr"] = {
        "Id": "1", "Line1": own.get("Line1", ""),
        "Line2": f"{own.get('City', '')}, {own.get('CountrySubDivisionCode', '')}  {own.get('PostalCode', '')}"}


def _parts(place: dict[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in place.items() if part not in ("Id", "Lat", "Long")}


def _free_form(place: dict[str, Any], customer: Record | None) -> dict[str, str]:
    who = customer.data if customer is not None else {}
    person = " ".join(who[part] for part in ("GivenName", "FamilyName") if who.get(part))
    streets = [place[part] for part in ("Line1", "Line2", "Line3") if place.get(part)]
    region = " ".join(place[part] for part in ("CountrySubDivisionCode", "PostalCode") if place.get(part))
    town = ", ".join(part for part in (place.get("City", ""), region) if part)
    written = [part for part in (person, who.get("CompanyName", ""), *streets, town) if part]
    return {f"Line{number}": line for number, line in enumerate(written[:5], start=1)}


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


def due_date(company: Company, draft: dict[str, Any]) -> str:
    term = company.find("Term", draft["SalesTermRef"]["value"]) if draft.get("SalesTermRef") else None
    made = date.fromisoformat(draft["TxnDate"])
    if term is not None and "DayOfMonthDue" in term.data:
        return _day_of_month_due(made, int(term.data["DayOfMonthDue"]), int(term.data.get("DueNextMonthDays", 0)))
    days = int(term.data.get("DueDays", days_until_due_without_term)) if term is not None else days_until_due_without_term
    return (made + timedelta(days=days)).isoformat()


def _day_of_month_due(made: date, day: int, next_month_days: int) -> str:
    """The next such day of a month; a month later when it is closer than `next_month_days`."""
    for months in range(3):
        year, month = divmod(made.year * 12 + made.month - 1 + months, 12)
        last = ((date(year, month + 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
        due = date(year, month + 1, min(day, last))
        if due > made + timedelta(days=next_month_days):
            break
    return due.isoformat()


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


def _set_number(request: FormRequest) -> None:
    """Runs last, so that a refused form uses up no number."""
    draft, settings = request.draft, request.company.settings
    if not draft.get("DocNumber"):
        draft.pop("DocNumber", None)
        if not settings.custom_transaction_numbers:
            series = entity_types[request.entity].document_series
            kept = request.old.data.get("DocNumber") if request.old is not None else None
            draft["DocNumber"] = kept or request.company.new_document_number(series)
        return
    checked = settings.custom_transaction_numbers and settings.warn_about_duplicate_numbers
    if checked and "allowduplicatedocnum" not in request.include:
        _refuse_duplicate(request)


def _refuse_duplicate(request: FormRequest) -> None:
    number = request.draft["DocNumber"]
    by_number = attribute_of(request.entity, "DocNumber")
    for identifier in request.company.store(request.entity).index(by_number).ids(number.casefold()):
        if request.old is None or identifier != request.old.id:
            raise api_fault.duplicate_document_number(number, request.entity, identifier)


def _set_delivery(request: FormRequest) -> None:
    draft = request.draft
    if draft["EmailStatus"] == "NeedToSend" and "BillEmail" not in draft:     # sends nothing, but will want an address
        raise api_fault.business_rule("An e-mail address is needed to send the form")
    before = request.old.data.get("DeliveryInfo") if request.old is not None else None
    if draft["EmailStatus"] == "NeedToSend":
        draft["DeliveryInfo"] = {"DeliveryType": "Email"}
    elif before is not None and draft["EmailStatus"] == "EmailSent":
        draft["DeliveryInfo"] = before
