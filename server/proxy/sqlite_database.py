"""A small SQLite file that is durable at every commit, used from one worker thread of one process."""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import AsyncIterator, Callable

from .database import Result, Sql
from .errors import ProxyError


class SqliteDatabase:
    """A `Database`. Runs functions on the connection one after another, because a commit waits for the disk."""

    def __init__(self, path: Path, schema: str) -> None:
        """Opens or creates the file (mode 0600). Raises sqlite3.Error or OSError when that is impossible."""
        self.path = path
        self.owner = secrets.randbelow(1 << 31)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.executescript(schema)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=path.stem)

    async def run(self, work: Callable[[Sql], Result], key: str = "") -> Result:
        """`key` adds nothing here: all transactions run one after another."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._in_transaction, work)
        except sqlite3.Error as problem:
            raise ProxyError("storage_failed", f"The file {self.path.name} in the data directory cannot be written; "
                             "check free space and permissions, then try again.") from problem

    def run_now(self, work: Callable[[Sql], Result]) -> Result:
        return self._in_transaction(work)

    @asynccontextmanager
    async def exclusive(self, key: str) -> AsyncIterator[None]:
        """Nobody else to exclude: a data directory is locked for one process."""
        yield

    def lives(self, sql: Sql, owner: int) -> bool:
        return False

    def _in_transaction(self, work: Callable[[Sql], Result]) -> Result:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
            return result
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        self._worker.shutdown(wait=True)
        self._connection.close()
