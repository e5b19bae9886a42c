"""Where the stores keep their rows: one interface, SQLite for one server and PostgreSQL for several.

Statements are written once, in what both understand, with `?` for values. Every table has a `rowid` that grows in the order of
insertion.
"""

from __future__ import annotations

from typing import Any, AsyncContextManager, Callable, Iterator, Protocol, Sequence, TypeVar

Result = TypeVar("Result")


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Sql(Protocol):
    """One transaction."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows: ...


class Database(Protocol):
    """Every commit is durable before it is reported."""

    @property
    def owner(self) -> int:
        """The number of this process among those that share the database; another one at each start."""

    async def run(self, work: Callable[[Sql], Result], key: str = "") -> Result:
        """Runs `work` inside one transaction, off the event loop. Two with the same key never run at the same time, in whatever
        process. Raises ProxyError storage_failed if the change cannot be made durable."""

    def run_now(self, work: Callable[[Sql], Result]) -> Result:
        """The same without an event loop, for start-up; raises the driver's own errors."""

    def exclusive(self, key: str) -> AsyncContextManager[None]:
        """Held by one process at a time for as long as it lives; for work that is longer than a transaction."""

    def lives(self, sql: Sql, owner: int) -> bool:
        """Whether another process with this number is running. False at once when it was killed."""

    def close(self) -> None: ...
