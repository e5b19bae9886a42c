"""The records of one entity in one company: found by id, by value and in order, and held compactly.

A record is kept as the JSON that goes over the wire. Its members are unpacked when they are first asked
for and stay so until the company packs what has been open longest; a company of hundreds of thousands of
documents therefore fits into a few hundred megabytes. Orders and value indexes are built when a query
first needs them and follow every change from then on.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Any, Iterable, Iterator, NamedTuple

from server.sandbox.quickbooks import json_text
from server.sandbox.quickbooks.pacific_time import stamp
from server.sandbox.quickbooks.record_order import Attribute, RecordOrder, ValueIndex, id_number

unpacked_records_max = 4000


class Record:
    """One object as it stands on the wire, and what is needed to find and order it.

    `data` may be modified in place; `RecordStore.changed` or `mark_updated` must follow every modification.
    """

    __slots__ = ("entity", "id", "created", "updated", "change", "_data", "_wire", "_open")

    def __init__(self, entity: str, identifier: str, data: dict[str, Any], created: int, updated: int, change: int,
                 opened: OpenRecords) -> None:
        self.entity = entity
        self.id = identifier
        self.created = created      # epoch seconds, the resolution of MetaData
        self.updated = updated
        self.change = change        # company-wide number of its last change; breaks ties of `updated`
        self._data: dict[str, Any] | None = data
        self._wire: bytes | None = None
        self._open = opened
        opened.note(self)

    @property
    def data(self) -> dict[str, Any]:
        if self._data is None:
            self._data = json_text.parse(self._wire or b"{}")
            self._open.note(self)
        return self._data

    @data.setter
    def data(self, value: dict[str, Any]) -> None:
        if self._data is None:
            self._open.note(self)
        self._data = value
        self._wire = None

    def peek(self) -> dict[str, Any]:
        """The members for reading only; does not keep them unpacked, so it suits passes over everything."""
        return self._data if self._data is not None else json_text.parse(self._wire or b"{}")

    @property
    def is_packed(self) -> bool:
        return self._data is None

    @property
    def active(self) -> bool:
        """False for a record of a name list that has been made inactive."""
        if self._data is not None:
            return self._data.get("Active") is not False
        return b'"Active":false' not in (self._wire or b"")

    @property
    def wire(self) -> bytes:
        """The object as JSON in UTF-8, encoded once per change."""
        if self._wire is None:
            self._wire = json_text.encode(self._data).encode("utf-8", "replace")
        return self._wire

    @property
    def text(self) -> str:
        return self.wire.decode()

    def encode_ahead(self) -> None:
        if self._wire is None:
            self._wire = json_text.encode(self._data).encode("utf-8", "replace")

    @classmethod
    def packed(cls, entity: str, kept: PackedRecord, opened: OpenRecords) -> Record:
        """A record whose members nobody has asked for yet."""
        record = cls.__new__(cls)
        record.entity, record._data, record._open = entity, None, opened
        record.id, record._wire, record.created, record.updated, record.change = kept
        return record

    def pack(self) -> None:
        """Keeps the JSON only. Whoever holds `data` from before must not modify it any more."""
        self.encode_ahead()
        self._data = None

    def forget_text(self) -> None:
        """Must follow every change of `data`."""
        if self._data is not None:
            self._wire = None

    def replace_text(self, old: bytes, new: bytes) -> bool:
        """Puts `new` for `old` in the JSON; says whether there was anything to replace."""
        if old not in self.wire:
            return False
        self._wire = self.wire.replace(old, new)
        self._data = None
        return True

    def mark_updated(self, moment: datetime, change: int) -> None:
        data = self.data
        self.updated = int(moment.timestamp())
        self.change = change
        data["MetaData"] = {**data["MetaData"], "LastUpdatedTime": stamp(moment)}
        self._wire = None


class PackedRecord(NamedTuple):
    """A record as it is kept: what goes over the wire, and what is needed to find and order it."""

    id: str
    wire: bytes
    created: int
    updated: int
    change: int


class OpenRecords:
    """The records of a company whose members are unpacked, in the order in which they were opened."""

    def __init__(self) -> None:
        self._records: deque[Record] = deque()

    def note(self, record: Record) -> None:
        self._records.append(record)

    def settle(self) -> None:
        """Packs what has been open longest. Only between two operations, when nobody modifies a record."""
        while len(self._records) > unpacked_records_max:
            self._records.popleft().pack()


class RecordStore:
    def __init__(self, entity: str, opened: OpenRecords) -> None:
        self.entity = entity
        self._open = opened
        self._records: dict[str, Record] = {}
        self._orders: dict[tuple[str, bool], RecordOrder] = {}
        self._indexes: dict[str, ValueIndex] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def get(self, identifier: str) -> Record | None:
        return self._records.get(identifier)

    def make(self, identifier: str, data: dict[str, Any], created: int, updated: int, change: int) -> Record:
        """A new record of this store, already in it."""
        record = Record(self.entity, identifier, data, created, updated, change, self._open)
        self._records[record.id] = record
        self.changed(record)
        return record

    def take(self, kept: Iterable[PackedRecord]) -> None:
        """Adds many records at once, in the order of their ids, words last. Orders and indexes are built anew when asked for."""
        self._orders.clear()
        self._indexes.clear()
        for each in kept:
            self._records[each.id] = Record.packed(self.entity, each, self._open)
        self._records = dict(sorted(self._records.items(), key=_place))

    def remove(self, identifier: str) -> None:
        del self._records[identifier]
        for order in self._orders.values():
            order.remove(identifier)
        for index in self._indexes.values():
            index.remove(identifier)

    def changed(self, record: Record) -> None:
        """Tells the store that a record's data changed, so that orders and indexes follow."""
        record.forget_text()
        for order in self._orders.values():
            order.put(record)
        for index in self._indexes.values():
            index.put(record)

    def order(self, attribute: Attribute, *, active_only: bool = False) -> RecordOrder:
        """All records, or those not made inactive, in the order of an attribute."""
        key = (attribute.name, active_only)
        if key not in self._orders:
            self._orders[key] = RecordOrder(attribute, self, active_only=active_only)
        return self._orders[key]

    def index(self, attribute: Attribute) -> ValueIndex:
        """The records by the value of an attribute."""
        if attribute.name not in self._indexes:
            self._indexes[attribute.name] = ValueIndex(attribute, self)
        return self._indexes[attribute.name]


def _place(entry: tuple[str, Record]) -> tuple[bool, int]:
    number = id_number(entry[0])
    return number < 0, number
