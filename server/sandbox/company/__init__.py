"""The believable companies of the sandbox, the same for the same seed, scale and clock."""

from __future__ import annotations

import gc
import random
from datetime import datetime, timedelta

from server.sandbox.clock import SimulatedClock
from server.sandbox.company.bookkeeping import Bookkeeper
from server.sandbox.company.books import open_books
from server.sandbox.company.businesses import Business, businesses
from server.sandbox.company.catalogue import add_catalogue
from server.sandbox.company.clientele import plan_customers
from server.sandbox.company.history import History, first_customer_days
from server.sandbox.company.hubspot_start import seed_hubspot
from server.sandbox.company.repeat_orders import RepeatOrders, learn_orders
from server.sandbox.quickbooks import Company

__all__ = ["generate_companies", "seed_hubspot"]

_other_companies_max = 1000     # customers of each company but the first
_encoded_ahead_max = 5000       # beyond, the first read of each record pays for its encoding
# Up to this scale a company has as many invoices as customers, at the largest scale three times as many.
_one_invoice_each_max = 10_000
_invoices_per_further_customer = 29 / 9
_lived_through_max = 6_000     # invoices that happen event by event; further ones repeat orders of the same company


def generate_companies(seed: int, scale: int, clock: SimulatedClock) -> list[Company]:
    """The American company with `scale` customers, and smaller ones of other countries and currencies."""
    now = clock.now().replace(microsecond=0)
    others = min(max(12, scale // 10), _other_companies_max)
    # Hundreds of thousands of records are made and none is dropped: collecting meanwhile only costs time.
    gc.disable()
    try:
        return [_live_through(business(), others if number else scale, seed, now) for number, business in enumerate(businesses)]
    finally:
        gc.enable()
        gc.freeze()


def invoice_count(scale: int) -> int:
    """How many invoices a company with `scale` customers has."""
    return scale + round(max(0, scale - _one_invoice_each_max) * (_invoices_per_further_customer - 1))


def _live_through(business: Business, size: int, seed: int, now: datetime) -> Company:
    company = open_books(business, now - timedelta(days=first_customer_days + 30))
    chance = random.Random(f"{seed} {company.settings.realm_id}")
    invoices = invoice_count(size)
    lived = invoices if invoices <= _one_invoice_each_max else _lived_through_max
    catalogue = add_catalogue(company, size, now - timedelta(days=first_customer_days + 20), chance)
    customers = plan_customers(size, chance, business.country)
    bookkeeper = Bookkeeper(random.Random(f"bookkeeper {seed} {company.settings.realm_id}"))
    history = History(company, customers, catalogue, now, chance, bookkeeper)
    if invoices > lived:
        history.repeat = RepeatOrders(company, customers, learn_orders(business, size, seed, now), now, chance)
        history.repeat.plan(history, invoices - lived)
    history.run(lived)
    if size <= _encoded_ahead_max:
        for store in company.stores.values():
            for record in store:
                record.encode_ahead()
    return company
