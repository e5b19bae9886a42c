"""Records of one object type: stored, found by id and by unique value, listed in order of id, indexed for search."""

from __future__ import annotations

from bisect import bisect_left
from typing import Callable, Iterable, Iterator

from .changes import Actor
from .index_queue import IndexQueue
from .object_types import ObjectType
from .times import wire_time

# Ids are larger than 32 bits, equal across types, and soon gain a digit, as the real ones may.
FIRST_RECORD_NUMBER = 99_999_999_901

UndoLog = list[Callable[[], None]]
# (time, value, who); nobody for the value a record was created with: the record itself names its source.
Past = tuple[int, str, Actor | None]


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
        self.history: dict[str, list[Past]] | None = None

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def values_over_time(self, name: str) -> list[Past]:
        """Newest first."""
        if self.history and name in self.history:
            return self.history[name][::-1]
        value = self.properties.get(name)
        return [] if value is None else [(self.created, value, None)]


class RecordStore:
    """All records of one type. Checks nothing but uniqueness; the rules live above it."""

    def __init__(self, object_type: ObjectType) -> None:
        self.object_type = object_type
        self.records: dict[str, Record] = {}
        self.unique: dict[str, dict[str, str]] = {}
        self.indexed: dict[str, dict[str, str]] = {}
        self._numbers: list[int] = []
        self._next_number = FIRST_RECORD_NUMBER
        self.redirects: dict[str, str] = {}
        self._index = IndexQueue()

    def get(self, record_id: str) -> Record | None:
        """The record, archived or not; the survivor for an id that was merged into another."""
        record = self.records.get(record_id)
        if record is None and record_id in self.redirects:
            return self.records.get(self.redirects[record_id])
        return record

    def find_unique(self, name: str, value: str) -> Record | None:
        holder = self.unique.get(name, {}).get(value.lower() if name == "email" else value)
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

    def update(self, record: Record, changes: dict[str, str], now: int, actor: Actor,
               undo: UndoLog | None) -> dict[str, str]:
        """Writes the values that differ, which it returns; the modified time moves only when there are any."""
        before = record.properties
        different = {name: value for name, value in changes.items() if before.get(name, "") != value}
        if not different:
            return different
        if undo is not None:
            self._remember(record, undo)
        self._release(record, different)
        self._note_history(record, different, now, actor)
        stamp = {self.object_type.modified_property: wire_time(now)}
        record.properties = {**before, **different, **stamp}
        record.updated = now
        self._claim(record, different)
        return different

    def touch(self, record: Record, now: int) -> None:
        """Moves the modified time."""
        record.updated = now
        record.properties = {**record.properties, self.object_type.modified_property: wire_time(now)}

    def archive(self, record: Record, now: int, undo: UndoLog | None) -> None:
        """Moves the record to the recycle bin; its unique values become free."""
        self._release(record, record.properties)
        record.archived_at = now
        if undo is not None:
            undo.append(lambda: self.restore(record))

    def restore(self, record: Record) -> None:
        """Back from the recycle bin; values that others took meanwhile stay theirs."""
        record.archived_at = None
        for name, holders in self.unique.items():
            for value in _unique_values(name, record.properties):
                holders.setdefault(value, record.id)

    def purge(self, record: Record, successor: Record | None = None) -> None:
        """Removes a record for good; with a successor its id, and those that led to it, lead there."""
        self._release(record, record.properties)
        del self.records[record.id]
        self.indexed.pop(record.id, None)
        del self._numbers[bisect_left(self._numbers, record.number)]
        led_here = [old for old, target in self.redirects.items() if target == record.id]
        for old in led_here:
            del self.redirects[old]
        if successor is not None:
            self.redirects.update({old: successor.id for old in (record.id, *led_here)})

    def take(self, records: Iterable[Record]) -> None:
        """Puts in records as they were kept, in the order of their ids; search finds them at once."""
        for record in sorted(records, key=lambda record: record.number):
            self.records[record.id] = record
            self._numbers.append(record.number)
            if not record.archived:
                self.index_now(record)
        for name in self.unique:
            self.add_unique_property(name)

    def index_now(self, record: Record) -> None:
        """Makes the record findable at once."""
        self.indexed[record.id] = record.properties

    def index_later(self, record: Record, now: int, delay: float, undo: UndoLog | None) -> None:
        """The present values become findable when the delay (seconds) has passed."""
        values = None if record.archived else record.properties
        entry = self._index.put(now, delay, record.id, values)
        if undo is not None:
            undo.append(lambda: self._index.withdraw(entry))

    def refresh_index(self, now: int) -> None:
        """Takes over every write whose delay has passed by the simulated or the real clock."""
        for record_id, values in self._index.due(now):
            if values is None:
                self.indexed.pop(record_id, None)
            elif record_id in self.records:
                self.indexed[record_id] = values

    def add_unique_property(self, name: str) -> None:
        self.unique[name] = {value: record.id for record in self.records.values() if not record.archived
                             for value in _unique_values(name, record.properties)}

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

    def _note_history(self, record: Record, different: dict[str, str], now: int, actor: Actor) -> None:
        if record.history is None:
            record.history = {}
        for name, value in different.items():
            if name not in record.history:
                first = record.properties.get(name)
                record.history[name] = [] if first is None else [(record.created, first, None)]
            record.history[name].append((now, value, actor))

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
    """A contact answers to its secondary addresses too, and to all of them without case."""
    found = [values[name]] if values.get(name) else []
    if name != "email":
        return found
    found += values.get("hs_additional_emails", "").split(";")
    return [address.lower() for address in found if address]
