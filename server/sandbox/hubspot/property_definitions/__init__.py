"""The built-in property definitions of every object type."""

from __future__ import annotations

from typing import Callable

from ..object_types import ObjectType
from . import commerce, people, sales
from .common import common_definitions
from .definition import Definition

_BUILT_IN: dict[str, tuple[str, str, Callable[[], list[Definition]]]] = {
    "contacts": (people.CONTACT_GROUP, "Contact information", people.contact_definitions),
    "companies": (people.COMPANY_GROUP, "Company information", people.company_definitions),
    "tickets": (people.TICKET_GROUP, "Ticket information", people.ticket_definitions),
    "deals": (sales.DEAL_GROUP, "Deal information", sales.deal_definitions),
    "products": (sales.PRODUCT_GROUP, "Product information", sales.product_definitions),
    "line_items": (sales.LINE_ITEM_GROUP, "Line item information", sales.line_item_definitions),
    "quotes": (sales.QUOTE_GROUP, "Quote information", sales.quote_definitions),
    "notes": (sales.ENGAGEMENT_GROUP, "Engagement", sales.note_definitions),
    "tasks": (sales.ENGAGEMENT_GROUP, "Engagement", sales.task_definitions),
    "invoices": (commerce.INVOICE_GROUP, "Invoice information", commerce.invoice_definitions),
    "commerce_payments": (commerce.PAYMENT_GROUP, "Payment information", commerce.payment_definitions),
    "fees": (commerce.ADJUSTMENT_GROUP, "Adjustment information", commerce.tax_definitions),
    "taxes": (commerce.ADJUSTMENT_GROUP, "Adjustment information", commerce.tax_definitions),
    "discounts": (commerce.ADJUSTMENT_GROUP, "Adjustment information", commerce.discount_definitions),
}


def built_in_definitions(object_type: ObjectType) -> tuple[dict[str, str], dict[str, Definition]]:
    """The group (name -> label) and the definitions (name -> definition) a new account has."""
    group, label, own = _BUILT_IN[object_type.plural]
    common = common_definitions(group, object_type.created_property, object_type.modified_property)
    return {group: label}, {definition.name: definition for definition in [*common, *own()]}
