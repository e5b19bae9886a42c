"""The lines of sales forms: checking, numbering, cents, the discount and the subtotal line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.field_rules import reference_id, to_decimal, to_text

cent = Decimal("0.01")
zero = Decimal(0)
lines_max = 10_000
shipping_item, gratuity_item = "SHIPPING_ITEM_ID", "GRATUITY_ITEM_ID"
_detail_types = ("SalesItemLineDetail", "GroupLineDetail", "DescriptionOnly", "DiscountLineDetail", "SubTotalLineDetail")
_kept_detail_members = ("ServiceDate", "DiscountRate", "DiscountAmt")


def to_cents(number: Decimal | int) -> Decimal:
    """Rounded to two places, halves away from zero, as QuickBooks does."""
    return Decimal(number).quantize(cent, rounding=ROUND_HALF_UP)


@dataclass
class DocumentLines:
    """The lines as stored, and the sums that follow from them."""

    lines: list[dict[str, Any]]
    subtotal: Decimal
    discount: Decimal
    discount_tax_code: str = ""


@dataclass
class LineContext:
    company: Company
    tax_calculation: str            # "" in the US; else GlobalTaxCalculation
    old_lines: list[dict[str, Any]]
    items_kept: set[str]            # items of the old lines stay usable though inactive

    @property
    def american(self) -> bool:
        return self.company.settings.country == "US"


def line_context(company: Company, tax_calculation: str, old_lines: list[dict[str, Any]]) -> LineContext:
    kept = {line["SalesItemLineDetail"]["ItemRef"]["value"] for line in all_item_lines(old_lines)
            if "ItemRef" in line["SalesItemLineDetail"]}
    return LineContext(company, tax_calculation, old_lines, kept)


def complete_lines(sent: Any, context: LineContext) -> DocumentLines:
    """The stored form of the lines a request holds; raises the fault for the first bad one."""
    if not isinstance(sent, list) or not all(isinstance(line, dict) for line in sent):
        raise api_fault.unknown_property("Line")
    if len(sent) > lines_max:
        raise api_fault.business_rule(f"A transaction can have at most {lines_max} lines")
    body = [_complete_line(line, context) for line in sent
            if line.get("DetailType") not in ("SubTotalLineDetail", "DiscountLineDetail")]
    if not any(line["DetailType"] in ("SalesItemLineDetail", "GroupLineDetail") for line in body):
        raise api_fault.required("Line")
    subtotal = sum((line["Amount"] for line in all_item_lines(body)), zero)
    number_lines(body, context.old_lines)
    discounts = [line for line in sent if line.get("DetailType") == "DiscountLineDetail"]
    if len(discounts) > 1:
        raise api_fault.business_rule("A transaction can have one discount line only")
    lines = [*body, subtotal_line(subtotal)]
    if not discounts or not context.company.settings.allow_discount:
        return DocumentLines(lines, subtotal, zero)
    discount = _complete_discount(discounts[0], subtotal, context)
    code = discount["DiscountLineDetail"].get("TaxCodeRef", {}).get("value", "")
    return DocumentLines([*lines, discount], subtotal, discount["Amount"], code)


def all_item_lines(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The item lines of a document, those inside bundles included."""
    found: list[dict[str, Any]] = []
    for line in lines:
        if line.get("DetailType") == "SalesItemLineDetail":
            found.append(line)
        elif line.get("DetailType") == "GroupLineDetail":
            found += line["GroupLineDetail"]["Line"]
    return found


def subtotal_line(subtotal: Decimal) -> dict[str, Any]:
    return {"Amount": subtotal, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}


def _complete_line(line: dict[str, Any], context: LineContext) -> dict[str, Any]:
    kind = line.get("DetailType")
    if kind is None:
        raise api_fault.required("Line.DetailType")
    if kind not in _detail_types:
        raise api_fault.bad_choice("Line.DetailType", kind)
    stored: dict[str, Any] = {"Id": str(line.get("Id", ""))}
    if line.get("Description"):
        stored["Description"] = to_text("Line.Description", line["Description"], 4000)
    if kind == "DescriptionOnly":
        detail = line.get("DescriptionLineDetail") or {}
        return {**stored, "DetailType": kind, "DescriptionLineDetail": detail, "CustomExtensions": []}
    stored["Amount"] = zero
    stored["DetailType"] = kind
    if kind == "GroupLineDetail":
        return {**stored, "GroupLineDetail": _group_detail(line, context), "CustomExtensions": []}
    stored["SalesItemLineDetail"] = _item_detail(line, stored, context)
    if line.get("LinkedTxn"):
        stored["LinkedTxn"] = line["LinkedTxn"]
    stored["CustomExtensions"] = []
    return stored


