"""Quotes: drafts that are published, locked, accepted and paid; of the CPQ system or the older one."""

from __future__ import annotations

from .changes import SYSTEM
from .document_totals import document_total
from .errors import PropertyProblem, invalid_properties, validation
from .line_items import copied_values
from .records import Record
from .rules import TypeRules
from .times import wire_time

CPQ = "CPQ_QUOTE"
PRIMARY_QUOTE = 1393
PUBLISHED = ("APPROVAL_NOT_NEEDED", "APPROVED", "ACCEPTED")
_SIGNED = ("esignature", "print_and_sign")
_SIGNER = 702
_FIRST_NUMBER = 20_261_001


def is_cpq(values: dict[str, str]) -> bool:
    return values.get("hs_template_type") == CPQ


class QuoteRules(TypeRules):
    """API-created quotes start as drafts. A published one takes no changes until it is taken back."""

    _next_number = _FIRST_NUMBER

    def before_create(self, changes: dict[str, str]) -> None:
        changes.setdefault("hs_status", "DRAFT")
        if self.crm.switches.quotes_default_to_cpq:
            changes.setdefault("hs_template_type", CPQ)
        changes["hs_locked"] = "false"
        if is_cpq(changes):
            changes.pop("hs_esign_enabled", None)  # of the older system; passed over on the newer one

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        before = record.properties["hs_status"]
        after = changes.get("hs_status", before)
        if changes.get("hs_template_type", "") not in ("", record.properties.get("hs_template_type", "")):
            raise invalid_properties([PropertyProblem("hs_template_type", "INVALID_VALUE",
                                                      "hs_template_type can only be set when the quote is created")],
                                     self.crm.portal_id)
        if is_cpq(record.properties):
            changes.pop("hs_esign_enabled", None)
        if record.properties["hs_locked"] == "true" and after in PUBLISHED:
            others = [name for name, value in changes.items()
                      if name != "hs_status" and record.properties.get(name, "") != value]
            if others:
                raise validation(f"Quote {record.id} is published and locked; set hs_status back to DRAFT, "
                                 f"PENDING_APPROVAL or REJECTED before changing {', '.join(others)}.")
        if after != before:
            self._check_change(record, before, after, {**record.properties, **changes})

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        if created and record.properties["hs_status"] in PUBLISHED:
            self._check_change(record, "DRAFT", record.properties["hs_status"], record.properties)
        published = record.properties["hs_status"] in PUBLISHED
        locked = record.properties["hs_locked"] == "true"
        if published and not locked:
            self._publish(record)
        elif locked and not published:
            self.crm.set_values("quotes", record, {"hs_locked": "false", "hs_quote_link": "", "hs_pdf_download_link": ""})

    def before_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural in ("taxes", "discounts", "fees") and is_cpq(record.properties):
            raise validation(f"CPQ quotes take no {other_plural} of the whole quote.")

    def after_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural in ("line_items", "taxes", "discounts", "fees"):
            self.recalculate(record)
        elif other_plural == "deals" and not record.properties.get("hs_currency"):
            self.crm.set_values("quotes", record, {"hs_currency": other.properties.get("deal_currency_code", "")})

    def after_archive(self, record: Record) -> None:
        for line in self.crm.linked("quotes", record, "line_items"):
            self.crm.archive("line_items", line)

    def recalculate(self, record: Record) -> None:
        if not record.archived:
            self.crm.set_values("quotes", record, {
                "hs_quote_amount": str(document_total(self.crm, "quotes", record))})

    def accept(self, record: Record) -> None:
        """What happens when the buyer accepts a published quote."""
        self._require_published(record)
        values = {"hs_sign_status": "SIGNED", "hs_esign_date": wire_time(self.crm.now())}
        if is_cpq(record.properties):
            values["hs_status"] = "ACCEPTED"
        self.crm.set_values("quotes", record, values, SYSTEM)

    def pay(self, record: Record) -> None:
        """What happens when the buyer pays a published quote."""
        self._require_published(record)
        values = {"hs_payment_status": "PAID", "hs_payment_date": wire_time(self.crm.now())}
        self.crm.set_values("quotes", record, values, SYSTEM)

    def _require_published(self, record: Record) -> None:
        if record.properties["hs_status"] not in PUBLISHED:
            raise validation(f"Quote {record.id} is not published: the buyer has not seen it.")

    def _check_change(self, record: Record, before: str, after: str, values: dict[str, str]) -> None:
        if after == "ACCEPTED" and before not in PUBLISHED:
            raise invalid_properties([PropertyProblem("hs_status", "INVALID_VALUE",
                                                      "Only a published quote can be accepted")], self.crm.portal_id)
        if before in PUBLISHED and after not in PUBLISHED and not self.crm.switches.quote_unpublish:
            raise validation(f"Quote {record.id} is published and cannot be taken back through the API.")
        if after in PUBLISHED and before not in PUBLISHED and self.crm.switches.quote_publish_checked:
            missing = self._missing(record, values)
            if missing:
                raise validation(f"Quote {record.id} cannot be published without {', '.join(missing)}.",
                                 context={"missing": missing})

    def _missing(self, record: Record, values: dict[str, str]) -> list[str]:
        """What the CPQ system wants before it publishes; the older one is not checked."""
        if not is_cpq(values):
            return []
        missing = [f"an association to {plural}" for plural in ("line_items", "contacts", "deals")
                   if not self.crm.linked("quotes", record, plural)]
        signers = any(_SIGNER in types for types in self.crm.graph.targets("quotes", record.id, "contacts").values())
        if values.get("hs_acceptance_method") in _SIGNED and not signers:
            missing.append("a contact signer")
        if self.crm.switches.quote_publish_needs_sender and not values.get("hs_sender_email"):
            missing.append("hs_sender_email")
        return missing

    def _publish(self, record: Record) -> None:
        number = record.properties.get("hs_quote_number")
        if not number:
            number, self._next_number = f"{self._next_number}", self._next_number + 1
        key = record.properties.get("hs_public_url_key") or f"{record.number:x}"
        link = f"https://app.hubspot.com/quotes/{self.crm.portal_id}/{key}"
        self.crm.set_values("quotes", record, {
            "hs_locked": "true", "hs_quote_number": number, "hs_public_url_key": key, "hs_quote_link": link,
            "hs_pdf_download_link": f"{link}.pdf",
            "hs_payment_status": "PENDING" if record.properties.get("hs_payment_enabled") == "true"
            else "PAYMENT_NOT_ENABLED"})
        self.recalculate(record)
        if is_cpq(record.properties):
            self._carry_to_deals(record)

    def _carry_to_deals(self, record: Record) -> None:
        """The deal gets this quote as its primary one, and copies of its lines when it has none of its own."""
        primary = self.crm.association_types.by_id[PRIMARY_QUOTE]
        for deal in self.crm.linked("quotes", record, "deals"):
            self.crm.link(deal.id, record.id, [primary])
            if self.crm.linked("deals", deal, "line_items"):
                continue
            to_line = self.crm.association_types.defaults[("line_items", "deals")]
            for line in self.crm.linked("quotes", record, "line_items"):
                self.crm.create("line_items", copied_values(line), [(to_line, deal.id)])
