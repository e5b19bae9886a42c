"""Counts that records keep of what they are associated with. As in the real service they move the modified time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import Record
from .times import wire_time

if TYPE_CHECKING:
    from .crm import Crm

# (type that counts, type that is counted) -> the property of the count
_COUNTED = {("contacts", "deals"): "num_associated_deals", ("companies", "contacts"): "num_associated_contacts",
            ("companies", "deals"): "num_associated_deals", ("deals", "contacts"): "num_associated_contacts",
            **{(plural, "notes"): "num_notes" for plural in ("contacts", "companies", "deals")}}


class LinkedCounts:
    """Counts live records only."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def step(self, plural: str, record: Record, other_plural: str, step: int) -> None:
        """One more or one less record of a type is associated with this one."""
        name = _COUNTED.get((plural, other_plural))
        if name is not None and not record.archived:
            self._set(plural, record, {name: int(record.properties.get(name) or "0") + step},
                      noted=other_plural == "notes" and step > 0)

    def step_all(self, plural: str, record: Record, step: int) -> None:
        """A record came or went: those that count it are told."""
        for counting, counted in _COUNTED:
            if counted == plural:
                for other in self._crm.linked(plural, record, counting):
                    self.step(counting, other, plural, step)

    def recount(self, plural: str, record: Record) -> None:
        """Counts anew for a record that took over the associations of others, and for those that count it."""
        names = {name: len(self._crm.linked(plural, record, counted))
                 for (counting, counted), name in _COUNTED.items() if counting == plural}
        self._set(plural, record, names)
        for (counting, counted), name in _COUNTED.items():
            if counted == plural:
                for other in self._crm.linked(plural, record, counting):
                    self._set(counting, other, {name: len(self._crm.linked(counting, other, plural))})

    def _set(self, plural: str, record: Record, counts: dict[str, int], noted: bool = False) -> None:
        values = {name: str(count) for name, count in counts.items() if count or record.properties.get(name)}
        if noted:
            values["notes_last_updated"] = wire_time(self._crm.now())
        self._crm.set_values(plural, record, values)