def _group_detail(line: dict[str, Any], context: LineContext) -> dict[str, Any]:
    """A bundle: its lines carry the amounts, its own line has none. Without lines it takes the bundle's items."""
    sent = line.get("GroupLineDetail")
    if not isinstance(sent, dict) or not sent.get("GroupItemRef"):
        raise api_fault.required("Line.GroupLineDetail.GroupItemRef")
    path = "Line.GroupLineDetail.GroupItemRef"
    bundle = context.company.find("Item", reference_id(path, sent["GroupItemRef"]))
    if bundle is None or bundle.data["Type"] != "Group":
        raise api_fault.bad_reference(path)
    quantity = to_decimal("Line.GroupLineDetail.Quantity", sent.get("Quantity", 1))
    inside = sent.get("Line") or [_bundled(part, quantity, context.company)
                                  for part in bundle.data["ItemGroupDetail"]["ItemGroupLine"]]
    if not isinstance(inside, list) or not all(isinstance(each, dict) for each in inside):
        raise api_fault.unknown_property("Line.GroupLineDetail.Line")
    lines = [_complete_line({"DetailType": "SalesItemLineDetail", **each}, context) for each in inside]
    before = next((old["GroupLineDetail"]["Line"] for old in context.old_lines
                   if old.get("Id") == str(line.get("Id")) and "GroupLineDetail" in old), [])
    number_lines(lines, before)
    return {"GroupItemRef": context.company.reference("Item", bundle.id), "Quantity": quantity, "Line": lines}


def _bundled(part: dict[str, Any], quantity: Decimal, company: Company) -> dict[str, Any]:
    item = company.find("Item", part["ItemRef"]["value"])
    price = Decimal(item.data.get("UnitPrice", 0)) if item is not None else zero
    count = Decimal(part.get("Qty", 1)) * quantity
    detail: dict[str, Any] = {"ItemRef": part["ItemRef"], "UnitPrice": price, "Qty": count}
    if item is not None and "SalesTaxCodeRef" in item.data:
        detail["TaxCodeRef"] = item.data["SalesTaxCodeRef"]
    return {"Amount": to_cents(price * count), "SalesItemLineDetail": detail}


def _item_detail(line: dict[str, Any], stored: dict[str, Any], context: LineContext) -> dict[str, Any]:
    sent = line.get("SalesItemLineDetail")
    if not isinstance(sent, dict):
        raise api_fault.required("Line.SalesItemLineDetail")
    item = _item_data(sent, context)
    detail: dict[str, Any] = {}
    if item is not None:
        detail["ItemRef"] = item.get("special") or context.company.reference("Item", item["Id"])
    for name in ("UnitPrice", "Qty"):
        if sent.get(name) is not None:
            detail[name] = to_decimal(f"Line.SalesItemLineDetail.{name}", sent[name])
    for name in _kept_detail_members:
        if sent.get(name) is not None:
            detail[name] = sent[name]
    if item is not None and "IncomeAccountRef" in item:
        detail["ItemAccountRef"] = item["IncomeAccountRef"]
    if context.company.settings.track_classes and sent.get("ClassRef"):
        detail["ClassRef"] = _class_reference(sent["ClassRef"], context.company)
    code = _tax_code(sent, item, context)
    if code:
        detail["TaxCodeRef"] = {"value": code}
    stored["Amount"] = _line_amount(line, sent, detail, code, context)
    return detail


def _item_data(sent: dict[str, Any], context: LineContext) -> dict[str, Any] | None:
    path = "Line.SalesItemLineDetail.ItemRef"
    identifier = reference_id(path, sent["ItemRef"]) if sent.get("ItemRef") else context.company.switches.default_item
    if not identifier:
        return None
    if identifier == gratuity_item or (identifier == shipping_item and context.company.settings.allow_shipping):
        return {"special": {"value": identifier}, "Taxable": False}
    record = context.company.find("Item", identifier)
    usable = record is not None and (record.data["Active"] or identifier in context.items_kept)
    if record is None or not usable or record.data["Type"] in ("Category", "Group"):
        raise api_fault.bad_reference(path)
    return record.data


def line_account(company: Company, path: str, value: Any) -> dict[str, Any]:
    """The account a line names; raises fault 2020 or 2500."""
    if not value:
        raise api_fault.required(path)
    found = company.active_reference("Account", reference_id(path, value))
    if found is None:
        raise api_fault.bad_reference(path)
    return found


