"""The file of a sandbox's state: an SQLite database that is whole after every transaction."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Iterable, Iterator

format_name = "ledgerbridge sandbox state 1"
_magic = b"SQLite format 3\x00"


class StateProblem(Exception):
    """The file cannot be used; the text says why in one line. It has not been changed."""


class StateFile:
    """One sandbox at a time has it open; it stays locked until `close`."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes one where there is none; raises StateProblem."""
        self.path = path
        if path.exists() and path.stat().st_size:
            _check_head(path)
        try:
            self._sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            self._sql.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._sql.execute("PRAGMA synchronous = NORMAL")
            # Takes the lock that EXCLUSIVE promises now, not with the first write.
            self._sql.execute("BEGIN EXCLUSIVE")
            self._sql.execute("COMMIT")
            # Nothing is in it until the first write is whole, whoever was killed before.
            self.is_new = not self._sql.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if not self.is_new:
                self._check()
        except sqlite3.OperationalError as problem:
            used = "locked" in str(problem)
            raise StateProblem(f"the state file {path} "
                               + ("is used by another server" if used else f"cannot be opened: {problem}")) from None
        except sqlite3.DatabaseError as problem:
            raise StateProblem(f"the state file {path} is damaged ({problem}); it was left as it is") from None

    def close(self) -> None:
        self._sql.close()

    def parts(self) -> dict[str, Any]:
        """Raises StateProblem when a part is not JSON."""
        try:
            return {name: json.loads(text) for name, text in self._sql.execute("SELECT name, text FROM part")}
        except ValueError:
            raise damaged(self.path, "a part is not JSON") from None

    def rows(self, table: str) -> Iterator[tuple[str, str]]:
        return iter(self._sql.execute("SELECT key, text FROM record WHERE table_name = ?1 ORDER BY place", (table,)))

    def write(self, parts: Iterable[tuple[str, str]], rows: Iterable[tuple[str, str, str]], gone: Iterable[tuple[str, str]]) -> None:
        """Everything in one transaction: parts (name, text), rows (table, key, text), rows that are gone (table, key)."""
        with self._transaction():
            if self.is_new:
                self._make_tables()
            self._sql.executemany("INSERT INTO part VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET text = ?2", parts)
            self._sql.executemany(
                "INSERT INTO record (table_name, key, text) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (table_name, key) DO UPDATE SET text = ?3", rows)
            self._sql.executemany("DELETE FROM record WHERE table_name = ?1 AND key = ?2", gone)
        self.is_new = False

    def _transaction(self) -> sqlite3.Connection:
        self._sql.execute("BEGIN IMMEDIATE")
        return self._sql

    def _make_tables(self) -> None:
        self._sql.execute("CREATE TABLE part (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID")
        self._sql.execute("CREATE TABLE record (place INTEGER PRIMARY KEY, table_name TEXT NOT NULL, key TEXT NOT NULL, "
                          "text TEXT NOT NULL, UNIQUE (table_name, key)) STRICT")
        self._sql.execute("INSERT INTO part VALUES ('format', ?1)", (json.dumps(format_name),))

    def _check(self) -> None:
        found = self._sql.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise damaged(self.path, str(found).replace("\n", " "))
        names = {name for name, in self._sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not {"part", "record"} <= names or self.parts().get("format") != format_name:
            raise StateProblem(f"{self.path} is not the state file of a sandbox; it was left as it is")


def damaged(path: Path, reason: str) -> StateProblem:
    return StateProblem(f"the state file {path} is damaged ({reason}); it was left as it is")


def _check_head(path: Path) -> None:
    """Says so before SQLite touches a file that is none of its own."""
    try:
        with path.open("rb") as opened:
            head = opened.read(len(_magic))
    except OSError as problem:
        raise StateProblem(f"the state file {path} cannot be read: {problem.strerror}") from None
    if head != _magic:
        raise StateProblem(f"{path} is not the state file of a sandbox; it was left as it is")
