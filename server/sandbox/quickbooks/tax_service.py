"""The tax service: the one way to make tax codes, each with its rates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.field_rules import to_decimal, to_text
from server.sandbox.quickbooks.pacific_time import stamp

name_longest = 100
rate_name_longest = 10


def create_tax_code(company: Company, body: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Adds a code and its rates; answers the bare object of the service. Checks everything before it adds anything."""
    name = to_text("TaxCode", body.get("TaxCode") or "", name_longest)
    if not name:
        raise api_fault.required("TaxCode")
    if company.name_owner("TaxCode", name) is not None:
        raise _duplicate("code")
    sent = body.get("TaxRateDetails")
    if not isinstance(sent, list) or not sent:
        raise api_fault.required("TaxRateDetails")
    for detail in sent:
        _check_rate(company, detail)
    names = [str(detail.get("TaxRateName")).casefold() for detail in sent if not detail.get("TaxRateId")]
    if len(set(names)) < len(names):
        raise _duplicate("rate")
    answered = []
    lists: dict[str, list[dict[str, Any]]] = {"Sales": [], "Purchase": []}
    for detail in sent:
        rate = _rate(company, detail, now)
        applicable = "Purchase" if str(detail.get("TaxApplicableOn", "Sales")) == "Purchase" else "Sales"
        entries = lists[applicable]
        entries.append({"TaxRateRef": {"value": rate["Id"], "name": rate["Name"]}, "TaxTypeApplicable": "TaxOnAmount",
                        "TaxOrder": len(entries)})
        answered.append({**detail, "TaxRateName": rate["Name"], "TaxRateId": rate["Id"], "RateValue": rate["RateValue"],
                         "TaxAgencyId": rate["AgencyRef"]["value"], "TaxApplicableOn": applicable})
    code = company.add("TaxCode", {
        "Name": name, "Description": name, "Active": True, "Hidden": False, "Taxable": True, "TaxGroup": True,
        "SalesTaxRateList": {"TaxRateDetail": lists["Sales"]}, "PurchaseTaxRateList": {"TaxRateDetail": lists["Purchase"]},
        "TaxCodeConfigType": "USER_DEFINED"}, now)
    return {"TaxCode": name, "TaxCodeId": code.id, "TaxRateDetails": answered}


def _check_rate(company: Company, detail: Any) -> None:
    if not isinstance(detail, dict):
        raise api_fault.unknown_property("TaxRateDetails")
    if detail.get("TaxRateId"):
        if company.find("TaxRate", str(detail["TaxRateId"])) is None:
            raise api_fault.bad_reference("TaxRateDetails.TaxRateId")
        return
    for name in ("TaxRateName", "RateValue", "TaxAgencyId"):
        if detail.get(name) in (None, ""):
            raise api_fault.required(f"TaxRateDetails.{name}")
    to_text("TaxRateDetails.TaxRateName", detail["TaxRateName"], rate_name_longest)
    value = to_decimal("TaxRateDetails.RateValue", detail["RateValue"])
    if not 0 <= value <= 100:
        raise api_fault.bad_number("TaxRateDetails.RateValue", detail["RateValue"])
    if company.find("TaxAgency", str(detail["TaxAgencyId"])) is None:
        raise api_fault.bad_reference("TaxRateDetails.TaxAgencyId")
    if company.name_owner("TaxRate", str(detail["TaxRateName"])) is not None:
        raise _duplicate("rate")


def _rate(company: Company, detail: dict[str, Any], now: datetime) -> dict[str, Any]:
    if detail.get("TaxRateId"):
        known = company.find("TaxRate", str(detail["TaxRateId"]))
        return known.data if known is not None else {}
    agency = company.reference("TaxAgency", str(detail["TaxAgencyId"]))
    value = Decimal(str(detail["RateValue"]))
    return company.add("TaxRate", {
        "Name": str(detail["TaxRateName"]), "Description": str(detail["TaxRateName"]), "Active": True, "RateValue": value,
        "AgencyRef": agency, "SpecialTaxType": "NONE", "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [{"RateValue": value, "EffectiveDate": stamp(now)}]}, now).data


def _duplicate(what: str) -> api_fault.ApiFault:
    return api_fault.ApiFault("6240", "Duplicate Name Exists Error", f"The name supplied already exists. : Another tax {what} "
                              "is already using this \nname. Please use a different name.")
