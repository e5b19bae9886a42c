"""Line items: inherited from a product, calculated, and owned by exactly one parent."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from .errors import ApiError, PropertyProblem, invalid_properties, validation
from .records import Record
from .rules import TypeRules

PARENTS = ("deals", "quotes", "invoices")
_INHERITED = ("name", "description", "price", "hs_sku", "hs_cost_of_goods_sold", "recurringbillingfrequency",
              "hs_recurring_billing_period")
_COPIED = (*_INHERITED, "quantity", "hs_product_id", "hs_discount_percentage", "discount", "hs_line_item_currency_code",
           "hs_tax_rate_group_id", "hs_position_on_quote", "hs_recurring_billing_start_date",
           "hs_recurring_billing_terms")
# A weekly frequency takes a period of days or weeks, every other one a period of months or years.
_WEEKLY = ("weekly", "biweekly")
_PERIODS = {True: re.compile(r"P[0-9]{1,4}[DW]"), False: re.compile(r"P[0-9]{1,4}[MY]")}
_CENT = Decimal("0.01")
_CARRIED = {"amount", "hs_tax_amount"}
_WIDE = Context(prec=100)  # the largest price times the largest quantity still has cents


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP, _WIDE)


def copied_values(line: Record) -> dict[str, str]:
    """What a copy of a line item is created with."""
    return {name: line.properties[name] for name in _COPIED if line.properties.get(name)}


def calculated_amounts(values: dict[str, str], discount_is_percentage: bool, tax_percentage: Decimal) -> dict[str, str]:
    """The percent discount applies to the extended amount, the plain discount to each unit."""
    quantity = Decimal(values.get("quantity") or "1")
    gross = cents(_WIDE.multiply(quantity, Decimal(values.get("price") or "0")))
    percent = Decimal(values.get("hs_discount_percentage") or "0")
    if discount_is_percentage and not percent:
        percent = Decimal(values.get("discount") or "0")
    if percent:
        discount = cents(_WIDE.multiply(gross, percent) / 100)
    else:
        discount = cents(_WIDE.multiply(quantity, Decimal(values.get("discount") or "0")))
    net = _WIDE.subtract(gross, discount)
    tax = cents(_WIDE.multiply(net, tax_percentage) / 100)
    return {"amount": str(net), "hs_pre_discount_amount": str(gross), "hs_total_discount": str(discount),
            "hs_tax_amount": str(tax), "hs_post_tax_amount": str(_WIDE.add(net, tax))}


class LineItemRules(TypeRules):
    """Amounts are recalculated on every write and carried on to the invoice."""

    def before_create(self, changes: dict[str, str]) -> None:
        if changes.get("hs_product_id"):
            self._inherit(changes)
        changes.setdefault("quantity", "1")
        self._calculate(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._calculate(changes, {**record.properties, **changes})

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if not created and record.properties.keys() & changes.keys() & _CARRIED:
            self._carry_on(record)

    def before_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural not in PARENTS:
            return
        parents = [(plural, parent_id) for plural in PARENTS
                   for parent_id in self.crm.graph.targets("line_items", record.id, plural)
                   if (plural, parent_id) != (other_plural, other.id)]
        match self.crm.switches.line_second_parent if parents else "":
            case "refused":
                plural, parent_id = parents[0]
                raise validation(f"Line item {record.id} already belongs to {plural} {parent_id}; a line item can have "
                                 "only one parent. Create a new line item.")
            case "moved":
                for plural, parent_id in parents:
                    self.crm.unlink("line_items", record.id, plural, parent_id)
            case "deleted":
                self.crm.archive("line_items", record)

    def after_archive(self, record: Record) -> None:
        self._carry_on(record)

    def _carry_on(self, record: Record) -> None:
        for plural, recalculate in (("invoices", self.crm.invoices.recalculate), ("quotes", self.crm.quotes.recalculate),
                                    ("deals", self.crm.deals.follow_lines)):
            for parent_id in self.crm.graph.targets("line_items", record.id, plural):
                recalculate(self.crm.stores[plural].records[parent_id])

    def _inherit(self, changes: dict[str, str]) -> None:
        product = self.crm.stores["products"].get(changes["hs_product_id"])
        if product is None or product.archived:
            raise validation(f"Product {changes['hs_product_id']} does not exist; send the id of a product as "
                             "hs_product_id.")
        for name in _INHERITED:
            if product.properties.get(name):
                changes.setdefault(name, product.properties[name])

    def _calculate(self, changes: dict[str, str], values: dict[str, str]) -> None:
        self._check(values)
        percentage = Decimal(0)
        if values.get("hs_tax_rate_group_id"):
            rate = self.crm.account.tax_rate(values["hs_tax_rate_group_id"])
            if rate is None:
                raise self._problem("hs_tax_rate_group_id", "INVALID_OPTION",
                                    f"{values['hs_tax_rate_group_id']} is not the id of a tax rate")
            changes["hs_tax_rate"] = f"{rate.percentage.normalize():f}"
            percentage = rate.percentage if self.crm.switches.line_tax_rate_counts else percentage
        elif "hs_tax_rate_group_id" in changes:
            changes["hs_tax_rate"] = ""
        changes.update(calculated_amounts(values, self.crm.switches.line_discount == "percentage", percentage))

    def _check(self, values: dict[str, str]) -> None:
        if Decimal(values.get("price") or "0") < 0:
            raise self._problem("price", "INVALID_INTEGER", "price must not be negative")
        frequency, period = values.get("recurringbillingfrequency"), values.get("hs_recurring_billing_period")
        if frequency and period and not _PERIODS[frequency in _WEEKLY].fullmatch(period):
            raise self._problem("hs_recurring_billing_period", "BILLING_PERIOD_TO_FREQUENCY_FORM_MISMATCH",
                                f"The billing period {period} does not fit the billing frequency {frequency}")

    def _problem(self, name: str, code: str, message: str) -> ApiError:
        return invalid_properties([PropertyProblem(name, code, message)], self.crm.portal_id)
