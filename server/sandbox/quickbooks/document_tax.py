"""Sales tax of a document, for the United States (one code per document) and elsewhere (per line)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.document_lines import DocumentLines, all_item_lines, code_rates, to_cents, zero
from server.sandbox.quickbooks.field_rules import reference_id, to_decimal

taxable_lines_max = 750


def tax_detail(company: Company, document: DocumentLines, draft: dict[str, Any], asked: Any,
               customer_taxable: bool) -> dict[str, Any]:
    """TxnTaxDetail of the document. `asked` is what the request holds for it, or None."""
    if company.settings.tax_model == "none":
        return {"TotalTax": zero}
    if company.settings.country == "US":
        return _american(company, document, draft, asked, customer_taxable)
    if draft.get("GlobalTaxCalculation") == "NotApplicable":
        return {"TotalTax": zero}
    _check_rates_sent(company, document, asked)
    return _by_line(company, document)


def tax_of_expense(company: Company, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """TxnTaxDetail of money spent, by the purchase rates of the codes on its lines."""
    bases: dict[str, Decimal] = {}
    percents: dict[str, Decimal] = {}
    for line in lines:
        code = line[line["DetailType"]].get("TaxCodeRef", {}).get("value", "")
        for rate, percent in code_rates(company, code, "Purchase"):
            bases[rate] = bases.get(rate, zero) + line["Amount"]
            percents[rate] = percent
    return _summed([_tax_line(rate, percents[rate], base) for rate, base in bases.items()])


def _check_rates_sent(company: Company, document: DocumentLines, asked: Any) -> None:
    """A tax line may only name a rate of a code that is on the document."""
    sent = asked.get("TaxLine") if isinstance(asked, dict) else None
    if not isinstance(sent, list):
        return
    known = {rate for line in all_item_lines(document.lines)
             for rate, _ in code_rates(company, line["SalesItemLineDetail"].get("TaxCodeRef", {}).get("value", ""))}
    for line in sent:
        detail = line.get("TaxLineDetail") if isinstance(line, dict) else None
        if isinstance(detail, dict) and detail.get("TaxRateRef") and reference_id("TaxRateRef", detail["TaxRateRef"]) not in known:
            raise api_fault.bad_reference("TxnTaxDetail.TaxLine.TaxLineDetail.TaxRateRef")


def _american(company: Company, document: DocumentLines, draft: dict[str, Any], asked: Any,
              customer_taxable: bool) -> dict[str, Any]:
    taxed = [line for line in all_item_lines(document.lines)
             if line["SalesItemLineDetail"].get("TaxCodeRef", {}).get("value") == "TAX"]
    if len(taxed) > taxable_lines_max:
        raise api_fault.business_rule("A taxable transaction can have at most 750 lines")
    code = _american_code(company, draft, asked)
    base = sum((line["Amount"] for line in taxed), zero)
    if draft.get("ApplyTaxAfterDiscount") and document.subtotal:
        base -= to_cents(document.discount * base / document.subtotal)
    if not customer_taxable or not base or not code:
        return {"TotalTax": zero}
    given = isinstance(asked, dict) and asked.get("TotalTax") is not None
    if company.settings.tax_model == "us_manual" and not given and not company.switches.manual_tax_is_computed:
        return {"TxnTaxCodeRef": {"value": code}, "TotalTax": zero}
    lines = [_tax_line(rate, percent, base) for rate, percent in code_rates(company, code)]
    total = sum((line["Amount"] for line in lines), zero)
    if isinstance(asked, dict) and asked.get("TxnTaxCodeRef") and asked.get("TotalTax") is not None:
        total = to_cents(to_decimal("TxnTaxDetail.TotalTax", asked["TotalTax"]))
        lines = _prorated(lines, total)
    return {"TxnTaxCodeRef": {"value": code}, "TotalTax": total, "TaxLine": lines}


def _american_code(company: Company, draft: dict[str, Any], asked: Any) -> str:
    """Automated sales tax goes by the address and replaces what was asked for."""
    if company.settings.tax_model == "us_automated":
        place = draft.get("ShipAddr") or draft.get("BillAddr") or company.settings.address
        if "CountrySubDivisionCode" not in place:    # free-form: the code found before stays
            before = draft.get("TxnTaxDetail") or {}
            return str(before.get("TxnTaxCodeRef", {}).get("value", ""))
        return company.settings.tax_code_by_state.get(place["CountrySubDivisionCode"], "")
    chosen = asked if isinstance(asked, dict) else draft.get("TxnTaxDetail") or {}
    if not chosen.get("TxnTaxCodeRef"):
        return ""
    code = reference_id("TxnTaxDetail.TxnTaxCodeRef", chosen["TxnTaxCodeRef"])
    if company.find("TaxCode", code) is None:
        raise api_fault.bad_reference("TxnTaxDetail.TxnTaxCodeRef")
    return code


def _by_line(company: Company, document: DocumentLines) -> dict[str, Any]:
    bases: dict[str, Decimal] = {}
    percents: dict[str, Decimal] = {}
    taxed = [line for line in all_item_lines(document.lines) if "TaxCodeRef" in line["SalesItemLineDetail"]]
    if len(taxed) > taxable_lines_max:
        raise api_fault.business_rule("A taxable transaction can have at most 750 lines")
    for line in taxed:
        code = line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
        for rate, percent in code_rates(company, code):
            bases[rate] = bases.get(rate, zero) + line["Amount"]
            percents[rate] = percent
    for rate, percent in code_rates(company, document.discount_tax_code):
        bases[rate] = bases.get(rate, zero) - document.discount
        percents[rate] = percent
    return _summed([_tax_line(rate, percents[rate], base) for rate, base in bases.items()])


def _summed(lines: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum((line["Amount"] for line in lines), zero)
    return {"TotalTax": total, "TaxLine": lines} if lines else {"TotalTax": zero}


def _tax_line(rate: str, percent: Decimal, base: Decimal) -> dict[str, Any]:
    """Every rate is rounded to cents on its own."""
    return {"Amount": to_cents(base * percent / 100), "DetailType": "TaxLineDetail",
            "TaxLineDetail": {"TaxRateRef": {"value": rate}, "PercentBased": True, "TaxPercent": percent,
                              "NetAmountTaxable": base}}


def _prorated(lines: list[dict[str, Any]], total: Decimal) -> list[dict[str, Any]]:
    """Spreads an overridden tax over the rates; the last one takes what rounding leaves."""
    computed = sum((line["Amount"] for line in lines), zero)
    left = total
    for index, line in enumerate(lines):
        share = left if index == len(lines) - 1 else to_cents(total * line["Amount"] / (computed or 1))
        line["Amount"] = share
        left -= share
    return lines
