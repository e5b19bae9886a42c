"""The short lists around the documents: terms, payment methods, classes, locations, accounts."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company, unique_name_member
from server.sandbox.quickbooks.people import deleted_suffix
from server.sandbox.quickbooks.record_store import Record

levels_max = 5
_term_ranges = {"DueDays": (0, 999), "DiscountDays": (0, 999), "DiscountPercent": (0, 100), "DayOfMonthDue": (1, 31),
                "DueNextMonthDays": (0, 999), "DiscountDayOfMonth": (1, 31)}
_account_number_longest = {"AU": 20, "CA": 20}          # 7 elsewhere
# The type of an account by its finer type, and the finer type it gets when only the type is given.
_type_of_detail = {
    "Checking": "Bank", "Savings": "Bank", "CashOnHand": "Bank", "AccountsReceivable": "Accounts Receivable",
    "UndepositedFunds": "Other Current Asset", "Inventory": "Other Current Asset", "OtherCurrentAssets": "Other Current Asset",
    "FurnitureAndFixtures": "Fixed Asset", "OtherLongTermAssets": "Other Asset", "AccountsPayable": "Accounts Payable",
    "CreditCard": "Credit Card", "OtherCurrentLiabilities": "Other Current Liability",
    "GlobalTaxPayable": "Other Current Liability", "SalesTaxPayable": "Other Current Liability",
    "NotesPayable": "Long Term Liability", "OpeningBalanceEquity": "Equity", "RetainedEarnings": "Equity",
    "SalesOfProductIncome": "Income", "ServiceFeeIncome": "Income", "DiscountsRefundsGiven": "Income",
    "OtherMiscellaneousIncome": "Other Income", "SuppliesMaterialsCogs": "Cost of Goods Sold",
    "OtherBusinessExpenses": "Expense", "SuppliesMaterials": "Expense", "RentOrLeaseOfBuildings": "Expense",
    "OtherMiscellaneousExpense": "Other Expense"}
_usual_detail = {"Income": "SalesOfProductIncome", "Expense": "OtherBusinessExpenses", "Equity": "OpeningBalanceEquity",
                 "Other Current Asset": "OtherCurrentAssets"}
_sub_member = {"Class": "SubClass", "Department": "SubDepartment", "Account": "SubAccount"}
_classifications = {
    "Bank": "Asset", "Accounts Receivable": "Asset", "Other Current Asset": "Asset", "Fixed Asset": "Asset",
    "Other Asset": "Asset", "Accounts Payable": "Liability", "Credit Card": "Liability",
    "Other Current Liability": "Liability", "Long Term Liability": "Liability", "Equity": "Equity",
    "Income": "Revenue", "Other Income": "Revenue", "Cost of Goods Sold": "Expense", "Expense": "Expense",
    "Other Expense": "Expense", "Non-Posting": "Asset"}


def complete(company: Company, entity: str, draft: dict[str, Any], old: Record | None) -> dict[str, Any]:
    """The whole list record for the writable members in `draft`."""
    if not draft.get("Name"):
        raise api_fault.required("Name")
    _check_characters(entity, draft["Name"])
    draft.setdefault("Active", True)
    if old is not None and not old.data["Active"] and draft["Active"] and company.switches.reactivation_restores_name:
        draft["Name"] = draft["Name"].removesuffix(deleted_suffix)
    if (old is None or old.data["Active"]) and not draft["Active"]:
        draft["Name"] = draft["Name"].removesuffix(deleted_suffix) + deleted_suffix
    _place_below_parent(company, entity, draft, old)
    if entity == "Term":
        _check_ranges(draft)
        draft["Type"] = "DATE_DRIVEN" if "DayOfMonthDue" in draft else "STANDARD"
    if entity == "PaymentMethod":
        draft.setdefault("Type", "NON_CREDIT_CARD")
    if entity == "Account":
        _classify(company, draft)
    owner = company.name_owner(entity, draft[unique_name_member(entity)])
    if owner is not None and (old is None or owner != old.id):
        raise api_fault.duplicate_name()
    return draft


def _check_ranges(draft: dict[str, Any]) -> None:
    for name, (least, most) in _term_ranges.items():
        if name in draft and not least <= draft[name] <= most:
            raise api_fault.business_rule(f"{name} must be between {least} and {most}")


def _check_characters(entity: str, name: str) -> None:
    forbidden = {"Account": "\":\t\n", "Class": ":\t\n", "Department": ":\t\n"}.get(entity, "\t\n")
    if any(character in name for character in forbidden):
        raise api_fault.business_rule("The name contains a character that is not allowed")


def _place_below_parent(company: Company, entity: str, draft: dict[str, Any], old: Record | None) -> None:
    if entity not in _sub_member:
        return
    draft["FullyQualifiedName"] = draft["Name"]
    draft[_sub_member[entity]] = "ParentRef" in draft
    if "ParentRef" in draft:
        parent = company.find(entity, draft["ParentRef"]["value"])
        if parent is None:
            raise api_fault.ApiFault("700", "Invalid parent", "The parent reference is invalid",
                                     element="ParentRef")
        if old is not None and parent.id == old.id:
            raise api_fault.ApiFault("900", "Invalid parent", "A record cannot be its own parent", element="ParentRef")
        if parent.data["FullyQualifiedName"].count(":") + 2 > levels_max:
            raise api_fault.business_rule(f"There can be {levels_max} levels at most")
        company.parents.add((entity, parent.id))
        draft["FullyQualifiedName"] = f"{parent.data['FullyQualifiedName']}:{draft['Name']}"


def _classify(company: Company, draft: dict[str, Any]) -> None:
    if "AccountType" not in draft and "AccountSubType" not in draft:
        raise api_fault.required("AccountType")
    if "AccountType" not in draft and draft["AccountSubType"] not in _type_of_detail:
        raise api_fault.bad_choice("AccountSubType", draft["AccountSubType"])
    draft.setdefault("AccountType", _type_of_detail.get(draft.get("AccountSubType", ""), ""))
    if draft["AccountType"] not in _classifications:
        raise api_fault.bad_choice("AccountType", draft["AccountType"])
    first = next((detail for detail, kind in _type_of_detail.items() if kind == draft["AccountType"]), None)
    detail = _usual_detail.get(draft["AccountType"], first)
    if detail is not None:
        draft.setdefault("AccountSubType", detail)
    longest = _account_number_longest.get(company.settings.country, 7)
    if len(draft.get("AcctNum", "")) > longest:
        raise api_fault.wrong_length("AcctNum", longest, len(draft["AcctNum"]))
    draft["Classification"] = _classifications[draft["AccountType"]]
    draft.setdefault("CurrentBalance", 0)
    draft.setdefault("CurrentBalanceWithSubAccounts", 0)
