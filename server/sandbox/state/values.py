"""Values and data classes of the sandbox as JSON, and back.

Only plain values, the usual containers and data classes that the sandbox itself defines are written, and only those are
made when a file is read: their fields are set, nothing of them is run. An object that occurs twice is one object again.
"""

from __future__ import annotations

import base64
import random
import sys
from collections import OrderedDict, deque
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

_package = "server.sandbox."
_containers: dict[str, Any] = {"tuple": tuple, "set": set, "frozenset": frozenset, "deque": deque}


class NotKept(TypeError):
    """A value that has no form in a file."""


def encode(value: Any) -> Any:
    return _Encoder().encode(value)


def decode(kept: Any) -> Any:
    """Raises ValueError, KeyError or TypeError for what `encode` has not written."""
    return _Decoder().decode(kept)


class _Encoder:
    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._alive: list[Any] = []     # so that no number of an object is used for a second one

    def encode(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, list):
            return [self.encode(each) for each in value]
        if isinstance(value, dict):
            return self._dictionary(value)
        for name, kind in _containers.items():
            if type(value) is kind:
                members = sorted(value, key=repr) if kind in (set, frozenset) else value
                return {"$": name, "of": [self.encode(each) for each in members]}
        return self._scalar(value) or self._object(value)

    def _dictionary(self, value: dict[Any, Any]) -> Any:
        if type(value) is dict and all(isinstance(key, str) and key != "$" for key in value):
            return {key: self.encode(each) for key, each in value.items()}
        kind = "ordered" if isinstance(value, OrderedDict) else "dict"
        return {"$": kind, "of": [[self.encode(key), self.encode(each)] for key, each in value.items()]}

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return {"$": "datetime", "of": value.isoformat()}
        if isinstance(value, timedelta):
            return {"$": "timedelta", "of": [value.days, value.seconds, value.microseconds]}
        if isinstance(value, Decimal):
            return {"$": "decimal", "of": str(value)}
        if isinstance(value, bytes):
            return {"$": "bytes", "of": base64.b64encode(value).decode()}
        if isinstance(value, random.Random):
            return {"$": "random", "of": self.encode(value.getstate())}
        return None

    def _object(self, value: Any) -> Any:
        kind = type(value)
        if not is_dataclass(value) or not kind.__module__.startswith(_package):
            raise NotKept(f"a {kind.__module__}.{kind.__qualname__} cannot be kept in a file")
        if id(value) in self._known:
            return {"$": "same", "of": self._known[id(value)]}
        self._known[id(value)] = len(self._known)
        self._alive.append(value)
        members = {field.name: self._member(getattr(value, field.name)) for field in fields(value)}
        return {"$": "object", "of": f"{kind.__module__}:{kind.__qualname__}", "with": members}

    def _member(self, value: Any) -> Any:
        """Functions among the members are put together again by whoever owns the object."""
        return None if callable(value) and not isinstance(value, type) else self.encode(value)


class _Decoder:
    def __init__(self) -> None:
        self._known: list[Any] = []

    def decode(self, kept: Any) -> Any:
        if isinstance(kept, list):
            return [self.decode(each) for each in kept]
        if not isinstance(kept, dict):
            return kept
        if "$" not in kept:
            return {key: self.decode(each) for key, each in kept.items()}
        kind, content = kept["$"], kept["of"]
        if kind in _containers:
            return _containers[kind](self.decode(each) for each in content)
        if kind in ("dict", "ordered"):
            pairs = [(self.decode(key), self.decode(each)) for key, each in content]
            return OrderedDict(pairs) if kind == "ordered" else dict(pairs)
        if kind == "same":
            return self._known[content]
        return self._object(content, kept["with"]) if kind == "object" else self._scalar(kind, content)

    def _scalar(self, kind: str, content: Any) -> Any:
        if kind == "datetime":
            return datetime.fromisoformat(content)
        if kind == "timedelta":
            return timedelta(*content)
        if kind == "decimal":
            return Decimal(content)
        if kind == "bytes":
            return base64.b64decode(content, validate=True)
        if kind == "random":
            made = random.Random()
            made.setstate(self.decode(content))
            return made
        raise ValueError(f"{kind!r} is no kind of value")

    def _object(self, name: str, members: dict[str, Any]) -> Any:
        module, _, qualified = name.partition(":")
        kind = getattr(sys.modules.get(module), qualified, None) if module.startswith(_package) else None
        if not isinstance(kind, type) or not is_dataclass(kind):
            raise ValueError(f"{name!r} is no data class of the sandbox")
        made = kind.__new__(kind)
        self._known.append(made)
        known = {field.name for field in fields(kind)}
        for member, value in members.items():
            if member not in known:
                raise ValueError(f"{name} has no member {member!r}")
            object.__setattr__(made, member, self.decode(value))
        return made
