"""The idempotency journal: every keyed write is on disk before it is sent, and its answer before it is passed on.

States of an entry: `sending` (recorded, no answer stored), `done` (an unambiguous answer is stored), `failed` (surely
without effect, refused for now, or harmless to repeat: the same key may be sent again) and `unknown` (bytes left and no
answer came, or one that leaves open whether a record was made).
An entry that is `sending` but under way in no process that lives belongs to one that died: that is unknown, too.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Mapping

from .clock import Clock
from .database import Database, Sql
from .errors import ProxyError
from .vault import Vault, VaultError

OPERATION_HEADER = "X-Op-Id"
RESEND_HEADER = "X-Op-Resend"
REPLAYED_HEADER = "X-Op-Replayed"
ANSWER_DAYS = 30
ENTRY_DAYS = 90
SECONDS_PER_DAY = 86_400

SCHEMA = """
CREATE TABLE IF NOT EXISTS operation (
  id TEXT PRIMARY KEY,
  connection TEXT NOT NULL,
  method TEXT NOT NULL,
  target TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sending', 'done', 'failed', 'unknown')),
  status INTEGER,
  headers TEXT,                      -- JSON
  body BLOB,                         -- encrypted
  started_at REAL NOT NULL,
  finished_at REAL
) STRICT;
CREATE INDEX IF NOT EXISTS operation_started ON operation (started_at);
CREATE TABLE IF NOT EXISTS sender (
  operation TEXT PRIMARY KEY,        -- one that is `sending`
  owner INTEGER NOT NULL             -- the process that sends it
) STRICT;
"""

_ENTRIES = ("SELECT rowid, id, connection, method, target, body_sha256, state, status, headers, body, started_at, finished_at "
            "FROM operation WHERE rowid > ? AND started_at >= ?")
_OPEN = " AND (state = 'sending' OR state = 'unknown' AND status IS NULL)"

_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Intent:
    """What is about to be sent, under the key that the page chose for it."""

    id: str
    connection: str
    method: str
    target: str
    body_sha256: str

    @staticmethod
    def of(identifier: str, connection: str, method: str, target: str, body: bytes) -> Intent:
        identifier = identifier.lower()
        if not _IDENTIFIER.fullmatch(identifier):
            raise ProxyError("bad_request", f"The header {OPERATION_HEADER} must be a UUID.")
        return Intent(identifier, connection, method, target, hashlib.sha256(body).hexdigest())

    def _identity(self) -> tuple[str, str, str, str]:
        return self.connection, self.method, self.target, self.body_sha256


@dataclass(frozen=True)
class Answer:
    """An upstream answer, read to its end and reduced to the allowed headers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Entry:
    """One operation as it is listed. Times are in seconds since 1970, `position` grows in the order of first sending."""

    position: int
    id: str
    connection: str
    method: str
    target: str
    body_sha256: str
    state: str                         # in_progress, done, failed or unknown
    status: int | None
    started_at: float
    finished_at: float | None
    answer: Answer | None              # if it is stored and short
    answer_stored: bool


@dataclass(frozen=True)
class Question:
    """Which entries are wanted: those after `after`, started at `since` or later (seconds since 1970), at most `limit`."""

    after: int
    since: float
    open_only: bool
    limit: int
    answer_length_max: int


