"""Writes everything the simulated QuickBooks holds to a file, and reads it back: companies, grants, answers to replay.

A line of JSON describes a part; after a company come its records, two lines each: what finds and orders it, and
the object as it stands on the wire. Apps and their secrets are not written: whoever runs the sandbox registers them.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from server.sandbox.quickbooks.authorization import AccessToken, Grant
from server.sandbox.quickbooks.company import Company, CompanySettings, DeletedRecord, UploadedFile
from server.sandbox.quickbooks.record_store import PackedRecord
from server.sandbox.quickbooks.request_replay import Answer, Kept
from server.sandbox.quickbooks.throttle import Meter

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

format_number = 1


def write_state(simulator: QuickBooksSimulator, stream: BinaryIO) -> None:
    _write(stream, {"format": format_number, "companies": len(simulator.companies), "switches": asdict(simulator.switches),
                    "meters": {realm: asdict(meter) for realm, meter in simulator.throttle.meters.items()},
                    "grants": _grants(simulator), "chance": _as_json(simulator.chance_states()),
                    "answers": [[list(key), kept.answer.status, kept.answer.text, _text(kept.body), kept.at.isoformat()]
                                for key, kept in simulator.replay.all_kept()]})
    for company in simulator.companies:
        _write_company(company, stream)


def read_state(simulator: QuickBooksSimulator, stream: BinaryIO) -> None:
    """Replaces everything in the simulator. Raises ValueError for a file that is not one of these."""
    head = _read(stream)
    if head.get("format") != format_number:
        raise ValueError("the file does not hold a state of this version")
    companies = [_read_company(stream) for _ in range(head["companies"])]
    for name, value in head["switches"].items():
        setattr(simulator.switches, name, value)
    simulator.replace_companies(companies)
    simulator.throttle.meters.update({realm: Meter(**meter) for realm, meter in head["meters"].items()})
    for key, status, text, body, at in head["answers"]:
        simulator.replay.restore(tuple(key), Kept(Answer(status, text), _bytes(body), datetime.fromisoformat(at)))
    _restore_grants(simulator, head["grants"])
    simulator.restore_chance([_as_tuple(state) for state in head["chance"]])


def _write_company(company: Company, stream: BinaryIO) -> None:
    _write(stream, {"settings": asdict(company.settings), "counters": company.counters(),
                    "records": {name: len(store) for name, store in company.stores.items()},
                    "parents": sorted(company.parents), "deleted": [asdict(gone) for gone in company.deleted],
                    "files": {key: [_text(file.content), file.content_type] for key, file in company.files.items()}})
    for store in company.stores.values():
        for record in store:
            place = [record.id, record.created, record.updated, record.change]
            stream.write(json.dumps(place).encode() + b"\n" + record.wire + b"\n")


def _read_company(stream: BinaryIO) -> Company:
    head = _read(stream)
    company = Company(CompanySettings(**head["settings"]))
    company.restore_counters(head["counters"])
    company.parents.update((entity, identifier) for entity, identifier in head["parents"])
    company.deleted.extend(DeletedRecord(**gone) for gone in head["deleted"])
    company.files.update({key: UploadedFile(_bytes(content), kind) for key, (content, kind) in head["files"].items()})
    for entity, count in head["records"].items():
        company.restore_records(entity, [_read_record(stream) for _ in range(count)])
    return company


def _read_record(stream: BinaryIO) -> PackedRecord:
    place, wire = stream.readline(), stream.readline()
    if not wire.endswith(b"\n"):
        raise ValueError("the file ends in the middle of a company")
    identifier, created, updated, change = json.loads(place)
    return PackedRecord(identifier, wire.rstrip(b"\n"), created, updated, change)


def _grants(simulator: QuickBooksSimulator) -> dict[str, Any]:
    grants, access, retired = simulator.authorization.holdings()
    number = {id(grant): position for position, grant in enumerate(grants)}
    return {"grants": [{name: _as_text(value) for name, value in vars(grant).items()} for grant in grants],
            "access": [[token, number[id(held.grant)], held.expires.isoformat()] for token, held in access.items()
                       if id(held.grant) in number],
            "retired": [[token, number[id(grant)], at.isoformat()] for token, (grant, at) in retired.items() if id(grant) in number]}


def _restore_grants(simulator: QuickBooksSimulator, held: dict[str, Any]) -> None:
    times = ("refresh_made", "refresh_expires", "authorized")
    grants = [Grant(**{name: datetime.fromisoformat(value) if name in times else value for name, value in grant.items()})
              for grant in held["grants"]]
    access = {token: AccessToken(grants[number], datetime.fromisoformat(expires)) for token, number, expires in held["access"]}
    retired = {token: (grants[number], datetime.fromisoformat(at)) for token, number, at in held["retired"]}
    simulator.authorization.restore(grants, access, retired)


def _write(stream: BinaryIO, part: dict[str, Any]) -> None:
    stream.write(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")


def _read(stream: BinaryIO) -> dict[str, Any]:
    part = json.loads(stream.readline() or b"{}")
    if not isinstance(part, dict):
        raise ValueError("the file does not hold a state of this version")
    return part


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _as_json(states: list[Any]) -> list[Any]:
    return [list(state[:1]) + [list(state[1])] + [state[2]] for state in states]


def _as_tuple(state: list[Any]) -> tuple[Any, ...]:
    return (state[0], tuple(state[1]), state[2])
