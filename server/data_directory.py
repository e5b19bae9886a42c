"""The directory with tokens, journal and backups: created, locked for one process, opened."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .problem import StartProblem
from .proxy.backup_store import LIMIT_DEFAULT, BackupStore
from .proxy.journal import Journal
from .proxy.known_databases import KnownDatabases
from .proxy.sessions import Sessions
from .proxy.token_endpoint import Clock
from .proxy.tokens import TokenStore
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
    lock: TextIO

    def close(self) -> None:
        self.store.close()
        self.journal.close()
        self.backups.close()
        self.known.close()
        self.sessions.close()
        self.lock.close()


def key_path(directory: Path) -> Path:
    """Where the key is: a credential that systemd hands over, or the file in the directory."""
    handed_over = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(handed_over) / CREDENTIAL if handed_over else None
    return credential if credential is not None and credential.is_file() else directory / "key" / "token.key"


def sessions_path(directory: Path) -> Path:
    return directory / "store" / "sessions.sqlite3"


def open_data(directory: Path, now: Clock, backup_limit: int = LIMIT_DEFAULT) -> DataDirectory:  # type: ignore[return]
    """`backup_limit` is what all backups may take together, in bytes.

    Raises StartProblem if the directory, the key or one of the files cannot be used.
    """
    with ExitStack() as failed:
        try:
            for folder in (directory, directory / "store", directory / "key", directory / "backups"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                refuse_if_shared(folder)
            lock = failed.enter_context(_locked(directory / "lock"))
            tokens, journal = directory / "store" / "tokens.sqlite3", directory / "store" / "journal.sqlite3"
            known, sessions = directory / "store" / "databases.sqlite3", sessions_path(directory)
            for file in (tokens, journal, known, sessions):
                if file.exists():
                    refuse_if_shared(file)
            vault = load_vault(key_path(directory), may_create=not tokens.exists())
            backups = BackupStore(directory / "backups", vault, now, backup_limit)
        except VaultError as problem:
            raise StartProblem(str(problem)) from problem
        except OSError as problem:
            raise StartProblem(f"the data directory {directory} cannot be used: {problem.strerror}; "
                               "choose another one with --data") from problem
        opened = DataDirectory(_token_store(tokens, vault), _journal(journal, vault, now), backups,
                               _known_databases(known, now), open_sessions(sessions, now), lock)
        failed.pop_all()
        return opened


def _locked(path: Path) -> TextIO:
    lock = open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        lock.close()
        raise StartProblem(f"another server uses the data directory {path.parent}; stop it, or choose another with --data") from problem
    return lock


def _token_store(path: Path, vault: Vault) -> TokenStore:
    try:
        store = TokenStore(path, vault)
        store.verify_all()
        return store
    except (sqlite3.Error, VaultError, OSError, ValueError, TypeError, KeyError) as problem:
        reason = problem if isinstance(problem, VaultError) else "it is damaged or may not be opened"
        raise StartProblem(f"the token store {path} cannot be read: {reason}; restore it together with its key, or move "
                           f"{path.parent.parent} away and connect both accounts again") from problem


def _journal(path: Path, vault: Vault, now: Clock) -> Journal:
    try:
        return Journal(path, vault, now)
    except (sqlite3.Error, OSError) as problem:
        raise StartProblem(f"the journal {path} cannot be read: it is damaged or may not be opened; restore it, or move "
                           "it away (then look for writes that were under way before syncing again)") from problem


def _known_databases(path: Path, now: Clock) -> KnownDatabases:
    try:
        return KnownDatabases(path, now)
    except (sqlite3.Error, OSError) as problem:
        raise StartProblem(f"the list of known databases {path} cannot be read: it is damaged or may not be opened; restore it, "
                           "or move it away") from problem


def open_sessions(path: Path, now: Clock) -> Sessions:
    """Also beside a server that is running. Raises StartProblem if the file cannot be used."""
    try:
        return Sessions(path, now)
    except (sqlite3.Error, OSError) as problem:
        raise StartProblem(f"the list of sessions {path} cannot be read: it is damaged, is not there or may not be opened; start the "
                           "server once, or move the file away and sign in again") from problem
