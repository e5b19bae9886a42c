"""Built-in properties of invoices, commerce payments, taxes and discounts."""

from __future__ import annotations

from .definition import Definition, choice, flag, long_text, moment, money, number, text

INVOICE_GROUP = "invoiceinformation"
PAYMENT_GROUP = "paymentinformation"
ADJUSTMENT_GROUP = "adjustmentinformation"


def _invoice_recipient(group: str) -> list[Definition]:
    parts = ("address", "address2", "city", "state", "zip", "country")
    names = [f"hs_recipient_shipping_{part}" for part in parts]
    names += [f"hs_recipient_company_{part}" for part in parts[:-1]]
    return [text(name, name.removeprefix("hs_").replace("_", " ").capitalize(), group) for name in names]


def _invoice_money(group: str) -> list[Definition]:
    """The first three are shown as writable or not by the invoice rules."""
    return [
        money("hs_amount_billed", "Amount billed", group, calculated=True),
        money("hs_balance_due", "Balance due", group, calculated=True),
        money("hs_amount_paid", "Amount paid", group, calculated=True),
        money("hs_amount_billed_in_company_currency", "Amount billed in company currency", group, read_only=True,
              calculated=True),
    ]


def invoice_definitions() -> list[Definition]:
    group = INVOICE_GROUP
    fixed = {"read_only": True}
    return [
        choice("hs_currency", "Currency", group, external_options=True),
        moment("hs_invoice_date", "Invoice date", group), moment("hs_due_date", "Due date", group),
        text("hs_title", "Title", group), text("hs_number", "Number", group),
        text("hs_purchase_order_number", "Purchase order number", group),
        long_text("hs_comments", "Comments", group), text("hs_tax_id", "Tax ID", group),
        choice("hs_invoice_status", "Invoice status", group, "draft", "open", "paid", "voided"),
        flag("hs_invoice_billable", "Billable", group),
        *_invoice_money(group), *_invoice_recipient(group),
        choice("hs_allowed_payment_methods", "Allowed payment methods", group, "credit_or_debit_card", "ach", "sepa",
               "bacs", "pads", field_type="checkbox"),
        choice("hs_invoice_payment_collection_method", "Payment collection", group, "manual", "none"),
        flag("hs_allow_partial_payments", "Allow partial payments", group),
        choice("hs_collect_address_types", "Collect addresses", group, "billing_address", "shipping_address",
               field_type="checkbox"),
        text("hs_language", "Language", group), text("hs_locale", "Locale", group),
        long_text("hs_custom_fields", "Custom fields", group),
        moment("hs_payment_date", "Payment date", group),
        moment("hs_external_createdate", "External create date", group),
        text("hs_external_invoice_id", "External invoice ID", group),
        choice("hs_invoice_source", "Invoice source", group, "hubspot", "data_sync", "legacy_quickbooks", **fixed),
        text("hs_invoice_link", "Invoice link", group, **fixed),
        text("hs_pdf_download_link", "PDF download link", group, **fixed),
        text("hs_invoice_latest_contact_email", "Latest contact email", group, **fixed),
        text("hs_invoice_latest_contact_firstname", "Latest contact first name", group, **fixed),
        text("hs_invoice_latest_contact_lastname", "Latest contact last name", group, **fixed),
        text("hs_invoice_latest_company_name", "Latest company name", group, **fixed),
    ]


def payment_definitions() -> list[Definition]:
    group = PAYMENT_GROUP
    fixed = {"read_only": True}
    return [
        money("hs_initial_amount", "Gross amount", group), moment("hs_initiated_date", "Payment date", group),
        choice("hs_currency_code", "Currency", group, external_options=True),
        text("hs_customer_email", "Customer email", group),
        choice("hs_latest_status", "Payment status", group, "processing", "succeeded", "failed", "partially_refunded",
               "refunded", "processing_refund", "disputed_won", "disputed_lost", "disputed_action_required",
               "disputed_awaiting_decision"),
        choice("hs_payment_method_type", "Payment method", group, "card", "ach", "cash", "check", "wire_transfer",
               "other", "sepa", "bacs", "pads"),
        choice("hs_processor_type", "Processor", group, "hs_payments", "byo_stripe", "none", "quickbooks", "xero"),
        text("hs_reference_number", "Reference number", group), money("hs_fees_amount", "Fees", group),
        money("hs_refunds_amount", "Refunds", group), moment("hs_payout_date", "Payout date", group),
        long_text("hs_internal_comment", "Internal comment", group),
        text("hs_payment_id", "Payment ID", group, **fixed),
        choice("hs_payment_source_app", "Source", group, "SALES_CHECKOUT", "QUOTE", "INVOICE", "MIGRATION",
               "SUBSCRIPTION", **fixed),
        text("hs_payment_source_id", "Source ID", group, **fixed), text("hs_payment_source_name", "Source name", group, **fixed),
        text("hs_payment_source_url", "Source URL", group, **fixed), text("hs_payment_type", "Payment type", group, **fixed),
        text("hs_settlement_currency_code", "Settlement currency", group, **fixed),
        text("hs_payment_creation_method", "Creation method", group, **fixed),
        flag("hs_has_associated_invoice", "Has associated invoice", group, read_only=True, calculated=True),
        number("hs_number_of_associated_invoices", "Number of associated invoices", group, read_only=True,
               calculated=True),
        *[money(name, name.removeprefix("hs_").replace("_", " ").capitalize(), group, read_only=True, calculated=True)
          for name in ("hs_net_amount", "hs_net_amount_after_refunds", "hs_platform_fee", "hs_net_amount_in_portal_currency",
                       "hs_initial_amount_in_portal_currency", "hs_net_amount_in_settlement_currency",
                       "hs_order_discount_amount")],
        *[text(f"hs_{kind}_address_{part}", f"{kind.capitalize()} {part}", group)
          for kind in ("billing", "shipping")
          for part in ("street", "street2", "city", "state", "postal_code", "country")],
    ]


def tax_definitions() -> list[Definition]:
    group = ADJUSTMENT_GROUP
    return [
        text("hs_label", "Label", group), choice("hs_type", "Type", group, "PERCENT", "FIXED"),
        number("hs_value", "Value", group, decimals=4), number("hs_sort_order", "Sort order", group),
    ]


def discount_definitions() -> list[Definition]:
    return [*tax_definitions(), choice("hs_duration", "Duration", ADJUSTMENT_GROUP, "ONCE", "FOREVER", "REPEATING")]
