"""serve.py --check: what is missing or wrong before real accounts can be connected.

It reads files and nothing else: no address is called, no file is made or changed, no secret is printed.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Iterator

from .config import Client, Config, examine
from .data_directory import key_path
from .databases import part_of
from .options import Options
from .proxy.backup_store import DISK_RESERVE
from .proxy.providers import CALLBACK_PATH, HUBSPOT, PROVIDERS, QUICKBOOKS
from .proxy.team.doors import SECRET_HEADER, USER_HEADER
from .proxy.team.members import SOLE
from .proxy.tokens import RECONNECT_NEEDED
from .proxy.vault import Vault, VaultError, load_vault, refuse_if_shared

_NAMES = {HUBSPOT: "HubSpot", QUICKBOOKS: "QuickBooks"}
# What people leave in from an example.
_PLACEHOLDERS = ("...", "…", "changeme", "secret", "xxx", "todo", "your-")


class Kind(Enum):
    """What a finding means for the start; the value is how it is printed."""

    GOOD = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One sentence that names the thing and, unless all is well, the next step."""

    kind: Kind
    text: str

    def __str__(self) -> str:
        return f"{self.kind.value:5}  {self.text}"


def check(options: Options) -> list[Finding]:
    """Everything at once, not only the first problem."""
    assert options.config is not None
    config, problems = examine(options.config, options.public_origin)
    findings = [Finding(Kind.WRONG, problem) for problem in problems]
    if config is not None:
        findings.append(Finding(Kind.GOOD, f"the configuration {options.config} is complete"))
        for provider in PROVIDERS:
            findings += _client(provider, config.clients[provider])
        if config.clients[HUBSPOT].client_id == config.clients[QUICKBOOKS].client_id:
            findings.append(_wrong("both sections name the same client_id; each service needs the one of its own app"))
        findings += _addresses(config, options)
        findings += _team(config)
        findings += _data(options.data or config.data_directory, config)
    findings += _page(options.page)
    return findings


def _client(provider: str, client: Client) -> Iterator[Finding]:
    name = _NAMES[provider]
    odd = [key for key, value in (("client_id", client.client_id), ("client_secret", client.client_secret)) if _is_placeholder(value)]
    for key in odd:
        yield _wrong(f"{provider}.{key} is still an example; copy the real one from the app's page at {name}")
    if client.client_id == client.client_secret:
        yield _wrong(f"{provider}: client_id and client_secret are the same; copy both again from the app's page")
    elif not odd:
        yield Finding(Kind.GOOD, f"{name}: app {client.client_id[:6]}…, with a secret, for {client.environment} accounts")


def _is_placeholder(value: str) -> bool:
    plain = value.lower()
    return plain in _PLACEHOLDERS or "..." in plain or "…" in plain or plain.startswith("your-") or any(c.isspace() for c in plain)


def _addresses(config: Config, options: Options) -> Iterator[Finding]:
    origin = config.public_origin or f"{'https' if options.tls_local else 'http'}://localhost:{options.port}"
    if config.public_origin is not None and options.tls_local:
        yield _wrong("--tls-local and public_origin exclude each other: a server in front has its own certificate")
    if config.public_origin is None and options.port == 0:
        yield _wrong("--port 0 takes another port at each start, but a redirect URI names one; choose a fixed port")
        return
    if config.clients[QUICKBOOKS].environment == "production" and config.public_origin is None:
        yield _wrong("QuickBooks with environment = \"production\" needs an address with https: set public_origin, or take "
                     "Intuit's development keys with environment = \"sandbox\"")
    for provider in PROVIDERS:
        yield Finding(Kind.NOTE, f"{_NAMES[provider]}: the app's redirect URI must be exactly {origin}{CALLBACK_PATH[provider]}")


