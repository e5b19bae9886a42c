"""Which kind of database the stores are kept in: files of the data directory, or a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .problem import StartProblem
from .proxy.budgets import Budgets
from .proxy.database import Database
from .proxy.sqlite_database import SqliteDatabase
from .proxy.team.members import SOLE

if TYPE_CHECKING:
    from .proxy.postgres_database import PostgresServer

_NAMES = {"tokens": "token store", "journal": "journal", "databases": "list of known databases", "sessions": "list of sessions",
          "budgets": "table of rate budgets"}
_WITHOUT = {"tokens": "", "journal": " (then look for writes that were under way before syncing again)", "databases": "",
            "sessions": " and sign in again", "budgets": ""}


def part_of(directory: Path, organisation: str) -> Path:
    """The folder of an organisation in a data directory; the directory itself where there is no team."""
    return directory if organisation == SOLE else directory / "organisations" / organisation


class Databases(Protocol):
    """Opens one after the other and closes them together."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises."""

    def place(self, name: str, organisation: str = SOLE) -> str:
        """Where one is, for a message."""

    def open(self, name: str, schema: str, organisation: str = SOLE) -> Database:
        """Raises StartProblem if it cannot be used. Each organisation has its own; common ones are those of SOLE."""

    def budgets(self) -> Budgets:
        """The rate budgets of all that share these databases. Raises StartProblem."""

    def close(self) -> None: ...


class Files:
    """SQLite files in the folder `store` of a data directory, or of an organisation's part of it."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opened: list[SqliteDatabase] = []

    def place(self, name: str, organisation: str = SOLE) -> str:
        return str(part_of(self._directory, organisation) / "store" / f"{name}.sqlite3")

    def open(self, name: str, schema: str, organisation: str = SOLE) -> Database:
        place = self.place(name, organisation)
        try:
            database = SqliteDatabase(Path(place), schema)
        except (sqlite3.Error, OSError) as problem:
            raise StartProblem(f"the {_NAMES[name]} {place} cannot be read: it is damaged or may not be opened; restore it, "
                               f"or move it away{_WITHOUT[name]}") from problem
        self._opened.append(database)
        return database

    def budgets(self) -> Budgets:
        return Budgets()

    def close(self) -> None:
        for database in self._opened:
            database.close()


class Postgres:
    """Tables in one database of a PostgreSQL server, for any number of proxies."""

    def __init__(self, server: PostgresServer, errors: tuple[type[Exception], ...]) -> None:
        self._server = server
        self.errors = errors

    def place(self, name: str, organisation: str = SOLE) -> str:
        return "in PostgreSQL"

    def open(self, name: str, schema: str, organisation: str = SOLE) -> Database:
        from .proxy.postgres_database import PostgresDatabase

        try:
            return PostgresDatabase(self._server, schema, f"organisation_{organisation}" if organisation != SOLE else "")
        except self.errors as problem:
            raise StartProblem(f"the {_NAMES[name]} in PostgreSQL cannot be used; the user of the address needs the right to make "
                               "tables in its database, or they must be there") from problem

    def budgets(self) -> Budgets:
        from .proxy.shared_budgets import SCHEMA, SharedBudgets

        return SharedBudgets(self.open("budgets", SCHEMA))

    def close(self) -> None:
        self._server.close()


def in_postgres(address: str) -> Databases:
    """Raises StartProblem if the server cannot be reached or the driver is not installed."""
    try:
        import psycopg  # only here: a server on files needs no driver

        from .proxy.postgres_database import PostgresServer
    except ImportError as problem:
        raise StartProblem("the stores are to be in PostgreSQL, but its driver is missing: apt-get install python3-psycopg") from problem
    try:
        return Postgres(PostgresServer(address), (psycopg.Error,))
    except psycopg.Error as problem:
        # The driver's own text may quote the address, and with it a password.
        raise StartProblem("the PostgreSQL server of the configuration cannot be reached, or refuses the user; try the same address "
                           "with psql") from problem