class Journal:
    """What this process sends is known from memory; whether another one still does, the database knows."""

    def __init__(self, database: Database, vault: Vault, now: Clock) -> None:
        self._database = database
        self._vault = vault
        self._now = now
        self._under_way: set[str] = set()

    async def begin(self, intent: Intent, resend: bool) -> Answer | None:
        """Records the intent durably. Returns the stored answer if there is one; None means: send it now.

        Raises ProxyError operation_in_progress, operation_mismatch, operation_unknown or storage_failed; nothing may be
        sent then. After None, exactly one of `finish`, `fail` or `lose` must follow.
        """
        if intent.id in self._under_way:
            raise _in_progress()
        self._under_way.add(intent.id)
        try:
            stored = await self._database.run(lambda sql: self._admit(sql, intent, resend), intent.id)
        except BaseException:
            self._under_way.discard(intent.id)
            raise
        if stored is None:
            return None
        self._under_way.discard(intent.id)
        status, headers, sealed = stored
        return Answer(status, json.loads(headers), self._vault.open_bytes(sealed))

    async def finish(self, intent: Intent, answer: Answer) -> None:
        """Stores an unambiguous answer. Raises ProxyError storage_failed; the entry is unknown then."""
        await self._settle(intent, "done", answer.status, answer)

    async def fail(self, intent: Intent, status: int | None) -> None:
        """The same key may be sent again: nothing was sent, or the provider refused for now."""
        await self._settle(intent, "failed", status, None)

    async def lose(self, intent: Intent) -> None:
        """Bytes left and no full answer came."""
        await self._settle(intent, "unknown", None, None)

    async def entries(self, question: Question) -> list[Entry]:
        """In the order of first sending. What is open may or may not have happened."""
        statement = _ENTRIES + (_OPEN if question.open_only else "") + " ORDER BY rowid LIMIT ?"
        values = (question.after, question.since, question.limit)
        return await self._database.run(
            lambda sql: [self._entry(sql, question.answer_length_max, *row) for row in sql.execute(statement, values).fetchall()])

    async def answer(self, identifier: str) -> Answer | None:
        """The stored answer of an operation, whole; None if none is stored or it can no longer be decrypted."""
        row = await self._database.run(lambda sql: sql.execute(
            "SELECT status, headers, body FROM operation WHERE id = ? AND state = 'done'", (identifier,)).fetchone())
        return self._opened(*row) if row else None

    async def verify_writable(self) -> None:
        """Takes the right to write and gives it back; raises ProxyError storage_failed if that is impossible."""
        await self._database.run(lambda sql: sql.execute("DELETE FROM operation WHERE id = ''"))

    async def prune(self) -> None:
        """Forgets answers after 30 days and entries after 90."""
        now = self._now()
        await self._database.run(lambda sql: sql.execute(
            "DELETE FROM operation WHERE started_at < ?", (now - ENTRY_DAYS * SECONDS_PER_DAY,)))
        await self._database.run(lambda sql: sql.execute("DELETE FROM sender WHERE operation NOT IN (SELECT id FROM operation)"))
        await self._database.run(lambda sql: sql.execute(
            "UPDATE operation SET state = 'unknown', headers = NULL, body = NULL WHERE state = 'done' AND started_at < ?",
            (now - ANSWER_DAYS * SECONDS_PER_DAY,)))

    def _admit(self, sql: Sql, intent: Intent, resend: bool) -> tuple[int, str, bytes] | None:
        row = sql.execute("SELECT connection, method, target, body_sha256, state, status, headers, body "
                          "FROM operation WHERE id = ?", (intent.id,)).fetchone()
        if row is not None and row[:4] != intent._identity():
            raise ProxyError("operation_mismatch", "This operation id was used for another call; choose a new id.")
        state = row[4] if row else None
        if state == "done":
            return row[5], row[6], row[7]
        if state == "sending" and self._sent_elsewhere(sql, intent.id):
            raise _in_progress()
        if state in ("sending", "unknown") and not resend:
            raise ProxyError("operation_unknown", "This operation was sent and its outcome is not known; look whether it "
                             f"took effect, then send it again with {RESEND_HEADER}: 1 if it did not.")
        sql.execute("INSERT INTO operation VALUES (?, ?, ?, ?, ?, 'sending', NULL, NULL, NULL, ?, NULL) "
                    "ON CONFLICT (id) DO UPDATE SET state = 'sending', started_at = excluded.started_at, status = NULL",
                    (intent.id, *intent._identity(), self._now()))
        sql.execute("INSERT INTO sender VALUES (?, ?) ON CONFLICT (operation) DO UPDATE SET owner = excluded.owner",
                    (intent.id, self._database.owner))
        return None

    def _sent_elsewhere(self, sql: Sql, identifier: str) -> bool:
        row = sql.execute("SELECT owner FROM sender WHERE operation = ?", (identifier,)).fetchone()
        return row is not None and row[0] != self._database.owner and self._database.lives(sql, row[0])

    def _entry(self, sql: Sql, answer_length_max: int, position: int, identifier: str, connection: str, method: str, target: str,
               body_sha256: str, state: str, status: int | None, headers: str | None, body: bytes | None, started_at: float,
               finished_at: float | None) -> Entry:
        # Inside the transaction: what is `sending` here is taken out of `under way` only after it has been settled.
        if state == "sending":
            state = "in_progress" if identifier in self._under_way or self._sent_elsewhere(sql, identifier) else "unknown"
        elif state == "unknown" and status is not None:
            state = "done"  # its answer was forgotten in time, see prune
        short = body is not None and len(body) <= _sealed_length_max(answer_length_max)
        answer = self._opened(status, headers, body) if short else None
        return Entry(position, identifier, connection, method, target, body_sha256, state, status, started_at, finished_at,
                     answer, body is not None)

    def _opened(self, status: int | None, headers: str | None, body: bytes | None) -> Answer | None:
        if status is None or headers is None or body is None:
            return None
        try:
            return Answer(status, json.loads(headers), self._vault.open_bytes(body))
        except VaultError:
            return None

    async def _settle(self, intent: Intent, state: str, status: int | None, answer: Answer | None) -> None:
        def work(sql: Sql) -> None:
            headers, body = (json.dumps(dict(answer.headers)), self._vault.seal_bytes(answer.body)) if answer else (None, None)
            sql.execute("UPDATE operation SET state = ?, status = ?, headers = ?, body = ?, finished_at = ? WHERE id = ?",
                        (state, status, headers, body, self._now(), intent.id))
            sql.execute("DELETE FROM sender WHERE operation = ?", (intent.id,))
        try:
            await self._database.run(work, intent.id)
        finally:
            self._under_way.discard(intent.id)


def _in_progress() -> ProxyError:
    return ProxyError("operation_in_progress", "This operation is still being sent; ask again shortly.", {"Retry-After": "1"})


def _sealed_length_max(length: int) -> int:
    """What `length` bytes take at most once they are sealed: a head, padding, a tag, and base64."""
    return 4 * (length + 76) // 3
