"""The same stores in PostgreSQL, shared by several servers.

A process is known by an advisory lock that a connection of its own holds: PostgreSQL gives it free when the process ends, however
it ends. Locks of keys and of exclusive work are advisory locks, too, and go the same way.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, AsyncIterator, Callable, Sequence

import psycopg

from .database import Result, Rows, Sql
from .errors import ProxyError

THREADS = 8
LOCK_POLL_SECONDS = 0.05
# The first half of an advisory lock's name: what it is for. Schemas of other programs in the same database use others.
_PRESENCE, _KEY, _EXCLUSIVE = 0x4C42_0001, 0x4C42_0002, 0x4C42_0003
_OPTIONS = "-c synchronous_commit=on -c statement_timeout=30s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s"


class _Sql:
    """One transaction on one connection; statements have `?` for values, and no other question mark or percent sign."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        return self._connection.execute(statement.replace("?", "%s"), values)


class PostgresServer:
    """The connections of one process, one for each worker thread, and its presence."""

    def __init__(self, address: str) -> None:
        """`address` is what libpq takes. Raises psycopg.Error when the server cannot be reached."""
        self.owner = secrets.randbelow(1 << 31)
        self._address = address
        self._local = threading.local()
        self._opened: list[psycopg.Connection[Any]] = []
        self._lock = threading.Lock()
        self._presence: psycopg.Connection[Any] | None = None
        self.threads = ThreadPoolExecutor(THREADS, "postgres")
        self._be_present()

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._address, autocommit=True, options=_OPTIONS, connect_timeout=10)

    def in_transaction(self, work: Callable[[Sql], Result], key: str, namespace: str = "") -> Result:
        """`namespace` is the schema that unqualified names mean; empty: the address's own."""
        connection = self._begun(key, namespace)
        try:
            result = work(_Sql(connection))
            connection.execute("COMMIT")
            return result
        except BaseException:
            with suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise

    def lives(self, sql: Sql, owner: int) -> bool:
        return sql.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = ? AND objid = ? "
                           "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                           (_PRESENCE, owner)).fetchone() is not None

    def close(self) -> None:
        self.threads.shutdown(wait=True)
        for connection in [*self._opened, *([self._presence] if self._presence else [])]:
            connection.close()

    def _begun(self, key: str, namespace: str) -> psycopg.Connection[Any]:
        """A transaction in which nothing was done yet. A connection that broke since its last use is replaced, once."""
        for last in (False, True):
            connection = self._of_this_thread()
            try:
                # One message to the server, and forgotten with the transaction.
                connection.execute(f'BEGIN; SET LOCAL search_path TO "{namespace}"' if namespace else "BEGIN")
                if key:
                    connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_KEY, key))
                return connection
            except psycopg.OperationalError:
                self._local.connection = None
                with suppress(psycopg.Error):
                    connection.close()
                if last:
                    raise
        raise AssertionError("unreachable")

    def _of_this_thread(self) -> psycopg.Connection[Any]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.connect()
            with self._lock:
                self._opened = [one for one in self._opened if not one.closed] + [connection]
                self._be_present()
        return connection

    def _be_present(self) -> None:
        """Again after the server was restarted: the lock went with the connection."""
        try:
            if self._presence is not None:
                self._presence.execute("SELECT 1")
                return
        except psycopg.OperationalError:
            pass
        self._presence = self.connect()
        self._presence.execute("SELECT pg_advisory_lock(%s, %s)", (_PRESENCE, self.owner))


class PostgresDatabase:
    """A `Database` whose tables lie beside those of the other stores."""

    def __init__(self, server: PostgresServer, schema: str, namespace: str = "") -> None:
        """Makes the tables if they are missing, and the namespace. Raises psycopg.Error."""
        assert re.fullmatch(r"[a-z0-9_-]*", namespace)
        self._server = server
        self._namespace = namespace
        self.owner = server.owner

        def make(sql: Sql) -> None:
            if namespace and sql.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (namespace,)).fetchone() is None:
                sql.execute(f'CREATE SCHEMA "{namespace}"')
            for statement in translated(schema):
                sql.execute(statement)
        server.in_transaction(make, "schema", namespace)

    async def run(self, work: Callable[[Sql], Result], key: str = "") -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._server.threads, self._server.in_transaction, work, key, self._namespace)
        except psycopg.Error as problem:
            raise ProxyError("storage_failed", "The PostgreSQL server of the stores cannot be reached or takes no change; "
                             "look at its log, then try again.") from problem

    def run_now(self, work: Callable[[Sql], Result]) -> Result:
        return self._server.in_transaction(work, "", self._namespace)

    @asynccontextmanager
    async def exclusive(self, key: str) -> AsyncIterator[None]:
        run = asyncio.get_running_loop().run_in_executor
        try:
            connection = await run(self._server.threads, self._server.connect)
            try:
                while not await run(self._server.threads, _try_lock, connection, key):
                    await asyncio.sleep(LOCK_POLL_SECONDS)
            except BaseException:
                connection.close()
                raise
        except psycopg.Error as problem:
            raise ProxyError("storage_failed", "The PostgreSQL server of the stores cannot be reached; look at its log, then try "
                             "again.") from problem
        try:
            yield
        finally:
            connection.close()  # and with it the lock

    def lives(self, sql: Sql, owner: int) -> bool:
        return self._server.lives(sql, owner)

    def close(self) -> None:
        """The connections belong to the server, which closes them."""


def _try_lock(connection: psycopg.Connection[Any], key: str) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_EXCLUSIVE, key)).fetchone()
    return bool(row and row[0])


def translated(schema: str) -> list[str]:
    """SQLite's types in PostgreSQL's words, and the rowid that SQLite has without being asked."""
    text = re.sub(r"--[^\n]*", "", schema)
    text = re.sub(r"\n\) STRICT;", ",\n  rowid BIGINT GENERATED ALWAYS AS IDENTITY\n);", text)
    for ours, theirs in ((r"\bINTEGER\b", "BIGINT"), (r"\bREAL\b", "DOUBLE PRECISION"), (r"\bBLOB\b", "BYTEA")):
        text = re.sub(ours, theirs, text)
    return [statement for statement in (part.strip() for part in text.split(";")) if statement]
