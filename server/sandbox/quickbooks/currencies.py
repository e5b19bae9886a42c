"""The currencies QuickBooks knows by code and name."""

from __future__ import annotations

from datetime import datetime

from server.sandbox.quickbooks.company import Company

names = {
    "AED": "UAE Dirham", "AUD": "Australian Dollar", "BRL": "Brazilian Real", "CAD": "Canadian Dollar", "CHF": "Swiss Franc",
    "CNY": "Chinese Yuan", "CZK": "Czech Koruna", "DKK": "Danish Krone", "EUR": "Euro", "GBP": "British Pound Sterling",
    "HKD": "Hong Kong Dollar", "HUF": "Hungarian Forint", "ILS": "Israeli New Shekel", "INR": "Indian Rupee",
    "JPY": "Japanese Yen", "KRW": "South Korean Won", "MXN": "Mexican Peso", "NOK": "Norwegian Krone",
    "NZD": "New Zealand Dollar", "PLN": "Polish Zloty", "SEK": "Swedish Krona", "SGD": "Singapore Dollar",
    "THB": "Thai Baht", "TRY": "Turkish Lira", "USD": "United States Dollar", "ZAR": "South African Rand"}


def take_into_use(company: Company, code: str, now: datetime) -> None:
    """Adds a currency to the company's list the first time somebody deals in it."""
    if company.settings.multicurrency and code in names and company.currency_reference(code) is None:
        company.add("CompanyCurrency", {"Code": code, "Name": names[code], "Active": True}, now)
