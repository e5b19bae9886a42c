"""What the console shows, and the list of its pages beside each of them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterable

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

console = "/sandbox/console"
quickbooks_entities = ("Customer", "Item", "Invoice", "Estimate", "SalesReceipt", "Payment", "CreditMemo", "RefundReceipt",
                       "Deposit", "Vendor", "PurchaseOrder", "Purchase")
quickbooks_lists = ("Account", "Term", "PaymentMethod", "TaxCode", "TaxRate", "CompanyCurrency", "CompanyInfo", "Preferences")
hubspot_types = ("contacts", "companies", "deals", "quotes", "line_items", "products", "invoices", "commerce_payments",
                 "notes", "tasks")
_plurals = {"CreditMemo": "Credit memos", "SalesReceipt": "Sales receipts", "RefundReceipt": "Refund receipts",
            "PaymentMethod": "Payment methods", "TaxCode": "Tax codes", "TaxRate": "Tax rates", "CompanyInfo": "Company",
            "PurchaseOrder": "Purchase orders", "CompanyCurrency": "Currencies", "Preferences": "Preferences"}
_simulation = (("Overview", ""), ("Call log", "/log"), ("Limits and meters", "/meters"), ("Faults", "/faults"),
               ("Clock", "/clock"))


def plural(entity: str) -> str:
    return _plurals.get(entity, entity + "s")


def type_title(name: str) -> str:
    return {"commerce_payments": "Payments"}.get(name, name.replace("_", " ").capitalize())


def company_address(realm: str) -> str:
    return f"{console}/quickbooks/{realm}"


def navigation(sandbox: Sandbox, here: str) -> str:
    """The company that the page belongs to, or else the first one, is unfolded."""
    parts = [f'<a class="brand" href="{console}">Sandbox</a>', '<a class="app" href="/">Open the app</a>']
    parts += [_entry(console + path, text, here, exact=True) for text, path in _simulation]
    parts.append(f"<h2>HubSpot<small>{escape(sandbox.hubspot.account.name)}</small></h2>")
    parts += [_entry(f"{console}/hubspot/{name}", type_title(name), here) for name in hubspot_types]
    parts.append("<h2>QuickBooks</h2>")
    companies = sandbox.quickbooks.companies
    addresses = [company_address(company.settings.realm_id) for company in companies]
    unfolded = next((address for address in addresses if here.startswith(address)), addresses[0] if addresses else "")
    for company, address in zip(companies, addresses):
        settings = company.settings
        parts.append(_entry(address, f"{settings.name} · {settings.home_currency}", here, exact=True, kind="company"))
        if address == unfolded:
            parts += _entities(address, here)
    return "".join(parts)


def _entities(address: str, here: str) -> Iterable[str]:
    return (_entry(f"{address}/{entity}", plural(entity), here, kind="inner") for entity in quickbooks_entities)


def _entry(address: str, text: str, here: str, *, exact: bool = False, kind: str = "") -> str:
    current = here == address or (not exact and here.startswith(address + "/"))
    look, mark = f' class="{kind}"' if kind else "", ' aria-current="page"' if current else ""
    return f'<a href="{escape(address)}"{look}{mark}>{escape(text)}</a>'
