"""Exchange rates: home units per one foreign unit, set for a day or taken from the company's usual ones."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.pacific_time import pacific_date, stamp
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.form_request import FormRequest


def rate_of(company: Company, code: str, day: str) -> Decimal | None:
    """The rate that holds on `day`: the last one set on or before it, else the usual one."""
    if code == company.settings.home_currency:
        return Decimal(1)
    record = _last_set(company, code, day)
    if record is not None:
        return Decimal(record.data["Rate"])
    usual = company.settings.exchange_rates.get(code)
    return Decimal(usual) if usual is not None else None


def exchange_rate(company: Company, code: str, day: str, now: datetime) -> dict[str, Any]:
    """The object the service answers with; raises fault 2500 for a currency without a rate."""
    rate = rate_of(company, code, day)
    if rate is None:
        raise api_fault.bad_reference("SourceCurrencyCode")
    exact = company.find("ExchangeRate", f"{code} {day}")
    if exact is not None:
        return exact.data
    return {"SyncToken": "0", "domain": "QBO", "sparse": False, "SourceCurrencyCode": code,
            "TargetCurrencyCode": company.settings.home_currency, "Rate": rate, "AsOfDate": day,
            "MetaData": {"LastUpdatedTime": stamp(now)}}


def complete(request: FormRequest) -> dict[str, Any]:
    draft, settings = request.draft, request.company.settings
    for name in ("SourceCurrencyCode", "Rate"):
        if not draft.get(name):
            raise api_fault.required(name)
    draft["SourceCurrencyCode"] = draft["SourceCurrencyCode"].upper()
    if request.company.currency_reference(draft["SourceCurrencyCode"]) is None:
        raise api_fault.bad_reference("SourceCurrencyCode")
    if draft["SourceCurrencyCode"] == settings.home_currency or draft["Rate"] <= 0:
        raise api_fault.business_rule("The exchange rate is not valid for the currency")
    draft["TargetCurrencyCode"] = settings.home_currency
    draft.setdefault("AsOfDate", pacific_date(request.now))
    return draft


def key_of(data: dict[str, Any]) -> str:
    """What a rate is kept under; the service shows no Id."""
    return f"{data['SourceCurrencyCode']} {data['AsOfDate']}"


def _last_set(company: Company, code: str, day: str) -> Record | None:
    earlier = [record for record in company.store("ExchangeRate")
               if record.data["SourceCurrencyCode"] == code and record.data["AsOfDate"] <= day]
    return max(earlier, key=lambda record: str(record.data["AsOfDate"]), default=None)
