"""What happened to records and who did it, for webhooks and property history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Protocol


@dataclass(frozen=True)
class Actor:
    """Who makes a change, in the words that history and webhooks use."""

    source: str
    source_id: str
    label: str
    user_id: int | None = None

    def source_properties(self) -> dict[str, str]:
        """What a record that this actor creates says about its origin."""
        return {"hs_object_source": self.source, "hs_object_source_label": self.source,
                "hs_object_source_id": self.source_id,
                "hs_object_source_user_id": "" if self.user_id is None else str(self.user_id)}


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


class ChangeListener(Protocol):
    """Who is told of changes."""

    @property
    def listening(self) -> bool:
        """Whether anybody wants to hear; without it nothing is noted."""

    def note(self, change: Change) -> None:
        """A change that is sure to stay."""


class ChangeNotes:
    """Changes that wait until they are sure to stay; those that are taken back are never told."""

    def __init__(self, listener: ChangeListener) -> None:
        self._listener = listener
        self._waiting: list[Change] = []

    @property
    def wanted(self) -> bool:
        return self._listener.listening

    def add(self, change: Change, undo: list[Callable[[], None]] | None) -> None:
        """Without an undo log there is nothing to wait for."""
        if undo is None:
            self._listener.note(change)
            return
        self._waiting.append(change)
        undo.append(self._forget_last)

    def tell_all(self) -> None:
        certain, self._waiting = self._waiting, []
        for change in certain:
            self._listener.note(change)

    def _forget_last(self) -> None:
        self._waiting.pop()  # undone in reverse order, so it is the right one
