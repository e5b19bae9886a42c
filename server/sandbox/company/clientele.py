"""The customers of a company: people and firms in many scripts, their addresses, phones and e-mails."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from server.sandbox.company import name_pools
from server.sandbox.company.countries import Country, united_states
from server.sandbox.company.hostile_names import hostile_names
from server.sandbox.company.name_pools import NamePool

sub_customer_share = 0.04
inactive_share = 0.03
email_share = 0.89
firm_share = 0.4
_phone_share = 0.8
_address_share = 0.92
_exempt_share = 0.06
_capital_email_share = 0.06     # written with capitals, which is the same address
_hostile_from = 24          # smaller companies have friendly customers only


@dataclass
class PlannedCustomer:
    """A customer still to be stored. `parent` is the position of another planned customer, or -1."""

    body: dict[str, Any]
    parent: int = -1
    inactive: bool = False
    id: str = ""
    pool: NamePool = field(default=name_pools.english)


def plan_customers(count: int, chance: random.Random, country: Country) -> list[PlannedCustomer]:
    """`count` customers with names that differ from each other, parents before their children."""
    taken: set[str] = set()
    hostile = list(hostile_names) if country is united_states and count >= _hostile_from else []
    stride = max(1, count // (len(hostile) + 1))
    weights = [pool.weight for pool in country.pools]
    planned: list[PlannedCustomer] = []
    for number in range(count):
        if hostile and number % stride == stride - 1:
            customer = _hostile_customer(hostile.pop(0), number, country, chance)
        elif number % round(1 / sub_customer_share) == 12:
            customer = _sub_customer(planned, number, chance)
        else:
            customer = _ordinary(chance.choices(country.pools, weights)[0], country, chance)
        _make_unique(customer.body, taken)
        customer.inactive = customer.inactive and number > 0    # the first one takes others' orders
        planned.append(customer)
    return planned


def _hostile_customer(name: str, number: int, country: Country, chance: random.Random) -> PlannedCustomer:
    body: dict[str, Any] = {"DisplayName": name, "CompanyName": name[:100],
                            "Notes": "Careful with this one:\n\"quotes\",\ttabs; and 'more'"}
    if chance.random() < email_share:
        body["PrimaryEmailAddr"] = {"Address": f"careful.{number}@oddnames.example"}
    _add_contact_details(body, country, chance)
    return PlannedCustomer(body)


def _sub_customer(planned: list[PlannedCustomer], number: int, chance: random.Random) -> PlannedCustomer:
    parents = [position for position in range(max(0, len(planned) - 200), len(planned))
               if planned[position].parent < 0 and not planned[position].inactive]
    places = ("Kitchen", "Warehouse", "North building", "Beach house", "Garage", "Job 14", "Site B", "Rooftop")
    body: dict[str, Any] = {"DisplayName": f"{chance.choice(places)} {number}", "Job": True,
                            "BillWithParent": chance.random() < 0.5}
    return PlannedCustomer(body, parent=chance.choice(parents))


def _ordinary(pool: NamePool, country: Country, chance: random.Random) -> PlannedCustomer:
    given, given_ascii = chance.choice(pool.given)
    family, family_ascii = chance.choice(pool.family)
    parts = (family, given) if pool.family_first else (given, family)
    person = pool.joint.join(parts)
    body: dict[str, Any] = {"GivenName": given, "FamilyName": family}
    domain = chance.choice(("mail.example", "post.example", "inbox.example"))
    if chance.random() < firm_share:
        firm = _firm(family, country, chance)
        body.update(CompanyName=firm, DisplayName=firm)
        domain = f"{family_ascii}-{chance.randint(10, 9999)}.example"
    else:
        body["DisplayName"] = person
    if chance.random() < email_share:
        address = f"{given_ascii}.{family_ascii}{chance.randint(1, 9_999_999)}@{domain}"
        body["PrimaryEmailAddr"] = {"Address": address.title() if chance.random() < _capital_email_share else address}
    _add_contact_details(body, country, chance)
    _add_currency(body, country, chance)
    return PlannedCustomer(body, inactive=chance.random() < inactive_share, pool=pool)


def _firm(family: str, country: Country, chance: random.Random) -> str:
    return f"{family} {chance.choice(country.trades)} {chance.choice(country.suffixes)}".strip()


def _add_contact_details(body: dict[str, Any], country: Country, chance: random.Random) -> None:
    town, region, postal, area = chance.choice(country.towns)
    if chance.random() < _phone_share:
        body["PrimaryPhone"] = {"FreeFormNumber": country.telephone(area, chance)}
    if chance.random() < _address_share:
        body["BillAddr"] = {"Line1": country.street(chance), "City": town, "CountrySubDivisionCode": region,
                            "PostalCode": country.postal_code(postal, chance), "Country": country.code}
    if country is united_states and chance.random() < _exempt_share:
        body["TaxExemptionReasonId"] = chance.choice(("5", "7", "9"))


def _add_currency(body: dict[str, Any], country: Country, chance: random.Random) -> None:
    """Some customers of a company with several currencies pay in another one than its own."""
    if country.foreign:
        left = chance.random()
        for code, share in country.foreign.items():
            left -= share
            if left < 0:
                body["CurrencyRef"] = {"value": code}
                return


def _make_unique(body: dict[str, Any], taken: set[str]) -> None:
    """Two people of one name get a number, as a bookkeeper would write it."""
    name, number = body["DisplayName"], 2
    while body["DisplayName"].casefold() in taken:
        body["DisplayName"] = f"{name} ({number})"
        number += 1
    taken.add(body["DisplayName"].casefold())
