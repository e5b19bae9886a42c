"""The businesses of the sandbox: one American, which HubSpot knows too, and smaller ones with other taxes and currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from server.sandbox.company.countries import Country, canada, norway, united_kingdom, united_states
from server.sandbox.quickbooks import CompanySettings

# Of every tax code: its name, its description, and its rates as (name, percent).
TaxTable = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
american_realm, norwegian_realm = "9341453968310201", "9341453968310477"
american_manual_realm = "9341453968310889"
_discounts_and_funds = {"discount_account": "8", "undeposited_funds_account": "4"}


@dataclass(frozen=True)
class Business:
    """`currencies` are the foreign ones, (code, name), of a company that uses several."""

    settings: CompanySettings
    taxes: TaxTable
    country: Country
    domain: str
    currencies: tuple[tuple[str, str], ...] = ()


def _brightwater() -> Business:
    settings = CompanySettings(
        realm_id=american_realm, name="Brightwater Supply Co.", country="US", home_currency="USD",
        currency_name="United States Dollar", time_zone="America/Los_Angeles", tax_model="us_automated",
        tax_code_by_state={"CA": "1", "AZ": "2", "WA": "3"},
        address=_address("123 Sierra Way", "San Pablo", "CA", "94806", "USA"), **_discounts_and_funds,
        exchange_rates={"EUR": "1.0853", "GBP": "1.2714", "NOK": "0.0923", "CAD": "0.7312"})
    taxes: TaxTable = (("California", "California", (("California", "8"),)),
                       ("Tucson", "Tucson", (("AZ State tax", "7.1"), ("Tucson City", "2"))),
                       ("Washington", "Washington", (("Washington", "10.35"),)))
    return Business(settings, taxes, united_states, "brightwater.example")


def _fjordlys() -> Business:
    settings = CompanySettings(
        realm_id=norwegian_realm, name="Fjordlys Handel AS", country="NO", home_currency="NOK",
        currency_name="Norwegian Krone", time_zone="Europe/Oslo", tax_model="global",
        address=_address("Bryggen 7", "Bergen", "Vestland", "5003", "NOR"), **_discounts_and_funds,
        exchange_rates={"EUR": "11.7420", "USD": "10.8341", "GBP": "13.7713"})
    taxes: TaxTable = (("25% MVA", "Høy sats", (("MVA høy", "25"),)), ("15% MVA", "Middels sats", (("MVA middels", "15"),)),
                       ("0% MVA", "Fritatt", (("MVA null", "0"),)))
    return Business(settings, taxes, norway, "fjordlys.example")


def _maple_ridge() -> Business:
    settings = CompanySettings(
        realm_id="9341453968310612", name="Maple Ridge Outfitters Ltd.", country="CA", home_currency="CAD",
        currency_name="Canadian Dollar", time_zone="America/Toronto", tax_model="global", multicurrency=True,
        address=_address("48 Bank Street", "Ottawa", "ON", "K1P 5N2", "CAN"), **_discounts_and_funds,
        exchange_rates={"USD": "1.3677", "EUR": "1.4843", "GBP": "1.7388"})
    taxes: TaxTable = (("HST ON", "Ontario", (("HST (ON)", "13"),)), ("GST", "Goods and services tax", (("GST", "5"),)),
                       ("GST/PST BC", "British Columbia", (("GST (BC)", "5"), ("PST (BC)", "7"))),
                       ("GST/QST QC", "Québec", (("GST (QC)", "5"), ("QST", "9.975"))),
                       ("Zero-rated", "Zero-rated", (("Zero", "0"),)))
    return Business(settings, taxes, canada, "mapleridge.example", (("USD", "United States Dollar"),))


def _harrow_and_finch() -> Business:
    settings = CompanySettings(
        realm_id="9341453968310745", name="Harrow & Finch Ltd", country="GB", home_currency="GBP",
        currency_name="British Pound Sterling", time_zone="Europe/London", tax_model="global", multicurrency=True,
        address=_address("12 The Shambles", "York", "North Yorkshire", "YO1 7LZ", "GBR"), **_discounts_and_funds,
        exchange_rates={"EUR": "0.8562", "USD": "0.7865", "CAD": "0.5751"})
    taxes: TaxTable = (("20.0% S", "Standard rate", (("Standard", "20"),)), ("5.0% R", "Reduced rate", (("Reduced", "5"),)),
                       ("0.0% Z", "Zero rate", (("Zero", "0"),)), ("Exempt", "Exempt from VAT", (("Exempt", "0"),)))
    return Business(settings, taxes, united_kingdom, "harrowfinch.example",
                    (("EUR", "Euro"), ("USD", "United States Dollar")))


def _cedar_hollow() -> Business:
    """Its sales tax is not automated: every form names its tax code, and no address decides."""
    settings = CompanySettings(
        realm_id=american_manual_realm, name="Cedar Hollow Feed & Garden", country="US", home_currency="USD",
        currency_name="United States Dollar", time_zone="America/New_York", tax_model="us_manual",
        address=_address("77 Maple Street", "Burlington", "VT", "05401", "USA"), **_discounts_and_funds)
    taxes: TaxTable = (("Vermont", "Vermont", (("VT State tax", "6"),)),
                       ("Burlington", "Burlington", (("VT State", "6"), ("Local option", "1"))))
    return Business(settings, taxes, united_states, "cedarhollow.example")


def _address(line: str, city: str, region: str, postal: str, country: str) -> dict[str, Any]:
    return {"Line1": line, "City": city, "CountrySubDivisionCode": region, "PostalCode": postal, "Country": country}


# Settings may be changed while a sandbox runs, so every sandbox gets its own.
businesses: tuple[Callable[[], Business], ...] = (_brightwater, _fjordlys, _maple_ridge, _harrow_and_finch, _cedar_hollow)
