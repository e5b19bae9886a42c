"""Deals with their lines, quotes in every state, payments and refunds, notes and tasks: what a sales team leaves behind."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from server.sandbox.company.countries import united_states
from server.sandbox.hubspot import HubSpotSimulator

_stages = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent", "closedwon", "closedlost")
_quoted_stages = ("presentationscheduled", "contractsent", "closedwon")
# What becomes of a payment, and the part of it that goes back.
_fates = (("succeeded", Decimal(0)), ("succeeded", Decimal(0)), ("partially_refunded", Decimal("0.25")), ("refunded", Decimal(1)),
          ("failed", Decimal(0)))
_fee_share = Decimal("0.029")
_oldest_days = 200


@dataclass(frozen=True)
class _Sale:
    """One deal under way."""

    number: int
    deal: str
    stage: str
    contact: str
    company: str
    lines: list[dict[str, str]]
    at: datetime

    @property
    def amount(self) -> Decimal:
        return sum((Decimal(line["price"]) * int(line["quantity"]) for line in self.lines), Decimal(0))


def seed_sales(hubspot: HubSpotSimulator, contacts: list[str], companies: list[str], products: list[str], now: datetime,
               chance: random.Random) -> None:
    """One deal for every company."""
    for number, company in enumerate(companies):
        at = now - timedelta(days=chance.uniform(1, _oldest_days))
        lines = [_line(hubspot, chance.choice(products), chance) for _ in range(chance.randint(1, 3))] if products else []
        contact = contacts[number % len(contacts)] if contacts else ""
        sale = _seed_deal(hubspot, number, contact, company, lines, at, chance)
        if sale.stage in _quoted_stages and lines and contact:
            _seed_quote(hubspot, sale, chance)
        if sale.stage == "closedwon" and sale.amount:
            _seed_payment(hubspot, sale, _fates[number // len(_stages) % len(_fates)])
        if number % 3 == 0:
            _seed_follow_up(hubspot, sale)
    # What was published or accepted just now would otherwise not be found before the index has followed.
    for name in ("quotes", "deals", "line_items"):
        store = hubspot.objects(name)
        for record in store.records.values():
            store.index_now(record)


def _line(hubspot: HubSpotSimulator, product: str, chance: random.Random) -> dict[str, str]:
    known = hubspot.objects("products").records[product].properties
    return {"name": known["name"], "price": known["price"], "quantity": str(chance.randint(1, 8)), "hs_product_id": product}


def _seed_deal(hubspot: HubSpotSimulator, number: int, contact: str, company: str, lines: list[dict[str, str]], at: datetime,
               chance: random.Random) -> _Sale:
    stage = _stages[number % len(_stages)]
    trade = chance.choice(united_states.trades)
    name = f"{trade} payment link {number + 1}" if number % 5 == 4 else f"{trade} renovation {number + 1}"
    sale = _Sale(number, "", stage, contact, company, lines, at)
    amount = str(sale.amount) if lines else str(chance.randint(400, 18_000))
    properties = {"dealname": name, "pipeline": "default", "dealstage": stage, "amount": amount,
                  "closedate": _wire(at + timedelta(days=30))}
    deal = hubspot.seed_deal(properties, at)
    hubspot.associate("deals", deal, "companies", company)
    if contact:
        hubspot.associate("deals", deal, "contacts", contact)
        hubspot.associate("contacts", contact, "companies", company)
    for line in lines:
        hubspot.associate("deals", deal, "line_items", hubspot.seed_line_item(line, at))
    return _Sale(number, deal, stage, contact, company, lines, at)


def _seed_quote(hubspot: HubSpotSimulator, sale: _Sale, chance: random.Random) -> None:
    """A draft, a published one, or one that the buyer has accepted, as far as the deal has come."""
    expires = (sale.at + timedelta(days=chance.choice((20, 60, 400)))).date().isoformat()
    quote = hubspot.seed_quote({"hs_title": f"Offer {sale.number + 1}", "hs_expiration_date": expires, "hs_currency": "USD",
                                "hs_sender_email": "sales@brightwater.example", "hs_esign_enabled": "true"}, sale.at)
    hubspot.associate("quotes", quote, "deals", sale.deal)
    hubspot.associate("quotes", quote, "contacts", sale.contact)
    for line in sale.lines:
        hubspot.associate("quotes", quote, "line_items", hubspot.seed_line_item(line, sale.at))
    if sale.stage != "presentationscheduled":
        hubspot.edit("quotes", quote, {"hs_status": "APPROVAL_NOT_NEEDED"})
    if sale.stage == "closedwon":
        hubspot.act_as_buyer(quote, "accept")


def _seed_payment(hubspot: HubSpotSimulator, sale: _Sale, fate: tuple[str, Decimal]) -> None:
    status, share = fate
    paid = sale.at + timedelta(hours=5)
    properties = {
        "hs_initial_amount": f"{sale.amount:.2f}", "hs_initiated_date": _wire(paid), "hs_latest_status": status,
        "hs_currency_code": "USD", "hs_payment_method_type": "card", "hs_processor_type": "hs_payments",
        "hs_fees_amount": f"{sale.amount * _fee_share:.2f}", "hs_reference_number": f"ch_{sale.number + 1:06d}",
        "hs_payment_source_app": "SALES_CHECKOUT" if sale.number % 2 else "QUOTE"}
    if share:
        properties["hs_refunds_amount"] = f"{sale.amount * share:.2f}"
    payment = hubspot.seed("commerce_payments", properties, paid)
    hubspot.associate("commerce_payments", payment, "deals", sale.deal)
    if sale.contact:
        hubspot.associate("commerce_payments", payment, "contacts", sale.contact)


def _seed_follow_up(hubspot: HubSpotSimulator, sale: _Sale) -> None:
    note = hubspot.seed("notes", {"hs_timestamp": _wire(sale.at), "hs_note_body": "Asked for a discount, <b>declined</b>."}, sale.at)
    task = hubspot.seed("tasks", {"hs_timestamp": _wire(sale.at + timedelta(days=7)), "hs_task_subject": "Call back",
                                  "hs_task_status": "NOT_STARTED", "hs_task_priority": "MEDIUM"}, sale.at)
    for name, identifier in (("notes", note), ("tasks", task)):
        hubspot.associate(name, identifier, "deals", sale.deal)


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
