"""Plans as they are sent: read whole or refused with the number of the fault and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from typing import Any

from server.sandbox.faults.effects import Kind, kinds
from server.sandbox.faults.fault import Fault
from server.sandbox.faults.pattern import CallPattern

_providers = ("", "hubspot", "quickbooks")
_pattern_members = {each.name: each.default for each in fields(CallPattern) if each.name != "matched"}
_status_least, _status_most = 200, 599
_number_most = 10**9
_any_type = ("value",)          # members that take every JSON value
_faults_max = 1000


def read_plan(plan: dict[str, Any]) -> tuple[int, list[Fault]]:
    """The seed and the faults of a plan; raises ValueError."""
    unknown = set(plan) - {"seed", "faults"}
    if unknown:
        raise ValueError(f'a plan has "seed" and "faults", not {sorted(unknown)[0]!r}')
    seed, entries = plan.get("seed", 0), plan.get("faults", [])
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ValueError('"seed" must be a whole number')
    if not isinstance(entries, list) or len(entries) > _faults_max:
        raise ValueError(f'"faults" must be a list of at most {_faults_max} faults')
    return seed, [_fault(entry, number) for number, entry in enumerate(entries)]


def _fault(entry: Any, number: int) -> Fault:
    name = entry.get("kind") if isinstance(entry, dict) else None
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"fault {number}: \"kind\" must be one of {', '.join(kinds)}")
    try:
        sent = {member: value for member, value in entry.items() if member != "kind"}
        pattern, values = _members(kind, str(name), sent)
        _check(str(name), pattern, values)
    except ValueError as problem:
        raise ValueError(f"fault {number}: {problem}") from None
    return Fault(str(name), CallPattern(**pattern), values)


def _members(kind: Kind, name: str, sent: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    pattern: dict[str, Any] = {}
    values = {member: default.copy() if isinstance(default, dict) else default
              for member, default in kind.members.items()}
    for member, value in sent.items():
        if member in _pattern_members:
            pattern[member] = _typed(member, value, _pattern_members[member])
        elif member in kind.members:
            values[member] = _typed(member, value, kind.members[member])
        else:
            known = ", ".join((*kind.members, *_pattern_members))
            raise ValueError(f"unknown member {member!r}; {name} takes {known}")
    return pattern, values


def _typed(member: str, value: Any, default: Any) -> Any:
    """The value in the type of the default; numbers are zero or more."""
    if member in _any_type:
        return value
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise ValueError(f'"{member}" must be true or false')
    if isinstance(default, (int, float)):
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not 0 <= value <= _number_most:
            raise ValueError(f'"{member}" must be a number of zero or more')
        if isinstance(default, float):
            return float(value)
        if value != int(value):
            raise ValueError(f'"{member}" must be a whole number')
        return int(value)
    if not isinstance(value, type(default)):
        raise ValueError(f'"{member}" must be {"a string" if isinstance(default, str) else "an object"}')
    return value


def _check(name: str, pattern: dict[str, Any], values: dict[str, Any]) -> None:
    """What the types alone do not say."""
    for member in ("path", "request_body"):
        try:
            re.compile(pattern.get(member, ""))
        except re.error as problem:
            raise ValueError(f'"{member}" is not a regular expression: {problem}') from None
    if pattern.get("provider", "") not in _providers:
        raise ValueError('"provider" must be "hubspot" or "quickbooks", or left out')
    for member in ("nth", "every"):
        if pattern.get(member, 1) < 1:
            raise ValueError(f'"{member}" must be 1 or more')
    if pattern.get("probability", 1.0) > 1:
        raise ValueError('"probability" must be between 0 and 1')
    status = values.get("status", _status_least)
    if not (_status_least <= status <= _status_most or (name == "late_effect" and status == 0)):
        raise ValueError(f'"status" must be between {_status_least} and {_status_most}')
    _check_headers(values.get("headers", {}))
    if name == "late_effect" and not values["seconds"] and not values["calls"]:
        raise ValueError('say when the effect comes: after "seconds" of the clock or after "calls" more calls')
    if name == "altered_member" and not values["member"]:
        raise ValueError('"member" must name what is altered, such as "Balance" or "MetaData.LastUpdatedTime"')
    if name == "meanwhile" and not values["post"].startswith("/sandbox/"):
        raise ValueError('"post" must be a control address that starts with /sandbox/')
    if name == "drip" and values["bytes"] < 1:
        raise ValueError('"bytes" must be 1 or more')


def _check_headers(headers: dict[str, Any]) -> None:
    for name, value in headers.items():
        if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9-]+", name) or not re.fullmatch(r"[\x20-\x7e]*", value):
            raise ValueError(f'"headers" must hold plain names and plain strings, unlike {name!r}')
