"""Contacts: the e-mail address is the natural key, compared without case."""

from __future__ import annotations

import re

from .errors import PropertyProblem, invalid_properties
from .records import Record
from .rules import TypeRules

_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


class ContactRules(TypeRules):
    """Lower-cases and checks e-mail addresses and keeps the values derived from them."""

    def before_create(self, changes: dict[str, str]) -> None:
        self._email(changes)
        self._derive(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._email(changes)
        if changes.keys() & {"email", "firstname", "lastname"}:
            self._derive(changes, {**record.properties, **changes})

    def _email(self, changes: dict[str, str]) -> None:
        if not changes.get("email"):
            return
        changes["email"] = changes["email"].strip().lower()
        if not _EMAIL.fullmatch(changes["email"]):
            message = f"Email address {changes['email']} is invalid"
            raise invalid_properties([PropertyProblem("email", "INVALID_EMAIL", message)], self.crm.portal_id)

    def _derive(self, changes: dict[str, str], values: dict[str, str]) -> None:
        email = values.get("email", "")
        full_name = " ".join(filter(None, (values.get("firstname"), values.get("lastname"))))
        if email:
            changes["hs_email_domain"] = email.rpartition("@")[2]
        if full_name or email:
            changes["hs_full_name_or_email"] = full_name or email
