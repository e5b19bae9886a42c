"""The account: portal, currencies, owners."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .times import wire_time


@dataclass
class Account:
    """What account-info answers, and the options it implies for currency properties."""

    portal_id: str
    name: str
    company_currency: str = "USD"
    additional_currencies: list[str] = field(default_factory=lambda: ["EUR", "GBP", "CAD"])
    time_zone: str = "US/Eastern"
    utc_offset_minutes: int = -300

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

    def as_json(self, created: int) -> dict[str, Any]:
        stamp = wire_time(created)
        return {"id": self.owner_id, "email": self.email, "type": "PERSON", "firstName": self.first_name,
                "lastName": self.last_name, "userId": self.user_id, "userIdIncludingInactive": self.user_id,
                "createdAt": stamp, "updatedAt": stamp, "archived": False, "teams": []}


def default_owners(domain: str) -> list[Owner]:
    people = (("Jo", "Hale"), ("Priya", "Raman"), ("Marek", "Nowak"))
    return [Owner(str(71_400_001 + 7 * index), 9_100_001 + 3 * index, f"{first.lower()}@{domain}", first, last)
            for index, (first, last) in enumerate(people)]
