"""Contacts: the e-mail address is the natural key, compared without case."""

from __future__ import annotations

import re

from .errors import PropertyProblem, invalid_properties
from .records import Record
from .rules import TypeRules

_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


PRIMARY_COMPANY = 1


class ContactRules(TypeRules):
    """Lower-cases and checks e-mail addresses and keeps the values derived from them."""

    def before_create(self, changes: dict[str, str]) -> None:
        self._email(changes)
        self._derive(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._email(changes)
        if changes.keys() & {"email", "firstname", "lastname"}:
            self._derive(changes, {**record.properties, **changes})

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if created and self.crm.switches.contacts_join_companies_by_domain:
            self._join_company(record)

    def _join_company(self, record: Record) -> None:
        """The company of the address's domain, made when there is none; not for a contact that has a company."""
        domain = record.properties.get("hs_email_domain")
        if not domain or self.crm.graph.targets("contacts", record.id, "companies"):
            return
        companies = [company for company in self.crm.stores["companies"].records.values()
                     if not company.archived and company.properties.get("domain", "").lower() == domain]
        company = companies[0] if companies else self.crm.create("companies", {"domain": domain, "name": domain})
        primary = self.crm.association_types.by_id[PRIMARY_COMPANY]
        self.crm.link(record.id, company.id, [primary])

    def _email(self, changes: dict[str, str]) -> None:
        if not changes.get("email"):
            return
        address = changes["email"].strip()
        changes["email"] = address.lower() if self.crm.switches.email_stored_lower_case else address
        if not _EMAIL.fullmatch(changes["email"]):
            message = f"Email address {changes['email']} is invalid"
            raise invalid_properties([PropertyProblem("email", "INVALID_EMAIL", message)], self.crm.portal_id)

    def _derive(self, changes: dict[str, str], values: dict[str, str]) -> None:
        email = values.get("email", "")
        full_name = " ".join(filter(None, (values.get("firstname"), values.get("lastname"))))
        if email:
            changes["hs_email_domain"] = email.rpartition("@")[2].lower()
        if full_name or email:
            changes["hs_full_name_or_email"] = full_name or email
