"""Records of one object type: stored, found by id and by unique value, listed in order of id, indexed for search."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import deque
from typing import Callable, Iterator

from .object_types import ObjectType
from .times import wire_time

# Ids are larger than 32 bits, equal across types, and soon gain a digit, as the real ones may.
FIRST_RECORD_NUMBER = 99_999_999_901

UndoLog = list[Callable[[], None]]


class Record:
    """One record. `properties` is never changed in place: a write replaces it, so that old views stay valid."""

    __slots__ = ("number", "id", "properties", "created", "updated", "archived_at", "history")

    def __init__(self, number: int, properties: dict[str, str], created: int) -> None:
        self.number = number
        self.id = str(number)
        self.properties = properties
        self.created = created
        self.updated = created
        self.archived_at: int | None = None
        self.history: dict[str, list[tuple[int, str]]] | None = None

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def values_over_time(self, name: str) -> list[tuple[int, str]]:
        """(time, value), newest first."""
        if self.history and name in self.history:
            return self.history[name][::-1]
        value = self.properties.get(name)
        return [] if value is None else [(self.created, value)]


class RecordStore:
    """All records of one type. Checks nothing but uniqueness; the rules live above it."""

    def __init__(self, object_type: ObjectType) -> None:
        self.object_type = object_type
        self.records: dict[str, Record] = {}
        self.unique: dict[str, dict[str, str]] = {}
        self.indexed: dict[str, dict[str, str]] = {}
        self._numbers: list[int] = []
        self._next_number = FIRST_RECORD_NUMBER
        self._index_queue: deque[tuple[int, float, Record, dict[str, str] | None]] = deque()

    def get(self, record_id: str) -> Record | None:
        """The record, archived or not."""
        return self.records.get(record_id)

    def find_unique(self, name: str, value: str) -> Record | None:
        holder = self.unique.get(name, {}).get(value)
        return None if holder is None else self.records[holder]

    def after(self, record_number: int, archived: bool) -> Iterator[Record]:
        """Records with a number of at least `record_number`, ascending."""
        for position in range(bisect_left(self._numbers, record_number), len(self._numbers)):
            record = self.records[str(self._numbers[position])]
            if record.archived == archived:
                yield record

    def create(self, properties: dict[str, str], now: int, undo: UndoLog | None) -> Record:
        """Adds a record with the system properties; `properties` are already checked."""
        record = Record(self._next_number, properties, now)
        self._next_number += 1
        stamp = wire_time(now)
        record.properties = {**properties, "hs_object_id": record.id,
                             self.object_type.created_property: stamp,
                             self.object_type.modified_property: stamp}
        self.records[record.id] = record
        self._numbers.append(record.number)
        self._claim(record, properties)
        if undo is not None:
            undo.append(lambda: self._forget(record))
        return record

    def update(self, record: Record, changes: dict[str, str], now: int, undo: UndoLog | None) -> bool:
        """Writes the values that differ; the modified time moves only then. Returns whether anything did."""
        before = record.properties
        different = {name: value for name, value in changes.items() if before.get(name, "") != value}
        if not different:
            return False
        if undo is not None:
            self._remember(record, undo)
        self._release(record, different)
        self._note_history(record, different, now)
        stamp = {self.object_type.modified_property: wire_time(now)}
        record.properties = {**before, **different, **stamp}
        record.updated = now
        self._claim(record, different)
        return True

    def archive(self, record: Record, now: int) -> None:
        """Moves the record to the recycle bin; its unique values become free."""
        self._release(record, record.properties)
        record.archived_at = now

    def index_now(self, record: Record) -> None:
        """Makes the record findable at once."""
        self.indexed[record.id] = record.properties

    def index_later(self, record: Record, now: int, undo: UndoLog | None) -> None:
        """The present values become findable when the lag has passed."""
        values = None if record.archived else record.properties
        self._index_queue.append((now, time.monotonic(), record, values))
        if undo is not None:
            undo.append(lambda: self._index_queue.pop() and None)

    def refresh_index(self, now: int, lag_seconds: float) -> None:
        """Takes over every write older than the lag, by the simulated or the real clock, whichever is further."""
        queue = self._index_queue
        real_now = time.monotonic()
        while queue and (now - queue[0][0] >= lag_seconds * 1000 or real_now - queue[0][1] >= lag_seconds):
            _, _, record, values = queue.popleft()
            if values is None:
                self.indexed.pop(record.id, None)
            else:
                self.indexed[record.id] = values

    def add_unique_property(self, name: str) -> None:
        self.unique[name] = {record.properties[name]: record.id for record in self.records.values()
                             if not record.archived and record.properties.get(name)}

    def _claim(self, record: Record, values: dict[str, str]) -> None:
        for name, holders in self.unique.items():
            for value in _unique_values(name, values):
                holders[value] = record.id

    def _release(self, record: Record, names: dict[str, str]) -> None:
        for name, holders in self.unique.items():
            if name in names or (name == "email" and "hs_additional_emails" in names):
                for value in _unique_values(name, {key: record.properties.get(key, "") for key in names}):
                    if holders.get(value) == record.id:
                        del holders[value]

    def _note_history(self, record: Record, different: dict[str, str], now: int) -> None:
        if record.history is None:
            record.history = {}
        for name, value in different.items():
            if name not in record.history:
                first = record.properties.get(name)
                record.history[name] = [] if first is None else [(record.created, first)]
            record.history[name].append((now, value))

    def _remember(self, record: Record, undo: UndoLog) -> None:
        properties, updated = record.properties, record.updated
        history = None if record.history is None else {name: list(past) for name, past in record.history.items()}

        def restore() -> None:
            self._release(record, record.properties)
            record.properties, record.updated, record.history = properties, updated, history
            self._claim(record, properties)

        undo.append(restore)

    def _forget(self, record: Record) -> None:
        self._release(record, record.properties)
        del self.records[record.id]
        self._numbers.pop()  # undone in reverse order, so it is the last one
        self._next_number = record.number


def _unique_values(name: str, values: dict[str, str]) -> list[str]:
    """A contact answers to its secondary addresses too."""
    found = [values[name]] if values.get(name) else []
    if name == "email" and values.get("hs_additional_emails"):
        found += [address for address in values["hs_additional_emails"].lower().split(";") if address]
    return found