def _team(config: Config) -> Iterator[Finding]:
    if config.team is None:
        return
    team, way_in = config.team.team, config.team.way_in
    for organisation in team.organisations:
        roles = Counter(member.role.name.lower() for member in team.members.values() if member.organisation == organisation)
        counts = ", ".join(f"{count} as {role}" for role, count in sorted(roles.items()))
        yield Finding(Kind.GOOD, f"organisation {organisation}: {counts}")
    if isinstance(way_in, str):
        yield Finding(Kind.NOTE, f"the reverse proxy must send {USER_HEADER} and {SECRET_HEADER} with every call, and take both out of "
                                 "what browsers send")
    else:
        yield Finding(Kind.NOTE, f"{way_in.issuer}: the app's redirect URI must be exactly {way_in.redirect_uri}")


def _data(directory: Path, config: Config) -> Iterator[Finding]:
    in_postgres = config.postgres is not None
    if in_postgres and importlib.util.find_spec("psycopg") is None:
        yield _wrong("the stores are to be in PostgreSQL, but its driver is missing: apt-get install python3-psycopg")
    if config.keyring and importlib.util.find_spec("secretstorage") is None:
        yield _wrong("the key is to be in the keyring, but its interface is missing: apt-get install python3-secretstorage")
    parent = directory
    while not parent.exists():
        parent = parent.parent
    if not (parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)):
        yield _wrong(f"the data directory {directory} cannot be made or written by this user; choose another one")
        return
    if shutil.disk_usage(parent).free < DISK_RESERVE:
        yield _wrong(f"the disk of {directory} has less than {DISK_RESERVE >> 20} MB left; make room before writes are journalled there")
    if parent != directory:
        yield Finding(Kind.NOTE, f"the data directory {directory} does not exist yet; the first start makes it")
        return
    try:
        for path in (directory, directory / "store", directory / "key", directory / "store" / "tokens.sqlite3"):
            if path.exists():
                refuse_if_shared(path)
        if in_postgres:
            yield Finding(Kind.NOTE, "accounts, journal and sessions are in PostgreSQL, which is not called now")
        else:
            yield from _stores(directory, config)
    except VaultError as problem:
        yield _wrong(str(problem))


def _stores(directory: Path, config: Config) -> Iterator[Finding]:
    if _in_use(directory / "lock"):
        yield Finding(Kind.NOTE, f"a server is using {directory} at this moment; stop it before you start another")
    for organisation in config.team.team.organisations if config.team is not None else (SOLE,):
        yield from _store(directory, organisation, config.keyring)


def _store(directory: Path, organisation: str, in_keyring: bool) -> Iterator[Finding]:
    part = part_of(directory, organisation)
    tokens = part / "store" / "tokens.sqlite3"
    if not tokens.exists():
        yield Finding(Kind.NOTE, f"no account was ever connected with {part}")
        return
    if in_keyring and not key_path(directory).exists():
        yield Finding(Kind.NOTE, f"the key of {part} is in the keyring, which is not asked now")
        return
    vault = load_vault(key_path(directory), may_create=False).of_organisation(organisation)
    try:
        yield from _accounts(tokens, vault)
    except (sqlite3.Error, ValueError, KeyError, TypeError):
        yield _wrong(f"the token store {tokens} is damaged; restore it together with its key, or move {directory} away and connect "
                     "both accounts again")


def _accounts(tokens: Path, vault: Vault) -> Iterator[Finding]:
    with closing(sqlite3.connect(f"{tokens.as_uri()}?mode=ro", uri=True)) as sql:
        rows = sql.execute("SELECT provider, account_id, health, sealed FROM connection WHERE disconnected_at IS NULL "
                           "ORDER BY rowid").fetchall()
    for provider, account, health, sealed in rows:
        vault.open(f"{provider}:{account}", sealed)
        if health == RECONNECT_NEEDED:
            yield Finding(Kind.NOTE, f"{_NAMES[provider]} no longer accepts one connection; connect that account again on the page")
        else:
            yield Finding(Kind.GOOD, f"{_NAMES[provider]}: one account is connected and its tokens can be decrypted")


def _in_use(lock: Path) -> bool:
    try:
        with open(lock, "r", encoding="ascii") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _page(folder: Path) -> list[Finding]:
    if (folder / "index.html").is_file():
        return [Finding(Kind.GOOD, f"the page in {folder} is built")]
    return [_wrong(f"there is no page in {folder}; run ./dev build web-release")]


def _wrong(text: str) -> Finding:
    return Finding(Kind.WRONG, text)
