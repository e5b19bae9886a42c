"""The records of one entity in one company, with their encoded form and their sort orders kept."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from typing import Any, Callable, Iterable, Iterator

from server.sandbox.quickbooks import json_text
from server.sandbox.quickbooks.pacific_time import stamp


class Record:
    """One object as it stands on the wire, and what is needed to find and order it."""

    __slots__ = ("entity", "data", "created", "updated", "change", "_text")

    def __init__(self, entity: str, data: dict[str, Any], created: int, updated: int, change: int) -> None:
        self.entity = entity
        self.data = data
        self.created = created      # epoch seconds, the resolution of MetaData
        self.updated = updated
        self.change = change        # company-wide number of its last change; breaks ties of `updated`
        self._text: str | None = None

    @property
    def id(self) -> str:
        return str(self.data.get("Id", ""))

    @property
    def text(self) -> str:
        """The object as JSON, encoded once per change."""
        if self._text is None:
            self._text = json_text.encode(self.data)
        return self._text

    def encode_ahead(self) -> None:
        if self._text is None:
            self._text = json_text.encode(self.data)

    def forget_text(self) -> None:
        """Must follow every change of `data`."""
        self._text = None

    def mark_updated(self, moment: datetime, change: int) -> None:
        self.updated = int(moment.timestamp())
        self.change = change
        self.data["MetaData"] = {**self.data["MetaData"], "LastUpdatedTime": stamp(moment)}
        self._text = None


SortKey = Callable[[Record], Any]


class RecordStore:
    def __init__(self, entity: str) -> None:
        self.entity = entity
        self.version = 0
        self._records: dict[str, Record] = {}
        self._orders: dict[Any, tuple[int, list[Record]]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def get(self, identifier: str) -> Record | None:
        return self._records.get(identifier)

    def add(self, record: Record) -> None:
        self._records[record.id] = record
        self.version += 1

    def remove(self, identifier: str) -> None:
        del self._records[identifier]
        self.version += 1

    def changed(self) -> None:
        """Tells the store that a record's data changed, so that kept orders are rebuilt."""
        self.version += 1

    def forget_texts(self) -> None:
        for record in self:
            record.forget_text()

    def ordered(self, name: Any, key: SortKey) -> list[Record]:
        """All records sorted by `key`; kept under `name` until the next change. Do not modify."""
        kept = self._orders.get(name)
        if kept is not None and kept[0] == self.version:
            return kept[1]
        # The old order is nearly right after a few changes, and sorting what is nearly sorted is cheap.
        candidates: Iterable[Record] = kept[1] if kept is not None and _same(kept[1], self._records) else self
        order = sorted(candidates, key=key)
        self._orders[name] = (self.version, order)
        return order

    def updated_since(self, epoch_seconds: int) -> list[Record]:
        """Records with updated >= `epoch_seconds`, oldest change first."""
        order = self.ordered("updated", updated_key)
        return order[bisect_left(order, (epoch_seconds, -1), key=updated_key):]


def updated_key(record: Record) -> tuple[int, int]:
    return (record.updated, record.change)


def _same(order: list[Record], records: dict[str, Record]) -> bool:
    return len(order) == len(records) and all(records.get(record.id) is record for record in order)
