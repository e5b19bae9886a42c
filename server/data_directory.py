"""The directory with tokens, journal and backups: created, locked for one process, opened."""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, TextIO

from .databases import Databases, Files, in_postgres, part_of
from .problem import StartProblem
from .proxy import journal, known_databases, sessions, tokens, transactions
from .proxy.backup_store import LIMIT_DEFAULT, BackupStore
from .proxy.budgets import Budgets
from .proxy.clock import Clock
from .proxy.journal import Journal
from .proxy.keyring import vault_in_keyring
from .proxy.known_databases import KnownDatabases
from .proxy.sessions import PERSONAL, Lifetimes, Sessions
from .proxy.team import audit
from .proxy.team.audit import Audit
from .proxy.team.members import SOLE
from .proxy.team.organisations import Stores
from .proxy.tokens import TokenStore
from .proxy.transactions import Transactions
from .proxy.vault import Vault, VaultError, load_vault, refuse_if_shared

# The name under which a unit file may load the key: LoadCredentialEncrypted=ledgerbridge.key:…
CREDENTIAL = "ledgerbridge.key"


@dataclass(frozen=True)
class DataDirectory:
    """Everything in it, open. `close` also gives the directory free for another process."""

    organisations: Mapping[str, Stores]
    sessions: Sessions
    transactions: Transactions
    budgets: Budgets
    databases: Databases
    lock: TextIO

    @property
    def sole(self) -> Stores:
        """The stores of a server that has no team."""
        return self.organisations[SOLE]

    def close(self) -> None:
        for stores in self.organisations.values():
            stores.backups.close()
        self.databases.close()
        self.lock.close()


@dataclass(frozen=True)
class Keeping:
    """How things are kept."""

    backup_limit: int = LIMIT_DEFAULT         # bytes, of each organisation
    postgres: str | None = None               # the address of the server that keeps the stores; None: files of the directory
    organisations: tuple[str, ...] = (SOLE,)
    sessions: Lifetimes = PERSONAL
    keyring: bool = False                     # the key is in the desktop's keyring instead of in a file


def key_path(directory: Path) -> Path:
    """Where the key is: a credential that systemd hands over, or the file in the directory."""
    handed_over = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(handed_over) / CREDENTIAL if handed_over else None
    return credential if credential is not None and credential.is_file() else directory / "key" / "token.key"


def sessions_path(directory: Path) -> Path:
    return directory / "store" / "sessions.sqlite3"


def open_data(directory: Path, now: Clock, keeping: Keeping = Keeping()) -> DataDirectory:
    """Raises StartProblem if the directory, the key or one of the stores cannot be used."""
    with ExitStack() as failed:
        try:
            _private(directory, directory / "key")
            lock = failed.enter_context(_locked(directory / "lock"))
            _private(directory / "store")
            for organisation in keeping.organisations:
                part = part_of(directory, organisation)
                _private(part, part / "store", part / "backups")
            for file in (*directory.glob("store/*"), *directory.glob("organisations/*/store/*")):
                refuse_if_shared(file)
            vault = _vault(directory, keeping.keyring)
        except VaultError as problem:
            raise StartProblem(str(problem)) from problem
        except OSError as problem:
            raise StartProblem(f"the data directory {directory} cannot be used: {problem.strerror}; "
                               "choose another one with --data") from problem
        databases = Files(directory) if keeping.postgres is None else in_postgres(keeping.postgres)
        failed.callback(databases.close)
        organisations = {name: _stores(databases, vault, directory, name, now, keeping) for name in keeping.organisations}
        common = databases.open("sessions", sessions.SCHEMA + transactions.SCHEMA)
        opened = DataDirectory(organisations, Sessions(common, now, keeping.sessions), Transactions(common, vault, now),
                               databases.budgets(), databases, lock)
        failed.pop_all()
        return opened
    raise AssertionError("unreachable: nothing above swallows an error")


def _vault(directory: Path, in_keyring: bool) -> Vault:
    """A key is made for a directory that has no store yet. Raises VaultError."""
    may_create = not (any(directory.glob("store/tokens.sqlite3")) or any(directory.glob("organisations/*/store/tokens.sqlite3")))
    key_file = key_path(directory)
    if in_keyring and not key_file.exists():  # a credential of systemd goes first
        return vault_in_keyring(directory, may_create)
    return load_vault(key_file, may_create)


def _private(*folders: Path) -> None:
    """Makes them if they are missing. Raises VaultError, or OSError."""
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_if_shared(folder)


def _stores(databases: Databases, common_vault: Vault, directory: Path, organisation: str, now: Clock, keeping: Keeping) -> Stores:
    vault = common_vault.of_organisation(organisation)
    try:
        backups = BackupStore(part_of(directory, organisation) / "backups", vault, now, keeping.backup_limit)
    except OSError as problem:
        raise StartProblem(f"the backups in {directory} cannot be used: {problem.strerror}; choose another one with --data") from problem
    writes = databases.open("journal", journal.SCHEMA + audit.SCHEMA, organisation)
    return Stores(_token_store(databases, vault, directory, organisation), Journal(writes, vault, now), backups,
                  KnownDatabases(databases.open("databases", known_databases.SCHEMA, organisation), now), Audit(writes, now))


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


def _token_store(databases: Databases, vault: Vault, directory: Path, organisation: str) -> TokenStore:
    store = TokenStore(databases.open("tokens", tokens.SCHEMA, organisation), vault)
    try:
        store.verify_all()
        return store
    except VaultError as problem:
        raise _unreadable(databases.place("tokens", organisation), directory, str(problem)) from problem
    except databases.errors + (OSError, ValueError, TypeError, KeyError) as problem:
        raise _unreadable(databases.place("tokens", organisation), directory, "it is damaged or may not be opened") from problem


def _unreadable(place: str, directory: Path, reason: str) -> StartProblem:
    return StartProblem(f"the token store {place} cannot be read: {reason}; restore it together with its key, or "
                        f"move {directory} away and connect both accounts again")
