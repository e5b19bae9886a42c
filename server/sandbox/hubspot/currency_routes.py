"""The currencies of the account with their exchange rates, and the tax rates that line items may name."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from .calls import Answer, Call, is_whole, required
from .currencies import CURRENCY_CODES, ExchangeRate
from .errors import object_not_found, path_not_found, validation
from .times import parse_time, wire_time

_READ, _WRITE = ("settings.currencies.read",), ("settings.currencies.write",)
_RATE_DECIMALS_MAX = 6
PAGE_MAX = 100


def answer(call: Call) -> Answer:
    """Everything below /settings/currencies."""
    call.needs_any(_READ if call.method == "GET" else _WRITE)
    account = call.crm.account
    match call.method, call.path:
        case ("GET", ("company-currency",)):
            return Answer(200, _company_currency(call))
        case ("GET", ("codes",)):
            return Answer(200, {"results": [{"code": code, "name": name} for code, name in CURRENCY_CODES.items()]})
        case ("GET", ("exchange-rates",)):
            return _rates(call)
        case ("POST", ("exchange-rates",)):
            return Answer(201, _add_rate(call).as_json())
        case ("GET", ("exchange-rates", "current")):
            return Answer(200, {"results": [rate.as_json() for rate in account.current_rates(call.crm.now())]})
        case ("GET", ("exchange-rates", rate_id)):
            for rate in account.rates:
                if rate.rate_id == rate_id:
                    return Answer(200, rate.as_json())
            raise object_not_found()
    raise path_not_found()


def answer_tax_rates(call: Call) -> Answer:
    """Everything below /tax-rates: reading only, because rates are made in HubSpot itself."""
    call.needs_any(("tax_rates.read",))
    rates = call.crm.account.tax_rates
    match call.method, call.path:
        case ("GET", ()):
            asked = call.query.get("active")
            chosen = [rate for rate in rates if asked is None or rate.active is (asked.lower() == "true")]
            return _page(call, [(int(rate.rate_id), rate.as_json()) for rate in chosen])
        case ("GET", (rate_id,)):
            for rate in rates:
                if rate.rate_id == rate_id:
                    return Answer(200, rate.as_json())
            raise object_not_found()
    raise path_not_found()


def _company_currency(call: Call) -> dict[str, Any]:
    stamp = wire_time(call.crm.created)
    return {"id": "1", "currencyCode": call.crm.account.company_currency, "createdAt": stamp, "updatedAt": stamp}


def _rates(call: Call) -> Answer:
    wanted = [(name, call.query.get(parameter)) for name, parameter in
              (("from_code", "fromCurrencyCode"), ("to_code", "toCurrencyCode"))]
    return _page(call, [(int(rate.rate_id), rate.as_json()) for rate in call.crm.account.rates
                        if all(code is None or getattr(rate, name) == code for name, code in wanted)])


def _add_rate(call: Call) -> ExchangeRate:
    """A rate from an additional currency to the company's; it adds the currency if the account does not have it."""
    body, account = call.body(), call.crm.account
    code = required(body, "fromCurrencyCode", str)
    if code not in CURRENCY_CODES or code == account.company_currency:
        raise validation(f"{code} cannot be added as a currency of this account.")
    try:
        conversion = Decimal(str(body.get("conversionRate")))
    except InvalidOperation:
        conversion = Decimal(0)
    if not Decimal(0) < conversion < Decimal(10) ** 9:
        raise validation("conversionRate must be a number greater than 0.")
    effective = call.crm.now()
    if body.get("effectiveAt") is not None:
        given = parse_time(str(body["effectiveAt"]))
        if given is None:
            raise validation(f"effectiveAt was not a valid time: {body['effectiveAt']}")
        effective = given
    return account.add_rate(code, round(conversion, _RATE_DECIMALS_MAX), effective, call.crm.now())


def _page(call: Call, entries: list[tuple[int, dict[str, Any]]]) -> Answer:
    """By id; `after` is the id of the first entry of the next page."""
    limit, after = call.limit(PAGE_MAX, PAGE_MAX), call.query.get("after", "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    rest = [entry for entry in sorted(entries, key=lambda entry: entry[0]) if entry[0] >= int(after)]
    body: dict[str, Any] = {"results": [shown for _, shown in rest[:limit]]}
    if len(rest) > limit:
        body["paging"] = {"next": {"after": str(rest[limit][0]), "link": f"{call.address}?after={rest[limit][0]}"}}
    return Answer(200, body)
