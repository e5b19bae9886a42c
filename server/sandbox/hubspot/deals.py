"""Deals: pipeline and stage belong together, closed flags and the home-currency amount are calculated."""

from __future__ import annotations

from .errors import PropertyProblem, invalid_properties
from .pipelines import DEFAULT_PIPELINE
from .records import Record
from .rules import TypeRules


class DealRules(TypeRules):
    """Checks the stage against the pipeline and keeps the calculated values."""

    def before_create(self, changes: dict[str, str]) -> None:
        changes.setdefault("pipeline", DEFAULT_PIPELINE)
        changes.setdefault("deal_currency_code", self.crm.account.company_currency)
        self._derive(changes, changes)

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        self._derive(changes, {**record.properties, **changes})

    def _derive(self, changes: dict[str, str], values: dict[str, str]) -> None:
        stages = self.crm.pipelines.stages("deals", values.get("pipeline", ""))
        stage = stages.get(values.get("dealstage", ""))
        if stage is None:
            message = f"{values.get('dealstage')} is not a stage of the pipeline {values.get('pipeline')}"
            raise invalid_properties([PropertyProblem("dealstage", "INVALID_OPTION", message)], self.crm.portal_id)
        changes["hs_is_closed"] = stage["metadata"]["isClosed"]
        changes["hs_is_closed_won"] = "true" if stage["metadata"]["probability"] == "1.0" else "false"
        if values.get("deal_currency_code") == self.crm.account.company_currency and values.get("amount"):
            changes["amount_in_home_currency"] = values["amount"]


class QuoteRules(TypeRules):
    """API-created quotes start as drafts; deleting one deletes its line items."""

    def before_create(self, changes: dict[str, str]) -> None:
        changes.setdefault("hs_status", "DRAFT")
        changes["hs_locked"] = "false"

    def after_archive(self, record: Record) -> None:
        for line in self.crm.linked("quotes", record, "line_items"):
            self.crm.archive("line_items", line)
