"""What the services answered since the plan came: for answers that are stale or that belong to another call."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from server.sandbox.faults.answer import body_of, json_of, named_records, same_headers

_answers_max = 16
_records_max = 50_000
Key = tuple[str, str, str]


@dataclass(frozen=True)
class _Answer:
    target: str
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class _Versions:
    """The last two states of a record that differ."""

    marker: str
    latest: dict[str, Any]
    before: dict[str, Any] | None = None


class AnswerMemory:
    """Bounded; the oldest is forgotten first."""

    def __init__(self) -> None:
        self._answers: dict[str, deque[_Answer]] = {}
        self._records: OrderedDict[Key, _Versions] = OrderedDict()

    def clear(self) -> None:
        self._answers.clear()
        self._records.clear()

    def note(self, provider: str, request: web.Request, answer: web.StreamResponse) -> None:
        """Remembers an answer, except those that carry tokens and those that a fault has touched."""
        value = json_of(answer)
        if value is None or "access_token" in value or "planned_fault" in request:
            return
        kept = self._answers.setdefault(provider, deque(maxlen=_answers_max))
        kept.append(_Answer(f"{request.method} {request.path_qs}", answer.status, same_headers(answer), body_of(answer)))
        for name, record in named_records(value):
            self._note_record(_key(provider, request.path, name, record), record)

    def _note_record(self, key: Key, record: dict[str, Any]) -> None:
        marker = _marker(record)
        known = self._records.get(key)
        if known is None:
            self._records[key] = _Versions(marker, record)
        elif known.marker != marker:
            self._records[key] = _Versions(marker, record, known.latest)
        else:
            known.latest = _merged(known.latest, record)
        self._records.move_to_end(key)
        while len(self._records) > _records_max:
            self._records.popitem(last=False)

    def foreign_answer(self, provider: str, request: web.Request) -> web.Response | None:
        """The latest answer to a call with another target."""
        for answer in reversed(self._answers.get(provider, ())):
            if answer.target != f"{request.method} {request.path_qs}":
                return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        return None

    def put_back(self, provider: str, path: str, value: dict[str, Any]) -> bool:
        """Replaces what records say by their version before; says whether any had one."""
        changed = False
        for name, record in named_records(value):
            known = self._records.get(_key(provider, path, name, record))
            older = None if known is None else known.before if known.marker == _marker(record) else known.latest
            if older is not None:
                _age(record, older)
                changed = True
        return changed


def _key(provider: str, path: str, name: str, record: dict[str, Any]) -> Key:
    """Ids are unique per type only: QuickBooks names it in the answer, HubSpot in the address."""
    if name:
        return (provider, name, str(record["Id"]))
    segments = path.partition("/objects/")[2].split("/")
    dated = segments[0][:1].isdigit() and not segments[0].startswith("0-")
    return (provider, segments[1] if dated and len(segments) > 1 else segments[0], str(record["id"]))


def _marker(record: dict[str, Any]) -> str:
    return str(record.get("updatedAt") or (record.get("SyncToken"), record.get("MetaData")))


def _merged(latest: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """HubSpot shows the properties that were asked for, so several answers tell more than one."""
    if "properties" not in record:
        return record
    return {**latest, **record, "properties": {**latest["properties"], **record["properties"]}}


def _age(record: dict[str, Any], older: dict[str, Any]) -> None:
    if "properties" not in record:
        record.clear()
        record.update(older)
        return
    record["updatedAt"] = older["updatedAt"]
    for name in record["properties"]:
        if name in older["properties"]:
            record["properties"][name] = older["properties"][name]
