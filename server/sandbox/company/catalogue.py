"""The products and services a company sells."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import Company, operations
from server.sandbox.quickbooks.document_lines import to_cents
from server.sandbox.quickbooks.entity_types import entity_types

items_max = 400
_with_sku_share = 0.95
_inactive_share = 0.03
_services = ("Site visit", "Installation", "Water analysis", "Pump maintenance", "Pool opening", "Winterizing",
             "Emergency repair", "Filter change", "Pressure test", "Design consultation", "Training", "Delivery")
_products = ("Filter cartridge", "Sand filter", "Circulation pump", "PVC elbow", "Copper pipe", "Ball valve",
             "Chlorine tablets", "pH test kit", "Garden hose", "Pressure gauge", "Heat exchanger", "UV lamp",
             "Water softener", "Skimmer basket", "Sprinkler head", "Check valve", "Float switch", "Gasket set")
_sizes = ("", "1/2 in", "3/4 in", "1 in", "2 in", "small", "large", "heavy duty", "compact", "Pro", "(pair)", "5 kg",
          "10 kg", "25 m", "blue", "Série É")


@dataclass
class CatalogueItem:
    """What an order needs to know of an item."""

    id: str
    price: Decimal
    description: str
    service: bool
    taxable: bool
    tax_code: str           # outside the US
    sku: str
    name: str


def item_count(scale: int) -> int:
    return min(items_max, 30 + scale // 25)


def add_catalogue(company: Company, scale: int, opened: datetime, chance: random.Random) -> list[CatalogueItem]:
    """Stores the items and one category; returns those that can be sold."""
    american = company.settings.country == "US"
    category = operations.save(company, entity_types["Item"], {"Name": "Filtration", "Type": "Category"}, opened)
    catalogue = []
    for number in range(item_count(scale) - 1):
        body = _item(number, american, opened, chance)
        if body["Type"] != "Service" and number % 7 == 3:
            body.update(SubItem=True, ParentRef={"value": category.id})
        record = operations.save(company, entity_types["Item"], body, opened)
        if chance.random() < _inactive_share and number > 10:
            operations.save(company, entity_types["Item"],
                            {"Id": record.id, "SyncToken": "0", "sparse": True, "Active": False}, opened)
            continue
        catalogue.append(_sold(record.data))
    return catalogue


def _item(number: int, american: bool, opened: datetime, chance: random.Random) -> dict[str, Any]:
    service = number % 4 == 0
    names = _services if service else _products
    name = f"{chance.choice(names)} {chance.choice(_sizes)}".strip()
    price = to_cents(Decimal(chance.randint(300, 40_000)) / 100)
    body: dict[str, Any] = {"Name": f"{name} {number + 101}", "UnitPrice": price,
                            "Description": f"{name}, as in our catalogue",
                            "IncomeAccountRef": {"value": "1" if service else "2"},
                            "Type": "Service" if service else "NonInventory"}
    if chance.random() < _with_sku_share:
        body["Sku"] = f"{'SV' if service else 'BW'}-{1001 + number}"
    if american:
        body["Taxable"] = not service
    else:
        body["SalesTaxCodeRef"] = {"value": "1" if chance.random() < 0.8 else "2"}
    if not service and number % 3 == 1:
        body.update(Type="Inventory", AssetAccountRef={"value": "6"}, ExpenseAccountRef={"value": "7"},
                    QtyOnHand=chance.randint(0, 500), InvStartDate=opened.date().isoformat(),
                    PurchaseCost=to_cents(price * Decimal("0.6")))
    return body


def _sold(data: dict[str, Any]) -> CatalogueItem:
    return CatalogueItem(data["Id"], data["UnitPrice"], data["Description"], data["Type"] == "Service",
                         bool(data.get("Taxable")), data.get("SalesTaxCodeRef", {}).get("value", ""),
                         data.get("Sku", ""), data["Name"])
