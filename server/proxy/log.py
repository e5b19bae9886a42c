"""Structured log lines on standard error: one JSON object per line.

Nothing secret can get in by construction: callers pass named fields, never requests, bodies, query strings,
headers or exception texts. JSON escaping keeps control characters from forging lines.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone
from typing import TextIO

FIELD_LENGTH_MAX = 200


class Log:
    """Writes events. Field values are numbers, booleans, None or short texts."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def event(self, name: str, **fields: object) -> None:
        line: dict[str, object] = {"time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"), "event": name}
        line.update({key: _plain(value) for key, value in fields.items()})
        stream = self._stream or sys.stderr
        stream.write(json.dumps(line, ensure_ascii=True) + "\n")
        stream.flush()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)[:FIELD_LENGTH_MAX]


class LibraryLogHandler(logging.Handler):
    """Turns a library's log records into one line that names the exception's type only.

    Messages and tracebacks of libraries may quote request bytes, hence tokens.
    """

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        problem = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        self._log.event("library_problem", logger=record.name, problem=problem)


def silence_libraries(log: Log) -> None:
    """Routes the loggers of aiohttp and asyncio through the redacting handler."""
    for name in ("aiohttp", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = [LibraryLogHandler(log)]
        logger.propagate = False
