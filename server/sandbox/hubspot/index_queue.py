"""Writes on their way into the search index."""

from __future__ import annotations

import heapq
import time
from typing import Iterator

Values = dict[str, str] | None  # None: the record leaves the index


class Entry:
    """One write to one record; withdrawn when the write is taken back."""

    __slots__ = ("due", "real_due", "number", "record_id", "values", "withdrawn")

    def __init__(self, due: float, real_due: float, number: int, record_id: str, values: Values) -> None:
        self.due = due
        self.real_due = real_due
        self.number = number
        self.record_id = record_id
        self.values = values
        self.withdrawn = False

    def __lt__(self, other: Entry) -> bool:
        return (self.due, self.number) < (other.due, other.number)


class IndexQueue:
    """Ordered by the moment a write becomes findable.

    That moment comes by the simulated clock, which tests advance, or by the real one, for a person who
    watches a sandbox whose clock stands still. A later write to a record never comes out before an
    earlier one, whatever their delays.
    """

    def __init__(self) -> None:
        self._heap: list[Entry] = []
        self._number = 0
        self._latest: dict[str, Entry] = {}

    def put(self, now: int, delay: float, record_id: str, values: Values) -> Entry:
        """`now` in milliseconds, `delay` in seconds."""
        self._number += 1
        entry = Entry(now + delay * 1000, time.monotonic() + delay, self._number, record_id, values)
        before = self._latest.get(record_id)
        if before is not None:
            entry.due, entry.real_due = max(entry.due, before.due), max(entry.real_due, before.real_due)
        self._latest[record_id] = entry
        heapq.heappush(self._heap, entry)
        return entry

    def withdraw(self, entry: Entry) -> None:
        entry.withdrawn = True

    def due(self, now: int) -> Iterator[tuple[str, Values]]:
        """Takes out everything whose moment has come."""
        real_now = time.monotonic()
        while self._heap and (self._heap[0].due <= now or self._heap[0].real_due <= real_now):
            entry = heapq.heappop(self._heap)
            if self._latest.get(entry.record_id) is entry:
                del self._latest[entry.record_id]
            if not entry.withdrawn:
                yield entry.record_id, entry.values
