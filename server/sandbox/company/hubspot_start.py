"""What is in HubSpot before anything is connected: some of the customers, strangers, near-duplicates, products, sales."""

from __future__ import annotations

import random
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from server.sandbox.company import name_pools
from server.sandbox.company.countries import united_states
from server.sandbox.company.hubspot_sales import seed_sales
from server.sandbox.hubspot import HubSpotSimulator
from server.sandbox.quickbooks import Company
from server.sandbox.quickbooks.json_text import number_text
from server.sandbox.quickbooks.record_store import Record

contacts_max = 190
known_share = 0.08
stranger_share = 0.06
_near_share = 0.3           # of the strangers: people whose name is nearly that of a customer
_written_otherwise = 0.25   # of the known: same address, name written in another way
_item_share = 0.25
_companies_least, _companies_most = 10, 300
_oldest_days = 700


def seed_hubspot(hubspot: HubSpotSimulator, company: Company, seed: int, scale: int, now: datetime) -> None:
    """Contacts that match customers by e-mail, contacts that match nobody or nearly somebody, products that match by SKU."""
    chance = random.Random(f"{seed} hubspot")
    known = min(round(known_share * scale), contacts_max * 4 // 7)
    strangers = min(round(stranger_share * scale), contacts_max - known)
    people = [record for record in company.store("Customer")
              if (data := record.peek()).get("PrimaryEmailAddr") and data.get("GivenName") and data["Active"]]
    met = chance.sample(people, min(known, len(people)))
    near = int(strangers * _near_share)
    bodies = [_known_contact(record, chance) for record in met]
    bodies += [_near_duplicate(chance.choice(people), number, chance) for number in range(near if people else 0)]
    bodies += [_stranger(number, chance) for number in range(len(bodies) - len(met), strangers)]
    contacts = [hubspot.seed_contact(body, moment) for body, moment in zip(bodies, _moments(len(bodies), now, chance))]
    products = _seed_products(hubspot, company, now, chance)
    companies = _seed_companies(hubspot, [record.peek() for record in met], scale, now, chance)
    seed_sales(hubspot, contacts, companies, products, now, chance)


def _moments(count: int, now: datetime, chance: random.Random) -> list[datetime]:
    """When records were made, oldest first, as their ids are."""
    ages = sorted((chance.random() * _oldest_days for _ in range(count)), reverse=True)
    return [now - timedelta(days=age, minutes=10) for age in ages]


def _known_contact(record: Record, chance: random.Random) -> dict[str, Any]:
    """The same person, not always written the same way."""
    data = record.peek()
    first, last = data["GivenName"], data["FamilyName"]
    if chance.random() < _written_otherwise:
        first, last = _otherwise(first, last, chance)
    contact = {"email": data["PrimaryEmailAddr"]["Address"].lower(), "firstname": first, "lastname": last}
    if "CompanyName" in data and chance.random() < 0.6:
        contact["company"] = data["CompanyName"]
    if "PrimaryPhone" in data and chance.random() < 0.5:
        contact["phone"] = data["PrimaryPhone"]["FreeFormNumber"]
    return contact


def _near_duplicate(record: Record, number: int, chance: random.Random) -> dict[str, Any]:
    """Somebody of nearly the same name with another address: perhaps the same person, perhaps not."""
    data = record.peek()
    first, last = _otherwise(data["GivenName"], data["FamilyName"], chance) if chance.random() < 0.7 else \
        (data["GivenName"], data["FamilyName"])
    contact = {"email": f"private.{number}@elsewhere.example", "firstname": first, "lastname": last}
    if "CompanyName" in data:
        contact["company"] = data["CompanyName"].upper() if chance.random() < 0.5 else data["CompanyName"].rstrip(".")
    return contact


def _otherwise(first: str, last: str, chance: random.Random) -> tuple[str, str]:
    """The name without accents, with an initial, in capitals, or the wrong way round."""
    way = chance.randrange(4)
    if way == 0:
        return _plain(first), _plain(last)
    if way == 1:
        return f"{first[:1]}.", last
    return (first.upper(), last.upper()) if way == 2 else (last, first)


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _stranger(number: int, chance: random.Random) -> dict[str, Any]:
    pool = chance.choice(united_states.pools)
    given, given_ascii = chance.choice(pool.given)
    family, family_ascii = chance.choice(pool.family)
    return {"email": f"{given_ascii}.{family_ascii}.{number}@prospects.example", "firstname": given,
            "lastname": family, "lifecyclestage": "lead"}


def _seed_products(hubspot: HubSpotSimulator, company: Company, now: datetime, chance: random.Random) -> list[str]:
    with_sku = [record.peek() for record in company.store("Item") if record.active and record.peek().get("Sku")]
    chosen = [data for data in with_sku if chance.random() < _item_share]
    return [hubspot.seed_product({"name": data["Name"], "hs_sku": data["Sku"], "price": number_text(data["UnitPrice"]),
                                  "description": data.get("Description", "")}, moment)
            for data, moment in zip(chosen, _moments(len(chosen), now, chance))]


def _seed_companies(hubspot: HubSpotSimulator, met: list[dict[str, Any]], scale: int, now: datetime,
                    chance: random.Random) -> list[str]:
    """Every other one is the firm of a customer, not always written the same way."""
    firms = [data["CompanyName"] for data in met if "CompanyName" in data]
    count = min(max(_companies_least, scale // 100), _companies_most)
    companies = []
    for number, moment in enumerate(_moments(count, now, chance)):
        family, family_ascii = name_pools.english.family[number * 3 % len(name_pools.english.family)]
        town, region, _, _ = united_states.towns[number % len(united_states.towns)]
        name = f"{family} {united_states.trades[number % len(united_states.trades)]}"
        if firms and number % 2:
            name = firms[number // 2 % len(firms)]
            name = name.upper() if chance.random() < 0.3 else name.removesuffix(" Inc.").removesuffix(" LLC")
        companies.append(hubspot.seed_company({"name": name, "domain": f"{family_ascii}{number}.example", "city": town,
                                               "state": region}, moment))
    return companies
