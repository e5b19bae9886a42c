"""The directory with tokens, journal and backups: created, locked for one process, opened."""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .databases import Databases, Files, in_postgres
from .problem import StartProblem
from .proxy import journal, known_databases, sessions, tokens, transactions
from .proxy.backup_store import LIMIT_DEFAULT, BackupStore
from .proxy.budgets import Budgets
from .proxy.journal import Journal
from .proxy.known_databases import KnownDatabases
from .proxy.sessions import Sessions
from .proxy.token_endpoint import Clock
from .proxy.tokens import TokenStore
from .proxy.transactions import Transactions
from .proxy.vault import Vault, VaultError, load_vault, refuse_if_shared

# The name under which a unit file may load the key: LoadCredentialEncrypted=ledgerbridge.key:…
CREDENTIAL = "ledgerbridge.key"


@dataclass(frozen=True)
class DataDirectory:
    """Everything in it, open. `close` also gives the directory free for another process."""

    store: TokenStore
    journal: Journal
    backups: BackupStore
    known: KnownDatabases
    sessions: Sessions
    transactions: Transactions
    budgets: Budgets
    databases: Databases
    lock: TextIO

    def close(self) -> None:
        self.backups.close()
        self.databases.close()
        self.lock.close()


def key_path(directory: Path) -> Path:
    """Where the key is: a credential that systemd hands over, or the file in the directory."""
    handed_over = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(handed_over) / CREDENTIAL if handed_over else None
    return credential if credential is not None and credential.is_file() else directory / "key" / "token.key"


def sessions_path(directory: Path) -> Path:
    return directory / "store" / "sessions.sqlite3"


def open_data(directory: Path, now: Clock, backup_limit: int = LIMIT_DEFAULT, postgres: str | None = None) -> DataDirectory:
    """`backup_limit` is what all backups may take together, in bytes. `postgres` is the address of the server that keeps the
    stores; without it they are files of the directory.

    Raises StartProblem if the directory, the key or one of the stores cannot be used.
    """
    with ExitStack() as failed:
        try:
            for folder in (directory, directory / "store", directory / "key", directory / "backups"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                refuse_if_shared(folder)
            lock = failed.enter_context(_locked(directory / "lock"))
            for file in (directory / "store").iterdir():
                refuse_if_shared(file)
            vault = load_vault(key_path(directory), may_create=not (directory / "store" / "tokens.sqlite3").exists())
            backups = BackupStore(directory / "backups", vault, now, backup_limit)
        except VaultError as problem:
            raise StartProblem(str(problem)) from problem
        except OSError as problem:
            raise StartProblem(f"the data directory {directory} cannot be used: {problem.strerror}; "
                               "choose another one with --data") from problem
        databases = Files(directory) if postgres is None else in_postgres(postgres)
        failed.callback(databases.close)
        opened = DataDirectory(
            _token_store(databases, vault, directory), Journal(databases.open("journal", journal.SCHEMA), vault, now), backups,
            KnownDatabases(databases.open("databases", known_databases.SCHEMA), now), *_sign_in_stores(databases, vault, now),
            databases.budgets(), databases, lock)
        failed.pop_all()
        return opened
    raise AssertionError("unreachable: nothing above swallows an error")


def _sign_in_stores(databases: Databases, vault: Vault, now: Clock) -> tuple[Sessions, Transactions]:
    database = databases.open("sessions", sessions.SCHEMA + transactions.SCHEMA)
    return Sessions(database, now), Transactions(database, vault, now)


def open_sessions(databases: Databases, now: Clock) -> Sessions:
    """Also beside a server that is running. Raises StartProblem if they cannot be used."""
    return Sessions(databases.open("sessions", sessions.SCHEMA), now)


def _locked(path: Path) -> TextIO:
    lock = open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        lock.close()
        raise StartProblem(f"another server uses the data directory {path.parent}; stop it, or choose another with --data") from problem
    return lock


def _token_store(databases: Databases, vault: Vault, directory: Path) -> TokenStore:
    store = TokenStore(databases.open("tokens", tokens.SCHEMA), vault)
    try:
        store.verify_all()
        return store
    except VaultError as problem:
        raise _unreadable(databases, directory, str(problem)) from problem
    except databases.errors + (OSError, ValueError, TypeError, KeyError) as problem:
        raise _unreadable(databases, directory, "it is damaged or may not be opened") from problem


def _unreadable(databases: Databases, directory: Path, reason: str) -> StartProblem:
    return StartProblem(f"the token store {databases.place('tokens')} cannot be read: {reason}; restore it together with its key, or "
                        f"move {directory} away and connect both accounts again")
