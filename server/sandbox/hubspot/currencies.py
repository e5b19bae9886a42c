"""Currencies with their exchange rates, and tax rates: settings of the account that sales records refer to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .times import wire_time

CURRENCY_CODES = {
    "AED": "UAE Dirham", "ARS": "Argentine Peso", "AUD": "Australian Dollar", "BGN": "Bulgarian Lev",
    "BRL": "Brazilian Real", "CAD": "Canadian Dollar", "CHF": "Swiss Franc", "CLP": "Chilean Peso",
    "CNY": "Chinese Yuan", "COP": "Colombian Peso", "CZK": "Czech Koruna", "DKK": "Danish Krone",
    "EGP": "Egyptian Pound", "EUR": "Euro", "GBP": "British Pound", "HKD": "Hong Kong Dollar",
    "HUF": "Hungarian Forint", "IDR": "Indonesian Rupiah", "ILS": "Israeli Shekel", "INR": "Indian Rupee",
    "ISK": "Icelandic Króna", "JPY": "Japanese Yen", "KES": "Kenyan Shilling", "KRW": "South Korean Won",
    "KWD": "Kuwaiti Dinar", "MAD": "Moroccan Dirham", "MXN": "Mexican Peso", "MYR": "Malaysian Ringgit",
    "NGN": "Nigerian Naira", "NOK": "Norwegian Krone", "NZD": "New Zealand Dollar", "PEN": "Peruvian Sol",
    "PHP": "Philippine Peso", "PLN": "Polish Złoty", "RON": "Romanian Leu", "SAR": "Saudi Riyal",
    "SEK": "Swedish Krona", "SGD": "Singapore Dollar", "THB": "Thai Baht", "TRY": "Turkish Lira",
    "TWD": "New Taiwan Dollar", "UAH": "Ukrainian Hryvnia", "USD": "US Dollar", "UYU": "Uruguayan Peso",
    "VND": "Vietnamese Dong", "ZAR": "South African Rand"}


@dataclass(frozen=True)
class ExchangeRate:
    """What one unit of a currency is worth in the company's, from a moment on."""

    rate_id: str
    from_code: str
    to_code: str
    conversion: Decimal
    effective: int
    created: int

    def as_json(self) -> dict[str, Any]:
        stamp = wire_time(self.created)
        return {"id": self.rate_id, "fromCurrencyCode": self.from_code, "toCurrencyCode": self.to_code,
                "conversionRate": float(self.conversion), "effectiveAt": wire_time(self.effective), "createdAt": stamp,
                "updatedAt": stamp, "visibleInUI": True}


@dataclass
class TaxRate:
    """A percentage that line items may name as their hs_tax_rate_group_id."""

    rate_id: str
    name: str
    percentage: Decimal
    active: bool
    created: int

    def as_json(self) -> dict[str, Any]:
        stamp = wire_time(self.created)
        return {"id": self.rate_id, "name": self.name, "label": f"{self.name} ({self.percentage.normalize():f}%)",
                "percentageRate": float(self.percentage), "active": self.active, "createdAt": stamp, "updatedAt": stamp}


def default_tax_rates(created: int) -> list[TaxRate]:
    """Three rates in use and one that no longer is."""
    rates = (("Sales tax", "8.25", True), ("Reduced", "4", True), ("Zero", "0", True), ("Old sales tax", "7.75", False))
    return [TaxRate(str(2_148_420_997 + index), name, Decimal(percentage), active, created)
            for index, (name, percentage, active) in enumerate(rates)]
