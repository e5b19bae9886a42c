"""Line items: inherited from a product, calculated, and owned by exactly one parent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from .errors import PropertyProblem, invalid_properties, validation
from .records import Record
from .rules import TypeRules

PARENTS = ("deals", "quotes", "invoices")
_INHERITED = ("name", "description", "price", "hs_sku", "hs_cost_of_goods_sold", "recurringbillingfrequency",
              "hs_recurring_billing_period")
_CENT = Decimal("0.01")
_WIDE = Context(prec=100)  # the largest price times the largest quantity still has cents


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP, _WIDE)


def calculated_amounts(values: dict[str, str]) -> dict[str, str]:
    """The percent discount applies to the extended amount, the plain discount to each unit."""
    quantity = Decimal(values.get("quantity") or "1")
    gross = cents(_WIDE.multiply(quantity, Decimal(values.get("price") or "0")))
    percent = Decimal(values.get("hs_discount_percentage") or "0")
    if percent:
        discount = cents(_WIDE.multiply(gross, percent) / 100)
    else:
        discount = cents(_WIDE.multiply(quantity, Decimal(values.get("discount") or "0")))
    net = str(_WIDE.subtract(gross, discount))
    return {"amount": net, "hs_pre_discount_amount": str(gross), "hs_total_discount": str(discount),
            "hs_tax_amount": "0.00", "hs_post_tax_amount": net}


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
        if not created and "amount" in changes:
            self._carry_on(record)

    def before_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural not in PARENTS:
            return
        for plural in PARENTS:
            for parent_id in self.crm.graph.targets("line_items", record.id, plural):
                if (plural, parent_id) != (other_plural, other.id):
                    raise validation(f"Line item {record.id} already belongs to {plural} {parent_id}; a line item can "
                                     "have only one parent. Create a new line item.")

    def after_archive(self, record: Record) -> None:
        self._carry_on(record)

    def _carry_on(self, record: Record) -> None:
        for invoice_id in self.crm.graph.targets("line_items", record.id, "invoices"):
            self.crm.invoices.recalculate(self.crm.stores["invoices"].records[invoice_id])

    def _inherit(self, changes: dict[str, str]) -> None:
        product = self.crm.stores["products"].get(changes["hs_product_id"])
        if product is None or product.archived:
            raise validation(f"Product {changes['hs_product_id']} does not exist; send the id of a product as "
                             "hs_product_id.")
        for name in _INHERITED:
            if product.properties.get(name):
                changes.setdefault(name, product.properties[name])

    def _calculate(self, changes: dict[str, str], values: dict[str, str]) -> None:
        if Decimal(values.get("price") or "0") < 0:
            problem = PropertyProblem("price", "INVALID_INTEGER", "price must not be negative")
            raise invalid_properties([problem], self.crm.portal_id)
        changes.update(calculated_amounts(values))
