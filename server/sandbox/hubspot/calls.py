"""One API call as the handlers see it, and the small readers of its parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Iterable, Mapping

from .errors import failure, missing_fields, missing_scopes, validation
from .object_types import ObjectType, find_object_type

if TYPE_CHECKING:
    from .crm import Crm

JSON_TYPE = "application/json"


@dataclass
class Call:
    """A request after authentication. `path` holds the decoded segments below the API's own prefix."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, Any]
    raw_body: bytes
    content_type: str
    crm: Crm
    scopes: frozenset[str]
    address: str
    version: str
    daily_usage: tuple[int, int]  # calls made today, and the limit (0: none)

    def body(self) -> dict[str, Any]:
        """The JSON object sent; numbers with a fraction stay exact texts."""
        if JSON_TYPE not in self.content_type:
            raise failure(415, "VALIDATION_ERROR", f"Content-Type must be {JSON_TYPE}.")
        parsed = parse_json(self.raw_body)
        if not isinstance(parsed, dict):
            raise validation("Invalid input JSON on line 1, column 1: an object was expected.")
        return parsed

    def body_list(self) -> list[Any]:
        """The JSON array sent."""
        parsed = parse_json(self.raw_body)
        if not isinstance(parsed, list):
            raise validation("Invalid input JSON on line 1, column 1: an array was expected.")
        return parsed

    def needs_any(self, scopes: Iterable[str]) -> None:
        """Refuses the call unless one of the scopes was granted."""
        if not self.scopes.intersection(scopes):
            raise missing_scopes(scopes)

    def needs_read(self, *kinds: ObjectType) -> None:
        for kind in kinds:
            self.needs_any(kind.read_needs)
            self._needs_set_up(kind)

    def needs_write(self, *kinds: ObjectType) -> None:
        for kind in kinds:
            self.needs_any(kind.write_needs)
            self._needs_set_up(kind)

    def _needs_set_up(self, kind: ObjectType) -> None:
        """The whole payments API wants HubSpot payments or Stripe in the account."""
        switches = self.crm.switches
        if kind.plural == "commerce_payments" and not switches.payments_set_up:
            category = "VALIDATION_ERROR" if switches.payments_not_set_up_status == 400 else "PAYMENTS_NOT_SET_UP"
            raise failure(switches.payments_not_set_up_status, category,
                          f"Portal {self.crm.portal_id} has neither HubSpot payments nor Stripe set up; set one up before "
                          "using payments.")

    def needs_schema_write(self, kind: ObjectType) -> None:
        """The right to write property definitions of a type."""
        if not kind.has_no_schema_scope:
            self.needs_any(kind.schema_write_needs)
        elif self.crm.switches.product_properties_need_e_commerce:
            self.needs_any(("e-commerce",))
        else:
            self.needs_any(kind.write_needs)

    def version_from(self, first: str) -> bool:
        """Whether the call uses this dated version or a later one."""
        return not self.version.startswith("v") and self.version >= first

    def names(self, parameter: str) -> list[str]:
        """A list parameter, given with commas or repeated."""
        given = self.query.getall(parameter, [])  # type: ignore[attr-defined]
        return [name.strip() for text in given for name in text.split(",") if name.strip()]

    def flag(self, parameter: str) -> bool:
        return self.query.get(parameter, "false").lower() == "true"

    def limit(self, default: int, most: int) -> int:
        """The page size asked for."""
        return checked_limit(self.query.get("limit"), default, most)


def checked_limit(given: Any, default: int, most: int) -> int:
    """Reads a page size; a wrong or too large one is refused, as the service does."""
    if given is None:
        return default
    text = str(given)
    if not is_whole(text) or not 1 <= int(text) <= most:
        raise validation(f"limit must be a number between 1 and {most}; it was {text}.")
    return int(text)


@dataclass
class Answer:
    """A successful answer; `body` None is sent as an empty one."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def parse_json(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_float=str, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 1), getattr(problem, "colno", 1)
        raise validation(f"Invalid input JSON on line {line}, column {column}.") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def type_of(segment: str) -> ObjectType:
    """The object type a path names; the answer for an unknown one is 400, as for a custom object that is not there."""
    kind = find_object_type(segment)
    if kind is None:
        raise validation(f"Unable to infer object type from: {segment}")
    return kind


def required(source: Any, name: str, kind: type) -> Any:
    """A field of a JSON object that must be there and of the right type."""
    value = source.get(name) if isinstance(source, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        raise missing_fields([name])
    return value


def is_whole(text: str) -> bool:
    """Whether the text is a whole number of a size that ids, limits and offsets may have."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def id_text(value: Any) -> str:
    """An id given as text or number; raises when it is neither."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise missing_fields(["id"])
    return str(value)
