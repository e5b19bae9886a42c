"""CompanyInfo and Preferences: one object each per company; what is changed there changes how the company works."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.form_request import FormRequest

# Which setting a member of the preferences is.
_settings = {
    ("SalesFormsPrefs", "CustomTxnNumbers"): "custom_transaction_numbers", ("SalesFormsPrefs", "AllowDiscount"): "allow_discount",
    ("SalesFormsPrefs", "AllowDeposit"): "allow_deposit", ("SalesFormsPrefs", "AllowShipping"): "allow_shipping",
    ("SalesFormsPrefs", "ETransactionPaymentEnabled"): "online_payments",
    ("AccountingInfoPrefs", "ClassTrackingPerTxn"): "track_classes_per_transaction",
    ("AccountingInfoPrefs", "ClassTrackingPerTxnLine"): "track_classes",
    ("AccountingInfoPrefs", "TrackDepartments"): "track_departments"}
# The same for what is kept as a named value among the other preferences.
_named_settings = {"VendorAndPurchasesPrefs.UseCustomTxnNumbers": "custom_purchase_numbers"}
_read_only_groups = ("CurrencyPrefs", "TaxPrefs")
_read_only = {("SalesFormsPrefs", "AutoApplyCredit"), ("AccountingInfoPrefs", "BookCloseDate")}


def complete(request: FormRequest) -> dict[str, Any]:
    """The whole object. What a request leaves out stays: neither object can be emptied."""
    old = request.old
    if old is None:
        raise api_fault.unsupported_operation("create")
    data = {name: value for name, value in old.data.items() if name not in ("domain", "sparse", "MetaData", "SyncToken")}
    if old.entity == "Preferences":
        return _merged_preferences(data, request)
    data.update(request.draft)
    if not data.get("CompanyName"):
        raise api_fault.required("CompanyName")
    return data


def follow(company: Company, entity: str, data: dict[str, Any]) -> None:
    """Makes the company work as its changed object says."""
    if entity == "CompanyInfo":
        company.settings.name = data["CompanyName"]
    for (group, member), setting in _settings.items() if entity == "Preferences" else ():
        if member in data.get(group, {}):
            setattr(company.settings, setting, data[group][member] in (True, "true"))
    pairs = data.get("OtherPrefs", {}).get("NameValue") if entity == "Preferences" else None
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, dict) and str(pair.get("Name")) in _named_settings:
            setattr(company.settings, _named_settings[str(pair["Name"])], str(pair.get("Value")).lower() == "true")


def _merged_preferences(data: dict[str, Any], request: FormRequest) -> dict[str, Any]:
    for group, members in request.draft.items():
        if group in _read_only_groups or not isinstance(members, dict):
            continue
        allowed = {name: value for name, value in members.items() if (group, name) not in _read_only}
        data[group] = {**data.get(group, {}), **allowed}
    return data
