"""Built-in properties of deals, products, line items, quotes, notes and tasks."""

from __future__ import annotations

from .definition import Definition, choice, day, flag, long_text, moment, money, note_counts, number, text

DEAL_GROUP = "dealinformation"
PRODUCT_GROUP = "productinformation"
LINE_ITEM_GROUP = "lineiteminformation"
QUOTE_GROUP = "quoteinformation"
ENGAGEMENT_GROUP = "engagement"

_FREQUENCIES = ("weekly", "biweekly", "monthly", "quarterly", "per_six_months", "annually", "per_two_years",
                "per_three_years")


def deal_definitions() -> list[Definition]:
    group = DEAL_GROUP
    calculated = {"read_only": True, "calculated": True}
    return [
        text("dealname", "Deal name", group), number("amount", "Amount", group),
        choice("dealstage", "Deal stage", group, external_options=True, field_type="radio"),
        choice("pipeline", "Pipeline", group, external_options=True),
        moment("closedate", "Close date", group),
        choice("dealtype", "Deal type", group, "newbusiness", "existingbusiness", field_type="radio"),
        long_text("description", "Deal description", group),
        choice("deal_currency_code", "Currency", group, external_options=True),
        choice("hs_priority", "Priority", group, "low", "medium", "high"),
        number("amount_in_home_currency", "Amount in company currency", group, **calculated),
        flag("hs_is_closed", "Is deal closed?", group, **calculated),
        flag("hs_is_closed_won", "Is closed won", group, **calculated),
        text("hs_all_collaborator_owner_ids", "Deal collaborator", group),
        number("num_associated_contacts", "Number of associated contacts", group, **calculated), *note_counts(group),
    ]


def product_definitions() -> list[Definition]:
    group = PRODUCT_GROUP
    return [
        text("name", "Name", group), long_text("description", "Product description", group),
        number("price", "Unit price", group), text("hs_sku", "SKU", group),
        number("hs_cost_of_goods_sold", "Unit cost", group), text("hs_folder", "Folder", group),
        choice("hs_product_type", "Product type", group, "inventory", "non_inventory", "service"),
        text("hs_recurring_billing_period", "Term", group),
        choice("recurringbillingfrequency", "Billing frequency", group, *_FREQUENCIES),
        choice("hs_pricing_model", "Pricing model", group, "flat", "volume", "graduated", "stairstep"),
        choice("hs_status", "Status", group, "active", "inactive"),
        text("hs_url", "URL", group), text("hs_images", "Image URL", group),
        number("tax", "Tax", group),
        *[number(f"hs_price_{code}", f"{code.upper()} price", group) for code in ("usd", "eur", "gbp", "cad")],
    ]


def line_item_definitions() -> list[Definition]:
    group = LINE_ITEM_GROUP
    calculated = {"read_only": True, "calculated": True}
    totals = ("hs_total_discount", "hs_tax_amount", "hs_post_tax_amount", "hs_pre_discount_amount", "hs_acv", "hs_arr",
              "hs_mrr", "hs_tcv", "hs_margin", "hs_margin_acv", "hs_margin_arr", "hs_margin_mrr", "hs_margin_tcv")
    return [
        text("name", "Name", group), long_text("description", "Description", group),
        number("quantity", "Quantity", group), number("price", "Unit price", group),
        number("amount", "Net price", group, **calculated),
        text("hs_sku", "SKU", group), number("hs_product_id", "Product ID", group),
        choice("hs_line_item_currency_code", "Currency", group, external_options=True),
        number("hs_cost_of_goods_sold", "Unit cost", group),
        text("hs_tax_rate_group_id", "Tax rate", group),
        number("hs_tax_rate", "Tax rate percentage", group, **calculated),
        number("hs_position_on_quote", "Position on quote", group),
        number("hs_discount_percentage", "Discount percentage", group),
        number("discount", "Unit discount", group),
        choice("recurringbillingfrequency", "Billing frequency", group, *_FREQUENCIES),
        text("hs_recurring_billing_period", "Term", group),
        day("hs_recurring_billing_start_date", "Billing start date", group),
        choice("hs_recurring_billing_terms", "Billing terms", group, "fixed", "open_ended"),
        *[number(name, name.removeprefix("hs_").replace("_", " ").capitalize(), group, **calculated)
          for name in totals],
    ]


def quote_definitions() -> list[Definition]:
    group = QUOTE_GROUP
    fixed = {"read_only": True}
    return [
        text("hs_title", "Quote name", group), day("hs_expiration_date", "Expiration date", group),
        choice("hs_status", "Status", group, "DRAFT", "APPROVAL_NOT_NEEDED", "PENDING_APPROVAL", "APPROVED",
               "REJECTED", "ACCEPTED"),
        choice("hs_template_type", "Template type", group, "CPQ_QUOTE", "CUSTOMIZABLE_QUOTE_TEMPLATE", "QUOTE"),
        choice("hs_currency", "Currency", group, external_options=True),
        text("hs_language", "Language", group), text("hs_locale", "Locale", group),
        long_text("hs_comments", "Comments to buyer", group), long_text("hs_terms", "Purchase terms", group),
        text("hs_sender_email", "Sender email", group), text("hs_sender_firstname", "Sender first name", group),
        text("hs_sender_lastname", "Sender last name", group),
        choice("hs_acceptance_method", "Acceptance method", group, "clickwrap", "esignature", "print_and_sign"),
        number("hs_esign_num_signers_required", "Number of signers required", group),
        flag("hs_esign_enabled", "E-signature enabled", group), moment("hs_esign_date", "E-signature date", group),
        text("hs_sign_status", "Signature status", group, **fixed),
        flag("hs_payment_enabled", "Payment enabled", group), flag("hs_billing_enabled", "Billing enabled", group),
        choice("hs_payment_type", "Payment type", group, "HUBSPOT", "BYO_STRIPE"),
        choice("hs_payment_status", "Payment status", group, "PENDING", "PROCESSING", "PAID", "PAYMENT_NOT_ENABLED",
               **fixed),
        moment("hs_payment_date", "Payment date", group),
        money("hs_quote_amount", "Quote amount", group, read_only=True, calculated=True),
        text("hs_quote_number", "Quote number", group, **fixed),
        text("hs_quote_link", "Quote link", group, **fixed),
        text("hs_pdf_download_link", "PDF download link", group, **fixed),
        text("hs_public_url_key", "Public URL key", group, **fixed),
        flag("hs_locked", "Locked", group, **fixed),
    ]


def note_definitions() -> list[Definition]:
    group = ENGAGEMENT_GROUP
    return [moment("hs_timestamp", "Activity date", group),
            text("hs_note_body", "Note body", group, field_type="html"),
            text("hs_attachment_ids", "Attached file IDs", group)]


def task_definitions() -> list[Definition]:
    group = ENGAGEMENT_GROUP
    return [
        moment("hs_timestamp", "Due date", group), text("hs_task_subject", "Task title", group),
        text("hs_task_body", "Notes", group, field_type="html"),
        choice("hs_task_status", "Task status", group, "NOT_STARTED", "IN_PROGRESS", "COMPLETED", "DEFERRED",
               "WAITING"),
        choice("hs_task_priority", "Priority", group, "NONE", "LOW", "MEDIUM", "HIGH"),
        choice("hs_task_type", "Task type", group, "TODO", "CALL", "EMAIL"),
    ]
