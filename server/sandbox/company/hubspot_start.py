"""What is in HubSpot before anything is connected: some of the customers, some strangers, some products."""

from __future__ import annotations

import random
from typing import Any

from server.sandbox.company import name_pools
from server.sandbox.company.countries import united_states
from server.sandbox.hubspot import HubSpotSimulator
from server.sandbox.quickbooks import Company
from server.sandbox.quickbooks.json_text import number_text
from server.sandbox.quickbooks.record_store import Record

contacts_max = 190
known_share = 0.08
stranger_share = 0.06
_item_share = 0.25
_companies = 10
_deals = 10
_stages = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent", "closedwon")


def seed_hubspot(hubspot: HubSpotSimulator, company: Company, seed: int, scale: int) -> None:
    """Contacts that match customers by e-mail, contacts that match nobody, products that match by SKU."""
    chance = random.Random(f"{seed} hubspot")
    known = min(round(known_share * scale), contacts_max * 4 // 7)
    strangers = min(round(stranger_share * scale), contacts_max - known)
    people = [record for record in company.store("Customer")
              if (data := record.peek()).get("PrimaryEmailAddr") and data.get("GivenName") and data["Active"]]
    met = chance.sample(people, min(known, len(people)))
    contacts = [hubspot.seed_contact(_known_contact(record, chance)) for record in met]
    contacts += [hubspot.seed_contact(_stranger(number, chance)) for number in range(strangers)]
    _seed_products(hubspot, company, chance)
    _seed_companies_and_deals(hubspot, contacts, chance)


def _known_contact(record: Record, chance: random.Random) -> dict[str, Any]:
    """The same person, not always written the same way."""
    data = record.peek()
    contact = {"email": data["PrimaryEmailAddr"]["Address"].lower(), "firstname": data["GivenName"],
               "lastname": data["FamilyName"]}
    if "CompanyName" in data and chance.random() < 0.6:
        contact["company"] = data["CompanyName"]
    if "PrimaryPhone" in data and chance.random() < 0.5:
        contact["phone"] = data["PrimaryPhone"]["FreeFormNumber"]
    return contact


def _stranger(number: int, chance: random.Random) -> dict[str, Any]:
    pool = chance.choice(united_states.pools)
    given, given_ascii = chance.choice(pool.given)
    family, family_ascii = chance.choice(pool.family)
    return {"email": f"{given_ascii}.{family_ascii}.{number}@prospects.example", "firstname": given,
            "lastname": family, "lifecyclestage": "lead"}


def _seed_products(hubspot: HubSpotSimulator, company: Company, chance: random.Random) -> None:
    with_sku = [record for record in company.store("Item") if record.peek().get("Sku") and record.active]
    for record in with_sku:
        if chance.random() < _item_share:
            data = record.peek()
            hubspot.seed_product({"name": data["Name"], "hs_sku": data["Sku"], "price": number_text(data["UnitPrice"]),
                                  "description": data.get("Description", "")})


def _seed_companies_and_deals(hubspot: HubSpotSimulator, contacts: list[str], chance: random.Random) -> None:
    companies = []
    for number in range(_companies):
        family, family_ascii = name_pools.english.family[number * 3]
        town, region, _, _ = united_states.towns[number]
        companies.append(hubspot.seed_company({
            "name": f"{family} {united_states.trades[number]}", "domain": f"{family_ascii}{number}.example",
            "city": town, "state": region}))
    for number in range(_deals):
        deal = hubspot.seed_deal({
            "dealname": f"{chance.choice(united_states.trades)} renovation {number + 1}", "pipeline": "default",
            "dealstage": _stages[number % len(_stages)], "amount": str(chance.randint(400, 18_000))})
        hubspot.associate("deals", deal, "companies", companies[number % len(companies)])
        if contacts:
            contact = contacts[number % len(contacts)]
            hubspot.associate("deals", deal, "contacts", contact)
            hubspot.associate("contacts", contact, "companies", companies[number % len(companies)])
