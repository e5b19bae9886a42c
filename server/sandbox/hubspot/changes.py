"""What happened to records and who did it, for webhooks and property history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who makes a change, in the words that history and webhooks use."""

    source: str
    source_id: str
    label: str
    user_id: int | None = None


SYSTEM = Actor("INTERNAL_PROCESSING", "", "")
CALCULATION = Actor("CALCULATED", "", "Calculated")


def app_actor(app_id: int, app_name: str) -> Actor:
    """An app that calls the API: its own writes come back to it with this source."""
    return Actor("INTEGRATION", str(app_id), app_name)


def user_actor(user_id: int) -> Actor:
    """A person who works in HubSpot."""
    return Actor("CRM_UI", f"userId:{user_id}", "", user_id)


@dataclass(frozen=True)
class Change:
    """One thing that happened to one record; `details` are the fields that only its kind has."""

    kind: str  # creation, deletion, propertyChange, associationChange, merge, restore, privacyDeletion
    plural: str
    record_id: str
    occurred: int
    actor: Actor
    details: dict[str, Any] = field(default_factory=dict)
