"""How the console shows HubSpot's records: columns, names, states, and the forms for them."""

from __future__ import annotations

from typing import Iterator, Mapping

from server.sandbox.console.page_frame import Html, badge, button, field, form, nothing, section, select
from server.sandbox.hubspot.crm import Crm
from server.sandbox.hubspot.property_definitions.definition import Definition
from server.sandbox.hubspot.records import Record

_listed_options_max = 300
columns = {
    "contacts": ("email", "firstname", "lastname", "company", "phone"),
    "companies": ("name", "domain", "city", "state"),
    "deals": ("dealname", "dealstage", "amount", "deal_currency_code", "closedate"),
    "quotes": ("hs_title", "hs_status", "hs_quote_amount", "hs_expiration_date"),
    "line_items": ("name", "quantity", "price", "amount"),
    "products": ("name", "hs_sku", "price"),
    "invoices": ("hs_number", "hs_invoice_status", "hs_currency", "hs_amount_billed", "hs_balance_due", "hs_due_date"),
    "commerce_payments": ("hs_initial_amount", "hs_currency_code", "hs_latest_status", "hs_initiated_date", "hs_refunds_amount"),
    "notes": ("hs_note_body", "hs_timestamp"),
    "tasks": ("hs_task_subject", "hs_task_status", "hs_timestamp")}
_more_editable = {
    "contacts": ("lifecyclestage", "city", "country"), "companies": ("phone", "country"), "products": ("description",),
    "line_items": ("description", "hs_sku", "hs_product_id", "hs_discount_percentage"), "deals": ("description", "dealtype"),
    "quotes": ("hs_currency", "hs_comments", "hs_sender_email"), "tasks": ("hs_task_body",),
    "invoices": ("hs_invoice_date", "hs_invoice_billable", "hs_comments", "hs_purchase_order_number"),
    "commerce_payments": ("hs_payment_method_type", "hs_customer_email", "hs_reference_number", "hs_fees_amount")}
_money = frozenset(("amount", "price", "hs_amount_billed", "hs_balance_due", "hs_initial_amount", "hs_refunds_amount",
                    "hs_quote_amount", "quantity"))
_states = {"contacts": "lifecyclestage", "deals": "dealstage", "quotes": "hs_status", "invoices": "hs_invoice_status",
           "commerce_payments": "hs_latest_status", "tasks": "hs_task_status"}
_tones = {"good": ("paid", "succeeded", "ACCEPTED", "closedwon", "COMPLETED", "APPROVED", "APPROVAL_NOT_NEEDED"),
          "bad": ("closedlost", "failed", "REJECTED"), "quiet": ("voided", "draft", "DRAFT", "refunded")}
# What people of a type are usually linked to, offered in this order.
partners = ("contacts", "companies", "deals", "quotes", "line_items", "invoices", "commerce_payments", "products")


def title_of(crm: Crm, plural: str, column: str) -> str:
    definition = crm.catalogues[plural].live.get(column)
    return definition.label if definition is not None else column


def number_columns(plural: str) -> frozenset[int]:
    return frozenset(place for place, name in enumerate(columns[plural], start=1) if name in _money)


def cell(record: Record, name: str) -> str:
    value = record.properties.get(name, "")
    return value[:10] if name.endswith(("date", "timestamp")) and len(value) > 10 else value


def name_of(plural: str, record: Record) -> str:
    """What a person would call a record."""
    held = record.properties
    if plural == "contacts":
        return f"{held.get('firstname', '')} {held.get('lastname', '')}".strip() or held.get("email", record.id)
    for name in columns[plural]:
        if held.get(name):
            return f"Payment of {held[name]}" if plural == "commerce_payments" else held[name]
    return record.id


def state_badge(plural: str, record: Record) -> Html:
    if record.archived:
        return badge("archived", "quiet")
    state = record.properties.get(_states.get(plural, ""), "")
    tone = next((tone for tone, values in _tones.items() if state in values), "")
    return badge(state.replace("_", " ").lower(), tone)


def editable(crm: Crm, plural: str) -> Iterator[Definition]:
    """The properties that the forms show: those of the list and some more, as far as a user may write them."""
    for name in (*columns[plural], *_more_editable.get(plural, ())):
        definition = crm.catalogues[plural].live.get(name)
        if definition is not None and not crm.rules[plural].shown_read_only(definition):
            yield definition


def property_field(crm: Crm, plural: str, definition: Definition, value: str) -> Html:
    choices = crm.external_options(definition, plural) if definition.external_options else None
    options = [(each, each.replace("_", " ")) for each in choices] if choices is not None else \
        [(option["value"], option["label"]) for option in definition.options]
    if options and len(options) <= _listed_options_max:
        known = [("", "")] + options + ([(value, value)] if value not in ("", *(each for each, _ in options)) else [])
        return select(definition.label, definition.name, known, value)
    hint = "such as 2026-12-31" if definition.type in ("date", "datetime") else ""
    return field(definition.label, definition.name, value, long=definition.field_type in ("textarea", "html"), hint=hint)


def edit_form(crm: Crm, plural: str, record: Record, address: str) -> Html:
    fields = [property_field(crm, plural, each, record.properties.get(each.name, "")) for each in editable(crm, plural)]
    return section("Edit", form(address, (*fields, button("Save", "save", kind="primary"))))


def new_form(crm: Crm, plural: str, address: str, sent: Mapping[str, str]) -> Html:
    fields = [property_field(crm, plural, each, sent.get(each.name, "")) for each in editable(crm, plural)]
    return section("", form(address, (*fields, button("Create", "create", kind="primary"))))


def action_form(plural: str, record: Record, address: str) -> Html:
    """What can be done to a record besides editing it."""
    if record.archived:
        return section("Actions", form(address, (button("Take it out of the recycle bin", "restore"),), kind="row"))
    own = list(_own_actions(plural, record.properties))
    first = form(address, own, kind="row") if own else nothing
    merging = form(address, (field("Id of another one", "value"), button("Merge it into this one", "merge")), kind="row") \
        if plural in ("contacts", "companies", "deals") else nothing
    return section("Actions", first, merging, form(address, (button("Move to the recycle bin", "archive", kind="danger"),), kind="row"))


def _own_actions(plural: str, held: Mapping[str, str]) -> Iterator[Html]:
    if plural == "quotes":
        if held.get("hs_status") in ("DRAFT", "PENDING_APPROVAL", "REJECTED"):
            yield button("Publish", "publish", kind="primary")
        elif held.get("hs_status") in ("APPROVAL_NOT_NEEDED", "APPROVED"):
            yield button("Buyer accepts", "accept", kind="primary")
        if held.get("hs_locked") == "true":
            yield button("Buyer pays", "pay")
    elif plural == "invoices" and held.get("hs_invoice_status") == "draft":
        yield button("Finalize", "open", kind="primary")
    elif plural == "invoices" and held.get("hs_invoice_status") == "open":
        yield field("Amount received", "value", held.get("hs_balance_due", ""))
        yield button("Record a payment", "pay", kind="primary")
        yield button("Void", "void", kind="danger")
    elif plural == "commerce_payments" and held.get("hs_latest_status") == "processing":
        yield button("Payment succeeds", "accept", kind="primary")
    elif plural == "commerce_payments" and held.get("hs_latest_status") in ("succeeded", "partially_refunded"):
        yield field("Amount to give back", "value", "")
        yield button("Refund", "refund")
    elif plural == "deals" and held.get("hs_is_closed") != "true":
        yield button("Closed won", "win", kind="primary")
        yield button("Closed lost", "lose")
