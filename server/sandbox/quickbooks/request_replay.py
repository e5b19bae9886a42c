"""`requestid`: a write that arrives twice is executed once and answered twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Iterator

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.switches import Switches

answers_kept_max = 50_000


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


@dataclass(frozen=True)
class Kept:
    answer: Answer
    body: bytes
    at: datetime


class ReplayStore:
    """First answers by company and request id."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def find(self, key: tuple[str, ...], body: bytes, now: datetime) -> Answer | None:
        """The answer to replay. Raises fault 600 for another body where that is refused."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        seconds = self._switches.replay_seconds
        if seconds and kept.at + timedelta(seconds=seconds) <= now:
            del self._kept[key]
            return None
        if self._switches.replay_other_body == "refuse" and kept.body != body:
            raise api_fault.duplicate_request_id(key[1])
        return kept.answer

    def keep(self, key: tuple[str, ...], body: bytes, answer: Answer, now: datetime) -> None:
        if answer.status != 200 and not self._switches.replay_failures:
            return
        self._kept[key] = Kept(answer, body, now)
        while len(self._kept) > answers_kept_max:
            self._kept.popitem(last=False)

    def all_kept(self) -> Iterator[tuple[tuple[str, ...], Kept]]:
        return iter(self._kept.items())

    def restore(self, key: tuple[str, ...], kept: Kept) -> None:
        self._kept[key] = kept

    def clear(self) -> None:
        self._kept.clear()
