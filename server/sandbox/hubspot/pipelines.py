"""Deal and ticket pipelines."""

from __future__ import annotations

from typing import Any

from .times import wire_time

DEFAULT_PIPELINE = "default"

_DEAL_STAGES = (("appointmentscheduled", "Appointment Scheduled", "0.2"), ("qualifiedtobuy", "Qualified To Buy", "0.4"),
                ("presentationscheduled", "Presentation Scheduled", "0.6"),
                ("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
                ("contractsent", "Contract Sent", "0.9"), ("closedwon", "Closed Won", "1.0"),
                ("closedlost", "Closed Lost", "0.0"))
_TICKET_STAGES = (("1", "New", "OPEN"), ("2", "Waiting on contact", "OPEN"), ("3", "Waiting on us", "OPEN"),
                  ("4", "Closed", "CLOSED"))


_FIRST_ID = 820_500_001


def new_stage(stage_id: str, label: str, order: int, metadata: dict[str, str], stamp: str) -> dict[str, Any]:
    """A stage as the API shows it, with its audit trail."""
    return {"label": label, "displayOrder": order, "metadata": metadata, "id": stage_id,
            "createdAt": stamp, "updatedAt": stamp, "archived": False,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT", "audit": []}


def new_pipeline(pipeline_id: str, label: str, order: int, stages: list[dict[str, Any]],
                 stamp: str) -> dict[str, Any]:
    """A pipeline as the API shows it, with its audit trail."""
    return {"label": label, "displayOrder": order, "id": pipeline_id, "stages": stages, "createdAt": stamp,
            "updatedAt": stamp, "archived": False, "audit": []}


class Pipelines:
    """A new account has one default pipeline per type that has any."""

    def __init__(self, created: int) -> None:
        stamp = wire_time(created)
        deal_stages = [
            new_stage(name, label, order, {"isClosed": "true" if probability in ("1.0", "0.0") else "false",
                                           "probability": probability}, stamp)
            for order, (name, label, probability) in enumerate(_DEAL_STAGES)]
        ticket_stages = [new_stage(name, label, order, {"ticketState": state}, stamp)
                         for order, (name, label, state) in enumerate(_TICKET_STAGES)]
        self.by_type = {"deals": [new_pipeline(DEFAULT_PIPELINE, "Sales Pipeline", 0, deal_stages, stamp)],
                        "tickets": [new_pipeline("0", "Support Pipeline", 0, ticket_stages, stamp)]}
        self._next_id = _FIRST_ID

    def next_id(self) -> str:
        """The id of a new pipeline or stage."""
        self._next_id += 1
        return str(self._next_id - 1)

    def find(self, plural: str, pipeline_id: str) -> dict[str, Any] | None:
        return next((pipeline for pipeline in self.by_type.get(plural, []) if pipeline["id"] == pipeline_id), None)

    def stages(self, plural: str, pipeline_id: str) -> dict[str, dict[str, Any]]:
        """The stages of a pipeline by id; empty when there is no such pipeline."""
        pipeline = self.find(plural, pipeline_id)
        return {stage["id"]: stage for stage in pipeline["stages"]} if pipeline else {}

    def ids(self, plural: str) -> list[str]:
        return [pipeline["id"] for pipeline in self.by_type.get(plural, [])]

    def stage_ids(self, plural: str) -> list[str]:
        return [stage["id"] for pipeline in self.by_type.get(plural, []) for stage in pipeline["stages"]]
