"""Customers, vendors and employees: names that are unique over all three lists, and sub-customers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company, unique_name_member
from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import Record

levels_max = 5
deleted_suffix = " (deleted)"
_name_parts = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
_kept_without_value = ("DisplayName", "PrintOnCheckName")


def complete(company: Company, entity: str, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    """The whole object for the writable members in `draft`; raises the fault for what is not allowed."""
    _keep_names(draft, old)
    draft.setdefault("DisplayName", " ".join(draft[part] for part in _name_parts if draft.get(part)))
    if not draft["DisplayName"]:
        raise api_fault.ApiFault("6080", "Name required", "Name required : Must supply at least one name part "
                                 "or a DisplayName", element="DisplayName")
    check_name(draft["DisplayName"])
    if len(draft["DisplayName"]) > company.switches.display_name_longest:
        raise api_fault.wrong_length("DisplayName", company.switches.display_name_longest, len(draft["DisplayName"]))
    draft.setdefault("Active", True)
    _rename_by_activity(company, draft, old)
    _check_unique(company, entity, draft, old)
    draft.setdefault("PrintOnCheckName", _print_name(draft))
    _fix_currency(company, draft, old)
    _number_addresses(company, draft, old)
    _mask_tax_numbers(draft)
    draft["Balance"] = old.data["Balance"] if old else Decimal(0)
    return _complete_customer(company, draft, old) if entity == "Customer" else draft


def check_name(name: str) -> None:
    """Colons separate levels, tabs and line ends are refused; other control characters are stored."""
    if any(character in name for character in ":\t\n"):
        raise api_fault.business_rule("The name contains a character that is not allowed: a colon, a tab "
                                      "or a new line")


def family_changed(company: Company, record: Record, old_name: str) -> None:
    """Follows a rename or a move of a list record through the full names of its children."""
    company.renamed(record, old_name)
    if (record.entity, record.id) not in company.parents:
        return
    store = company.store(record.entity)
    member = unique_name_member(record.entity)
    for child in list(store):
        parent = child.peek().get("ParentRef")
        if parent is not None and parent["value"] == record.id:
            full = record.data["FullyQualifiedName"] + ":" + child.data[_own_name(record.entity)]
            if full != child.data["FullyQualifiedName"]:
                before = child.data[member]
                child.data["FullyQualifiedName"] = full
                store.changed(child)
                family_changed(company, child, before)


def _own_name(entity: str) -> str:
    return "DisplayName" if entity == "Customer" else "Name"


def _keep_names(draft: dict[str, Any], old: Record | None) -> None:
    for name in _kept_without_value:
        if not draft.get(name):
            draft.pop(name, None)
            if old is not None and name in old.data:
                draft[name] = old.data[name]


def _rename_by_activity(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    """QuickBooks marks what it deactivates in the name; on the way back it takes the mark off."""
    was_active = old is None or old.data["Active"]
    name = draft["DisplayName"]
    if was_active and not draft["Active"] and not name.endswith(deleted_suffix):
        draft["DisplayName"] = name + deleted_suffix
    if not was_active and draft["Active"] and company.switches.reactivation_restores_name and name.endswith(deleted_suffix):
        draft["DisplayName"] = name.removesuffix(deleted_suffix)


def _check_unique(company: Company, entity: str, draft: dict[str, Any], old: Record | None) -> None:
    name = draft["DisplayName"]
    if entity == "Customer" and company.switches.sub_customer_names == "parent" and "ParentRef" in draft:
        return _check_unique_below(company, draft, old)
    owner = company.name_owner(entity, name)
    same = old is not None and owner == old.id and company.name_owner_entity(entity, name) == entity
    if owner is not None and not same:
        raise api_fault.duplicate_name()


def _check_unique_below(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    parent = company.find("Customer", draft["ParentRef"]["value"])
    full = f"{parent.data['FullyQualifiedName'] if parent is not None else ''}:{draft['DisplayName']}"
    taken = company.store("Customer").index(attribute_of("Customer", "FullyQualifiedName")).ids(full.casefold())
    if any(old is None or identifier != old.id for identifier in taken):
        raise api_fault.duplicate_name()


def _print_name(draft: dict[str, Any]) -> str:
    person = " ".join(draft[part] for part in ("GivenName", "FamilyName") if draft.get(part))
    return str(draft.get("CompanyName") or person or draft["DisplayName"])[:110]


def _fix_currency(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    if old is not None:
        draft["CurrencyRef"] = old.data["CurrencyRef"]
    home = company.currency_reference(company.settings.home_currency)
    draft.setdefault("CurrencyRef", home)
    if not company.settings.multicurrency and draft["CurrencyRef"] != home:
        raise api_fault.business_rule("The company does not use several currencies")


def _mask_tax_numbers(draft: dict[str, Any]) -> None:
    """Of a tax number only the last five characters are ever shown."""
    for name in ("PrimaryTaxIdentifier", "SecondaryTaxIdentifier"):
        if name in draft:
            number = draft[name]
            draft[name] = "X" * (len(number) - 5) + number[-5:] if len(number) > 5 else number


def _number_addresses(company: Company, draft: dict[str, Any], old: Record | None) -> None:
    for member in ("BillAddr", "ShipAddr"):
        if member not in draft:
            continue
        before = old.data.get(member, {}) if old is not None else {}
        parts = {part: value for part, value in draft[member].items() if part != "Id"}
        if parts == {part: value for part, value in before.items() if part != "Id"}:
            draft[member] = before
        else:
            draft[member] = {"Id": before["Id"], **parts} if before else company.new_address(parts)


def _complete_customer(company: Company, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    draft.setdefault("Taxable", "TaxExemptionReasonId" not in draft)
    if "TaxExemptionReasonId" in draft:
        draft["Taxable"] = False
    draft.setdefault("Job", "ParentRef" in draft)
    draft.setdefault("BillWithParent", False)
    draft.setdefault("PreferredDeliveryMethod", "Print")
    draft["IsProject"] = False
    if company.settings.tax_model == "us_automated":
        _set_tax_code(company, draft)
    draft["BalanceWithJobs"] = old.data["BalanceWithJobs"] if old else Decimal(0)
    return _place_in_family(company, draft, old)


def _set_tax_code(company: Company, draft: dict[str, Any]) -> None:
    """With automated sales tax the usual code follows from the address; a code that is sent does not count."""
    place = draft.get("ShipAddr") or draft.get("BillAddr") or {}
    code = company.settings.tax_code_by_state.get(place.get("CountrySubDivisionCode", ""))
    draft.pop("DefaultTaxCodeRef", None)
    if code is not None:
        draft["DefaultTaxCodeRef"] = {"value": code}


def _place_in_family(company: Company, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    draft.pop("Level", None)
    draft["FullyQualifiedName"] = draft["DisplayName"]
    if "ParentRef" not in draft:
        return draft
    parent = company.find("Customer", draft["ParentRef"]["value"])
    if parent is None:
        raise api_fault.ApiFault("700", "Invalid parent", "The parent reference is invalid", element="ParentRef")
    if old is not None and _is_self_or_child(company, parent, old.id):
        raise api_fault.ApiFault("900", "Invalid parent", "A record cannot be its own parent", element="ParentRef")
    level = parent.data.get("Level", 0) + 1
    if level >= levels_max:
        raise api_fault.business_rule("You can only have 5 levels of sub-customers")
    company.parents.add(("Customer", parent.id))
    draft["ParentRef"] = {"value": parent.id}
    draft["Level"] = level
    draft["FullyQualifiedName"] = f"{parent.data['FullyQualifiedName']}:{draft['DisplayName']}"
    if "CompanyName" not in draft and "CompanyName" in parent.data:
        draft["CompanyName"] = parent.data["CompanyName"]
    return draft


def _is_self_or_child(company: Company, candidate: Record, identifier: str) -> bool:
    current: Record | None = candidate
    while current is not None:
        if current.id == identifier:
            return True
        parent = current.data.get("ParentRef")
        current = company.find("Customer", parent["value"]) if parent else None
    return False
