"""Deals: pipeline and stage belong together, closed flags and the home-currency amount are calculated."""

from __future__ import annotations

from decimal import Decimal

from .errors import PropertyProblem, invalid_properties
from .line_items import cents
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
        if "amount" in changes or "deal_currency_code" in changes:
            changes["amount_in_home_currency"] = self._home_amount(values)

    def _home_amount(self, values: dict[str, str]) -> str:
        code, amount = values.get("deal_currency_code", ""), values.get("amount", "")
        if not amount or code == self.crm.account.company_currency:
            return amount
        home = self.crm.account.in_company_currency(Decimal(amount), code, self.crm.now())
        return "" if home is None else str(cents(home))

    def after_link(self, record: Record, other_plural: str, other: Record) -> None:
        if other_plural == "line_items":
            self.follow_lines(record)

    def follow_lines(self, record: Record) -> None:
        """The amount becomes the sum of the lines, when the switch says so."""
        if self.crm.switches.deal_amount_follows_lines and not record.archived:
            total = sum((Decimal(line.properties["amount"]) for line in self.crm.linked("deals", record, "line_items")),
                        Decimal("0.00"))
            changes = {"amount": str(total)}
            self._derive(changes, {**record.properties, **changes})
            self.crm.set_values("deals", record, changes)
