"""Built-in properties of contacts, companies and tickets."""

from __future__ import annotations

from .definition import Definition, choice, flag, long_text, moment, note_counts, number, text

CONTACT_GROUP = "contactinformation"
COMPANY_GROUP = "companyinformation"
TICKET_GROUP = "ticketinformation"

_STAGES = ("subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer",
           "evangelist", "other")

_INDUSTRIES = ("ACCOUNTING", "AUTOMOTIVE", "CONSTRUCTION", "CONSUMER_GOODS", "EDUCATION_MANAGEMENT", "FARMING",
               "FINANCIAL_SERVICES", "FOOD_BEVERAGES", "HOSPITALITY", "INFORMATION_TECHNOLOGY_AND_SERVICES",
               "MACHINERY", "MARKETING_AND_ADVERTISING", "RESTAURANTS", "RETAIL", "WHOLESALE")


def _address(group: str) -> list[Definition]:
    return [text("address", "Street address", group), text("city", "City", group),
            text("state", "State/Region", group), text("zip", "Postal code", group),
            text("country", "Country/Region", group)]


def contact_definitions() -> list[Definition]:
    group = CONTACT_GROUP
    return [
        text("email", "Email", group, unique=True, form_field=True),
        text("firstname", "First name", group, form_field=True),
        text("lastname", "Last name", group, form_field=True),
        text("salutation", "Salutation", group),
        text("phone", "Phone number", group, field_type="phonenumber"),
        text("mobilephone", "Mobile phone number", group, field_type="phonenumber"),
        text("fax", "Fax number", group),
        text("company", "Company name", group),
        text("jobtitle", "Job title", group),
        text("website", "Website URL", group),
        *_address(group),
        choice("lifecyclestage", "Lifecycle stage", group, *_STAGES, field_type="radio"),
        choice("hs_lead_status", "Lead status", group, "NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED",
               "ATTEMPTED_TO_CONTACT", "CONNECTED", "BAD_TIMING", field_type="radio"),
        long_text("message", "Message", group),
        text("hs_language", "Preferred language", group),
        text("hs_additional_emails", "Additional email addresses", group, read_only=True),
        text("hs_email_domain", "Email domain", group, read_only=True, calculated=True),
        text("hs_full_name_or_email", "Full name or email", group, read_only=True, calculated=True),
        number("num_associated_deals", "Number of associated deals", group, read_only=True, calculated=True),
        *note_counts(group),
        number("associatedcompanyid", "Primary associated company ID", group),
        moment("closedate", "Close date", group),
    ]


def company_definitions() -> list[Definition]:
    group = COMPANY_GROUP
    return [
        text("name", "Company name", group), text("domain", "Company domain name", group),
        text("phone", "Phone number", group, field_type="phonenumber"),
        *_address(group), text("address2", "Street address 2", group),
        text("website", "Website URL", group), long_text("description", "Description", group),
        choice("industry", "Industry", group, *_INDUSTRIES),
        choice("type", "Type", group, "PROSPECT", "PARTNER", "RESELLER", "VENDOR", "OTHER"),
        choice("lifecyclestage", "Lifecycle stage", group, *_STAGES, field_type="radio"),
        number("annualrevenue", "Annual revenue", group),
        number("numberofemployees", "Number of employees", group),
        text("timezone", "Time zone", group),
        text("hs_additional_domains", "Additional domains", group, read_only=True),
        number("num_associated_contacts", "Number of associated contacts", group, read_only=True, calculated=True),
        number("num_associated_deals", "Number of associated deals", group, read_only=True, calculated=True),
        *note_counts(group),
        flag("is_public", "Is public", group),
    ]


def ticket_definitions() -> list[Definition]:
    group = TICKET_GROUP
    return [
        text("subject", "Ticket name", group), long_text("content", "Ticket description", group),
        text("hs_pipeline", "Pipeline", group), text("hs_pipeline_stage", "Ticket status", group),
        choice("hs_ticket_priority", "Priority", group, "LOW", "MEDIUM", "HIGH", "URGENT"),
    ]
