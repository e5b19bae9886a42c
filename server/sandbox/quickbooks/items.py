"""Products, services and categories."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.people import check_name, deleted_suffix
from server.sandbox.quickbooks.record_store import Record

_inventory_needs = ("IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef", "QtyOnHand", "InvStartDate")
category_levels_max = 4
_largest_price = Decimal("99999999999")


def complete(company: Company, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    """The whole item for the writable members in `draft`; raises the fault for what is not allowed."""
    if not draft.get("Name"):
        raise api_fault.required("Name")
    check_name(draft["Name"])
    if "Type" not in draft:
        draft["Type"] = old.data["Type"] if old else "Service"
    draft.setdefault("Active", True)
    _mark_inactive(company, draft, old)
    _check_type(draft, old)
    _place_below_parent(company, draft)
    _check_unique(company, draft, old)
    return draft if draft["Type"] == "Category" else _with_prices(company, draft)


def _mark_inactive(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    was_active = old is None or old.data["Active"]
    if was_active and not draft["Active"] and not draft["Name"].endswith(deleted_suffix):
        draft["Name"] += deleted_suffix
    if not was_active and draft["Active"] and company.switches.reactivation_restores_name:
        draft["Name"] = draft["Name"].removesuffix(deleted_suffix)


def _check_type(draft: dict[str, Any], old: Record | None) -> None:
    if old is not None and old.data["Type"] == "Inventory" and draft["Type"] != "Inventory":
        raise api_fault.business_rule("The type of an inventory item cannot be changed")
    if draft["Type"] == "Category":
        return
    needed = _inventory_needs if draft["Type"] == "Inventory" else ()
    if draft["Type"] == "Service":
        needed = ("IncomeAccountRef",)
    for name in needed:
        if draft.get(name) is None:
            raise api_fault.required(name)


def _place_below_parent(company: Company, draft: dict[str, Any]) -> None:
    draft.pop("Level", None)
    draft["FullyQualifiedName"] = draft["Name"]
    if "ParentRef" not in draft:
        draft.pop("SubItem", None)
        return
    parent = company.find("Item", draft["ParentRef"]["value"])
    if parent is None or parent.data["Type"] != "Category":
        raise api_fault.ApiFault("700", "Invalid parent", "The parent reference is invalid", element="ParentRef")
    if draft["Type"] == "Category" and parent.data.get("Level", 0) + 2 > category_levels_max:
        raise api_fault.business_rule(f"Categories can be nested {category_levels_max} levels deep")
    company.parents.add(("Item", parent.id))
    draft["SubItem"] = True
    draft["Level"] = parent.data.get("Level", 0) + 1
    draft["FullyQualifiedName"] = f"{parent.data['FullyQualifiedName']}:{draft['Name']}"


def _check_unique(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    owner = company.name_owner("Item", draft["FullyQualifiedName"])
    if owner is not None and (old is None or owner != old.id):
        raise api_fault.duplicate_name()


def _with_prices(company: Company, draft: dict[str, Any]) -> dict[str, Any]:
    draft.setdefault("UnitPrice", Decimal(0))
    draft.setdefault("PurchaseCost", Decimal(0))
    for name in ("UnitPrice", "PurchaseCost"):
        if abs(draft[name]) > _largest_price:
            raise api_fault.bad_number(name, draft[name])
    if company.settings.country == "US":
        draft.setdefault("Taxable", False)
    draft["TrackQtyOnHand"] = draft["Type"] == "Inventory"
    draft["DeferredRevenue"] = False
    return draft
