"""The account: portal, currencies, owners."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .currencies import ExchangeRate, TaxRate, default_tax_rates
from .times import wire_time

_FIRST_RATES = (("EUR", "1.08"), ("GBP", "1.27"), ("CAD", "0.73"))
_FIRST_RATE_ID = 5_100_001
DAY_MILLISECONDS = 86_400_000


@dataclass
class Account:
    """What account-info answers, and the options it implies for currency properties."""

    portal_id: str
    name: str
    company_currency: str = "USD"
    time_zone: str = "US/Eastern"
    utc_offset_minutes: int = -300
    rates: list[ExchangeRate] = field(default_factory=list)
    tax_rates: list[TaxRate] = field(default_factory=list)

    def start(self, now: int) -> None:
        """The settings of a new account."""
        self.rates = []
        for code, conversion in _FIRST_RATES:
            self.add_rate(code, Decimal(conversion), now, now)
        self.tax_rates = default_tax_rates(now)

    @property
    def additional_currencies(self) -> list[str]:
        """Those that have an exchange rate."""
        return list(dict.fromkeys(rate.from_code for rate in self.rates))

    def add_rate(self, code: str, conversion: Decimal, effective: int, now: int) -> ExchangeRate:
        """A rate from a currency to the company's; the currency can be used from then on."""
        rate = ExchangeRate(str(_FIRST_RATE_ID + len(self.rates)), code, self.company_currency, conversion, effective, now)
        self.rates.append(rate)
        return rate

    def current_rates(self, now: int) -> list[ExchangeRate]:
        """Of each currency the rate that was effective last."""
        current: dict[str, ExchangeRate] = {}
        for rate in sorted(self.rates, key=lambda rate: rate.effective):
            if rate.effective <= now:
                current[rate.from_code] = rate
        return list(current.values())

    def in_company_currency(self, amount: Decimal, code: str, now: int) -> Decimal | None:
        """None for a currency that has no rate yet."""
        if code == self.company_currency:
            return amount
        return next((amount * rate.conversion for rate in self.current_rates(now) if rate.from_code == code), None)

    def tax_rate(self, rate_id: str) -> TaxRate | None:
        return next((rate for rate in self.tax_rates if rate.rate_id == rate_id), None)

    def next_midnight(self, now: int) -> int:
        """When the daily limit starts anew: midnight in the account's time zone."""
        local = now + self.utc_offset_minutes * 60_000
        return (local // DAY_MILLISECONDS + 1) * DAY_MILLISECONDS - self.utc_offset_minutes * 60_000

    @property
    def currencies(self) -> list[str]:
        return [self.company_currency, *self.additional_currencies]

    @property
    def domain(self) -> str:
        letters = "".join(character for character in self.name.lower() if character.isascii() and character.isalnum())
        return f"{letters or 'account'}.example"

    def details(self) -> dict[str, Any]:
        sign = "-" if self.utc_offset_minutes < 0 else "+"
        hours, minutes = divmod(abs(self.utc_offset_minutes), 60)
        return {"portalId": int(self.portal_id), "accountType": "STANDARD", "timeZone": self.time_zone,
                "companyCurrency": self.company_currency, "additionalCurrencies": list(self.additional_currencies),
                "utcOffset": f"{sign}{hours:02d}:{minutes:02d}",
                "utcOffsetMilliseconds": self.utc_offset_minutes * 60_000,
                "uiDomain": "app.hubspot.com", "dataHostingLocation": "na1"}


@dataclass(frozen=True)
class Owner:
    """A user of the account to whom records can belong."""

    owner_id: str
    user_id: int
    email: str
    first_name: str
    last_name: str
    archived: bool = False

    def as_json(self, created: int) -> dict[str, Any]:
        stamp = wire_time(created)
        if self.archived:
            return {"id": self.owner_id, "email": self.email, "type": "PERSON", "firstName": self.first_name,
                    "lastName": self.last_name, "userIdIncludingInactive": self.user_id, "createdAt": stamp,
                    "updatedAt": stamp, "archived": True}
        return {"id": self.owner_id, "email": self.email, "type": "PERSON", "firstName": self.first_name,
                "lastName": self.last_name, "userId": self.user_id, "userIdIncludingInactive": self.user_id,
                "createdAt": stamp, "updatedAt": stamp, "archived": False, "teams": []}


def default_owners(domain: str) -> list[Owner]:
    """Three users, and one who has left."""
    people = (("Jo", "Hale"), ("Priya", "Raman"), ("Marek", "Nowak"), ("Sam", "Ortega"))
    return [Owner(str(71_400_001 + 7 * index), 9_100_001 + 3 * index, f"{first.lower()}@{domain}", first, last,
                  archived=index == 3) for index, (first, last) in enumerate(people)]
