"""What an operation is, and how a request's raw target is matched against a list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Mapping
from urllib.parse import parse_qsl, quote, urlencode

from .errors import ProxyError

PATH_LENGTH_MAX = 2_000
QUERY_FIELDS_MAX = 12
# A query statement of 4,096 characters fits, percent-encoded.
REQUEST_LINE_LENGTH_MAX = 16_384
JSON_LENGTH_MAX = 4 << 20

_SAFE_PATH = re.compile(r"[A-Za-z0-9_./-]+")


class Effect(Enum):
    """Whether repeating the call could change something twice."""

    READ = "read"
    WRITE = "write"
    CREATE = "create"  # every repetition makes one more record


class Body(Enum):
    """What a request may carry; the value is the content type that is sent on."""

    NONE = ""
    JSON = "application/json"
    QUERY = "application/text"
    EMPTY = "application/octet-stream"


@dataclass(frozen=True)
class Operation:
    """One row of the table. `path` is matched as a whole; a group named `realm` must be the connection's own company."""

    name: str
    provider: str
    method: str
    path: re.Pattern[str]
    query: Mapping[str, re.Pattern[str]]
    body: Body
    effect: Effect
    answers_pdf: bool = False

    @property
    def body_length_max(self) -> int:
        return {Body.JSON: JSON_LENGTH_MAX, Body.QUERY: QUERY_LENGTH_MAX}.get(self.body, 0)


@dataclass(frozen=True)
class Call:
    """A matched request: the path is a whole match of the operation's pattern, the query is encoded anew."""

    operation: Operation
    path: str
    query: str


QUERY_LENGTH_MAX = 4_096
QUERY_STATEMENT = re.compile(r"select [^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{1,4090}", re.IGNORECASE)


def match(table: tuple[Operation, ...], provider: str, method: str, path: str, raw_query: str) -> Call:
    """Finds the row for a raw (never decoded) path below the provider's base; raises ProxyError if there is none."""
    if is_safe_path(path):
        for operation in table:
            if operation.provider == provider and operation.method == method and operation.path.fullmatch(path):
                return Call(operation, path, _encoded_query(operation, raw_query))
    raise ProxyError("operation_not_allowed", "This call is not in the list of operations that the server forwards.")


def is_safe_path(path: str) -> bool:
    """True for paths that mean the same to every parser: a plain alphabet, no empty and no dot segments."""
    if len(path) > PATH_LENGTH_MAX or not _SAFE_PATH.fullmatch(path):
        return False
    return all(segment not in ("", ".", "..") for segment in path.split("/"))


def _encoded_query(operation: Operation, raw_query: str) -> str:
    if not raw_query:
        return ""
    try:
        pairs = parse_qsl(raw_query, keep_blank_values=True, strict_parsing=True, errors="strict",
                          max_num_fields=QUERY_FIELDS_MAX)
    except ValueError as problem:
        raise ProxyError("operation_not_allowed", "The query string is malformed.") from problem
    if len({name for name, _ in pairs}) != len(pairs):
        raise ProxyError("operation_not_allowed", "A query parameter is given twice.")
    for name, value in pairs:
        if name not in operation.query or not operation.query[name].fullmatch(value):
            raise ProxyError("operation_not_allowed", f"The query string does not fit the operation {operation.name}.")
    return urlencode(pairs, quote_via=quote, safe="")