def _class_reference(sent: Any, company: Company) -> dict[str, Any]:
    path = "Line.SalesItemLineDetail.ClassRef"
    found = company.active_reference("Class", reference_id(path, sent))
    if found is None:
        raise api_fault.bad_reference(path)
    return found


def _tax_code(sent: dict[str, Any], item: dict[str, Any] | None, context: LineContext) -> str:
    given = reference_id("TaxCodeRef", sent["TaxCodeRef"]) if sent.get("TaxCodeRef") else ""
    if context.american:
        if given not in ("", "TAX", "NON"):
            raise api_fault.wrong_us_tax_code(given)
        return given or ("TAX" if item is not None and item.get("Taxable") else "NON")
    if context.company.settings.tax_model == "none" or context.tax_calculation == "NotApplicable":
        return ""
    if not given:
        raise api_fault.tax_code_missing()
    code = context.company.find("TaxCode", given)
    if code is None or not code.data.get("SalesTaxRateList", {}).get("TaxRateDetail"):
        raise api_fault.bad_reference("Line.SalesItemLineDetail.TaxCodeRef")
    return given


def _line_amount(line: dict[str, Any], sent: dict[str, Any], detail: dict[str, Any], code: str,
                 context: LineContext) -> Decimal:
    if line.get("Amount") is None:
        raise api_fault.required("Line.Amount")
    supplied = to_decimal("Line.Amount", line["Amount"])
    inclusive = context.tax_calculation == "TaxInclusive"
    gross_given = inclusive and sent.get("TaxInclusiveAmt") is not None
    if "UnitPrice" in detail and "Qty" in detail and not gross_given:
        if to_cents(detail["UnitPrice"] * detail["Qty"]) != supplied:
            raise api_fault.wrong_amount(supplied)
    if not inclusive or not code:
        return to_cents(supplied)
    gross = to_decimal("TaxInclusiveAmt", sent["TaxInclusiveAmt"]) if gross_given else supplied
    detail["TaxInclusiveAmt"] = gross
    return to_cents(gross / (1 + code_percent(context.company, code) / 100))


def code_rates(company: Company, code: str, applicable: str = "Sales") -> list[tuple[str, Decimal]]:
    """The rates of a tax code for "Sales" or "Purchase": (tax rate id, percent)."""
    record = company.find("TaxCode", code)
    if record is None:
        return []
    details = record.data.get(f"{applicable}TaxRateList", {}).get("TaxRateDetail", [])
    identifiers = [detail["TaxRateRef"]["value"] for detail in details]
    rates = [(identifier, company.find("TaxRate", identifier)) for identifier in identifiers]
    return [(identifier, Decimal(rate.data["RateValue"])) for identifier, rate in rates if rate is not None]


def code_percent(company: Company, code: str) -> Decimal:
    return sum((percent for _, percent in code_rates(company, code)), zero)


def number_lines(lines: list[dict[str, Any]], old_lines: list[dict[str, Any]]) -> None:
    """Known ids stay, all others are new; LineNum follows the order sent."""
    known = {line["Id"] for line in old_lines if "Id" in line}
    highest = max((int(identifier) for identifier in known if identifier.isdecimal()), default=0)
    for number, line in enumerate(lines, start=1):
        if line["Id"] in known:
            known.discard(line["Id"])
        else:
            highest += 1
            line["Id"] = str(highest)
        line["LineNum"] = number


def _complete_discount(line: dict[str, Any], subtotal: Decimal, context: LineContext) -> dict[str, Any]:
    sent = line.get("DiscountLineDetail")
    if not isinstance(sent, dict):
        raise api_fault.ApiFault("6090", "Discount info missing", "Discount info missing", element="Line")
    by_percent = bool(sent.get("PercentBased")) and sent.get("DiscountPercent") is not None
    detail: dict[str, Any] = {"PercentBased": by_percent}
    if by_percent:
        detail["DiscountPercent"] = to_decimal("DiscountPercent", sent["DiscountPercent"])
        amount = to_cents(subtotal * detail["DiscountPercent"] / 100)
    elif line.get("Amount") is None:
        raise api_fault.ApiFault("6090", "Discount info missing", "Discount info missing", element="Line.Amount")
    else:
        amount = to_cents(to_decimal("Line.Amount", line["Amount"]))
    account = context.company.reference("Account", context.company.settings.discount_account)
    if account is not None:
        detail["DiscountAccountRef"] = account
    if not context.american and sent.get("TaxCodeRef"):
        detail["TaxCodeRef"] = {"value": reference_id("TaxCodeRef", sent["TaxCodeRef"])}
    return {"Amount": amount, "DetailType": "DiscountLineDetail", "DiscountLineDetail": detail,
            "CustomExtensions": []}
