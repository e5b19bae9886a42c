"""Checks a property value and brings it into the form in which it is stored and answered."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Collection

from .errors import PropertyProblem
from .property_definitions.definition import Definition
from .times import from_milliseconds, parse_time, wire_time

TEXT_CHARACTERS_MAX = 65_536
_DAY_MILLISECONDS = 86_400_000
_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?")
_NUMBER_LIMIT = Decimal(10) ** 18


class Refused(Exception):
    """The value does not fit its property."""

    def __init__(self, problem: PropertyProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def as_text(name: str, raw: Any, null_clears: bool) -> str:
    """The text of a JSON value; numbers and booleans are accepted besides strings."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float, Decimal)):
        return str(raw)
    if raw is None and null_clears:
        return ""
    raise Refused(PropertyProblem(name, "INVALID_VALUE", f"{name} must be a text; send \"\" to clear it."))


def normalised(definition: Definition, value: str, external: Collection[str] | None, previous: str | None,
               date_needs_midnight: bool) -> str:
    """The stored form of `value`; "" clears and is always accepted. Raises Refused."""
    if value == "":
        return ""
    if definition.type == "date":
        return _day(definition, value, date_needs_midnight)
    if definition.type == "enumeration":
        return _enumeration(definition, value, external, previous)
    return _BY_TYPE.get(definition.type, _text)(definition, value)


def _refuse(definition: Definition, code: str, message: str) -> Refused:
    return Refused(PropertyProblem(definition.name, code, message))


def _text(definition: Definition, value: str) -> str:
    if len(value) > TEXT_CHARACTERS_MAX:
        raise _refuse(definition, "INVALID_LENGTH",
                      f"{definition.name} is longer than {TEXT_CHARACTERS_MAX} characters.")
    return value


def _number(definition: Definition, value: str) -> str:
    text = value.strip()
    if not _NUMBER.fullmatch(text) or abs(Decimal(text)) >= _NUMBER_LIMIT:
        raise _refuse(definition, "INVALID_INTEGER", f"{definition.name} was not a valid number")
    if definition.decimals is None:
        return text
    return str(Decimal(text).quantize(Decimal(1).scaleb(-definition.decimals), ROUND_HALF_UP))


def _moment(definition: Definition, value: str) -> str:
    milliseconds = parse_time(value)
    if milliseconds is None:
        raise _refuse(definition, "INVALID_DATE", f"{value} was not a valid date; use ISO-8601 or epoch milliseconds.")
    return wire_time(milliseconds)


def _day(definition: Definition, value: str, needs_midnight: bool) -> str:
    milliseconds = parse_time(value)
    if milliseconds is None or (needs_midnight and milliseconds % _DAY_MILLISECONDS):
        raise _refuse(definition, "INVALID_DATE", f"{value} is not midnight UTC of a day; use YYYY-MM-DD.")
    return f"{from_milliseconds(milliseconds):%Y-%m-%d}"


def _flag(definition: Definition, value: str) -> str:
    if value.lower() not in ("true", "false"):
        raise _refuse(definition, "INVALID_OPTION", f"{value} was not one of the allowed options: [true, false]")
    return value.lower()


def _enumeration(definition: Definition, value: str, external: Collection[str] | None, previous: str | None) -> str:
    allowed = external if external is not None else definition.option_values
    several = definition.field_type == "checkbox"
    chosen = [part for part in value.split(";") if part] if several else [value]
    for part in chosen:
        if part not in allowed:
            listed = ", ".join(sorted(allowed)[:50])
            raise _refuse(definition, "INVALID_OPTION", f"{part} was not one of the allowed options: [{listed}]")
    if several and value.startswith(";") and previous:
        kept = previous.split(";")
        chosen = kept + [part for part in chosen if part not in kept]
    return ";".join(chosen)


_BY_TYPE = {"number": _number, "datetime": _moment, "bool": _flag}
