"""The believable companies of the sandbox, the same for the same seed, scale and clock."""

from __future__ import annotations

import gc
import random
from datetime import datetime, timedelta

from server.sandbox.clock import SimulatedClock
from server.sandbox.company import books
from server.sandbox.company.catalogue import add_catalogue
from server.sandbox.company.clientele import plan_customers
from server.sandbox.company.history import History, first_customer_days
from server.sandbox.company.hubspot_start import seed_hubspot
from server.sandbox.quickbooks import Company

__all__ = ["generate_companies", "seed_hubspot"]

_second_company_max = 2000
_encoded_ahead_max = 5000       # beyond, the first read of each record pays for its encoding


def generate_companies(seed: int, scale: int, clock: SimulatedClock) -> list[Company]:
    """The American company with `scale` customers and as many invoices, and a smaller Norwegian one."""
    now = clock.now().replace(microsecond=0)
    opened = now - timedelta(days=first_customer_days + 30)
    second_scale = min(max(12, scale // 10), _second_company_max)
    companies = [books.american_company(opened), books.norwegian_company(opened)]
    # Hundreds of thousands of records are made and none is dropped: collecting meanwhile only costs time.
    gc.disable()
    try:
        for company, size in zip(companies, (scale, second_scale)):
            _live_through(company, size, seed, now)
    finally:
        gc.enable()
        gc.freeze()
    return companies


def _live_through(company: Company, size: int, seed: int, now: datetime) -> None:
    chance = random.Random(f"{seed} {company.settings.realm_id}")
    opened = now - timedelta(days=first_customer_days + 20)
    catalogue = add_catalogue(company, size, opened, chance)
    customers = plan_customers(size, chance, american=company.settings.country == "US")
    History(company, customers, catalogue, now, chance).run(size)
    if size <= _encoded_ahead_max:
        for store in company.stores.values():
            for record in store:
                record.encode_ahead()
