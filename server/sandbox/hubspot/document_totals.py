"""What invoices and quotes come to: their lines, then discounts, fees and taxes on the whole."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .line_items import cents
from .records import Record

if TYPE_CHECKING:
    from .crm import Crm

_ZERO = Decimal("0.00")


def document_total(crm: Crm, plural: str, record: Record) -> Decimal:
    """Discounts come first, then fees, then taxes; each kind works on what the kinds before it left."""
    lines = crm.linked(plural, record, "line_items")
    total = sum((Decimal(line.properties["amount"]) for line in lines), _ZERO)
    total -= _adjustment(crm, plural, record, "discounts", total, sign=-1)
    total += _adjustment(crm, plural, record, "fees", total, sign=1)
    taxes = _adjustment(crm, plural, record, "taxes", total, sign=1)
    taxes += sum((Decimal(line.properties.get("hs_tax_amount") or "0") for line in lines), _ZERO)
    return cents(total + taxes)


def _adjustment(crm: Crm, plural: str, record: Record, kind: str, base: Decimal, sign: int) -> Decimal:
    """All adjustments of one kind, in their order; percentages are of the base, or of what the earlier ones left."""
    amount = _ZERO
    others = sorted(crm.linked(plural, record, kind),
                    key=lambda other: (Decimal(other.properties.get("hs_sort_order") or "0"), other.number))
    for other in others:
        value = Decimal(other.properties.get("hs_value") or "0")
        if other.properties.get("hs_type") == "PERCENT":
            of = base + sign * amount if crm.switches.adjustments_compound else base
            value = cents(of * value / 100)
        amount += value
    return amount
