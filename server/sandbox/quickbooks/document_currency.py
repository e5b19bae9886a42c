"""The currency of a transaction, its exchange rate and its amounts in the company's own currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.exchange_rates import rate_of
from server.sandbox.quickbooks.form_request import FormRequest
from server.sandbox.quickbooks.record_store import Record


def set_exchange_rate(request: FormRequest) -> None:
    """Home units per foreign unit: as sent, or the rate that holds on the day. Only where there are several currencies."""
    draft, settings = request.draft, request.company.settings
    code = (draft.get("CurrencyRef") or {}).get("value", settings.home_currency)
    if not settings.multicurrency:
        draft.pop("ExchangeRate", None)
    elif code == settings.home_currency:
        draft["ExchangeRate"] = Decimal(1)
    elif draft.get("ExchangeRate") is None:
        rate = rate_of(request.company, code, draft["TxnDate"])
        if rate is None:
            raise api_fault.business_rule(f"There is no exchange rate for {code}")
        draft["ExchangeRate"] = rate
    elif draft["ExchangeRate"] <= 0:
        raise api_fault.bad_number("ExchangeRate", draft["ExchangeRate"])


def set_home_amounts(company: Company, draft: dict[str, Any]) -> None:
    for name, home in (("TotalAmt", "HomeTotalAmt"), ("Balance", "HomeBalance")):
        draft.pop(home, None)
        if company.settings.multicurrency and name in draft:
            draft[home] = to_cents(draft[name] * draft["ExchangeRate"])


def set_party_currency(request: FormRequest, party: Record | None) -> None:
    """The currency of a transaction with a customer or vendor: always theirs. Raises fault 2020 or 6000."""
    expected = party.data["CurrencyRef"] if party is not None else None
    given = request.draft.get("CurrencyRef")
    if request.company.settings.multicurrency and given is None:
        raise api_fault.required("CurrencyRef")
    if given is not None and expected is not None and given["value"] != expected["value"]:
        who = party.entity.lower() if party is not None else "customer"
        raise api_fault.business_rule(f"The currency of the transaction must be the currency of the {who}")
    request.draft["CurrencyRef"] = expected
    set_exchange_rate(request)


def set_books_currency(request: FormRequest) -> None:
    """The currency of a transaction without a customer: as sent, else the company's own."""
    company = request.company
    if not request.draft.get("CurrencyRef"):
        request.draft["CurrencyRef"] = company.currency_reference(company.settings.home_currency)
    if not company.settings.multicurrency and request.draft["CurrencyRef"]["value"] != company.settings.home_currency:
        raise api_fault.business_rule("The company does not use several currencies")
    set_exchange_rate(request)
    set_home_amounts(company, request.draft)
