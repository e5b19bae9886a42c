"""How records are found other than by id: sorted by an attribute, and grouped by its value."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Callable, Iterable

from server.sandbox.quickbooks.packed_members import missing, unreadable

if TYPE_CHECKING:
    from server.sandbox.quickbooks.record_store import Record

# Where an entry stands: missing values first, then the value; the tie is broken by `tie` and the id.
Entry = tuple[int, Any, int, str]


@dataclass(frozen=True)
class Attribute:
    """Reads one attribute of a record as a value that can be compared; None where it is missing."""

    name: str
    read: Callable[[Record, dict[str, Any]], Any]
    by_change: bool = False         # records of one value stand in the order of their last change
    in_record: bool = False         # can be read without the record's members
    packed: Callable[[bytes], Any] | None = None    # reads the member from the JSON of a packed record
    folds: bool = False             # texts compare without case


_no_members: dict[str, Any] = {}


def value_of(attribute: Attribute, record: Record) -> Any:
    if attribute.in_record:
        return attribute.read(record, _no_members)
    if attribute.packed is not None and record.is_packed:
        value = attribute.packed(record.wire)
        if value is missing:
            return None
        if value is not unreadable:
            return value.casefold() if attribute.folds else value
    return attribute.read(record, record.peek())


class RecordOrder:
    """Ids sorted by an attribute. Follows single changes in logarithmic time."""

    def __init__(self, attribute: Attribute, records: Iterable[Record], *, active_only: bool) -> None:
        self._attribute = attribute
        self._active_only = active_only
        self._entry_of: dict[str, Entry] = {}
        for record in records:
            if not active_only or record.active:
                self._entry_of[record.id] = self._entry(record)
        self._entries = sorted(self._entry_of.values())

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, record: Record) -> None:
        before = self._entry_of.get(record.id)
        after = self._entry(record) if not self._active_only or record.active else None
        if before == after:
            return
        if before is not None:
            del self._entries[bisect_left(self._entries, before)]
            del self._entry_of[record.id]
        if after is not None:
            insort(self._entries, after)
            self._entry_of[record.id] = after

    def remove(self, identifier: str) -> None:
        entry = self._entry_of.pop(identifier, None)
        if entry is not None:
            del self._entries[bisect_left(self._entries, entry)]

    def span(self, operator: str, value: Any) -> tuple[int, int]:
        """The positions, from and before, of what is `operator` (=, <, >, <=, >=) `value`."""
        if value is None:                       # what has no value stands in front of everything
            return (0, self._lower((1,))) if operator == "=" else (0, 0)
        below, through = self._lower((1, value)), self._lower((1, value, inf))
        if operator in ("<", "<="):
            return self._lower((1,)), below if operator == "<" else through
        if operator in (">", ">="):
            return through if operator == ">" else below, len(self._entries)
        return below, through

    def ids(self, first: int, last: int) -> list[str]:
        """The ids of positions first .. last-1."""
        return [entry[3] for entry in self._entries[first:last]]

    def _lower(self, bound: tuple[Any, ...]) -> int:
        return bisect_left(self._entries, bound)

    def _entry(self, record: Record) -> Entry:
        value = value_of(self._attribute, record)
        tie = record.change if self._attribute.by_change else id_number(record.id)
        return (0, 0, tie, record.id) if value is None else (1, value, tie, record.id)


class ValueIndex:
    """The ids that have each value of an attribute."""

    def __init__(self, attribute: Attribute, records: Iterable[Record]) -> None:
        self._attribute = attribute
        self._value_of: dict[str, Any] = {}
        self._ids: dict[Any, str | dict[str, None]] = {}       # one id as such, several as the keys of a dict
        for record in records:
            self._add(record.id, value_of(attribute, record))

    def put(self, record: Record) -> None:
        value = value_of(self._attribute, record)
        if record.id not in self._value_of or self._value_of[record.id] != value:
            self.remove(record.id)
            self._add(record.id, value)

    def remove(self, identifier: str) -> None:
        if identifier not in self._value_of:
            return
        value = self._value_of.pop(identifier)
        held = self._ids[value]
        if isinstance(held, dict):
            del held[identifier]
        if not held or held == identifier:
            del self._ids[value]

    def ids(self, value: Any) -> list[str]:
        held = self._ids.get(value, ())
        return [held] if isinstance(held, str) else list(held)

    def _add(self, identifier: str, value: Any) -> None:
        self._value_of[identifier] = value
        held = self._ids.get(value)
        if held is None:
            self._ids[value] = identifier
        elif isinstance(held, str):
            self._ids[value] = {held: None, identifier: None}
        else:
            held[identifier] = None


def id_number(identifier: str) -> int:
    """Ids sort by number; the few that are words come first."""
    return int(identifier) if identifier.isdecimal() else -1
