"""The configuration file for real accounts (TOML)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, TypeVar

from .config_values import refuse_shared, refuse_unknown, secret_of, text_of
from .problem import StartProblem
from .proxy.providers import PROVIDERS
from .team_config import TeamConfig, team_of

ENVIRONMENTS = ("sandbox", "production")
_PUBLIC_ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_TOP_KEYS = {"public_origin", "data_directory", "postgres", "keyring", "team", *PROVIDERS}
_CLIENT_KEYS = {"client_id", "client_secret", "client_secret_file", "environment"}

Result = TypeVar("Result")


@dataclass(frozen=True)
class Client:
    """The app that was registered with one provider."""

    client_id: str
    client_secret: str = field(repr=False)
    environment: str = "production"


@dataclass(frozen=True)
class Config:
    clients: dict[str, Client]
    public_origin: str | None
    data_directory: Path
    postgres: str | None = field(default=None, repr=False)  # may hold a password
    team: TeamConfig | None = None
    keyring: bool = False


def load(path: Path, public_origin: str | None = None) -> Config:
    """Raises StartProblem for a file that is unreadable, incomplete or open to other users."""
    config, problems = examine(path, public_origin)
    if config is None:
        raise StartProblem(problems[0])
    return config


def examine(path: Path, public_origin: str | None = None) -> tuple[Config | None, list[str]]:
    """The configuration, or None and everything that stands against it, a sentence each. `public_origin` stands in for the
    file's own. Raises nothing."""
    problems: list[str] = []
    values = _attempt(problems, _parsed, path)
    if values is None:
        return None, problems
    if public_origin is not None:
        values["public_origin"] = public_origin
    _attempt(problems, refuse_unknown, path, "", values, _TOP_KEYS)
    origin = _attempt(problems, _origin, path, values)
    directory = _attempt(problems, text_of, path, "", values, "data_directory")
    postgres = _attempt(problems, text_of, path, "", values, "postgres") if "postgres" in values else None
    keyring = _attempt(problems, _flag, path, values, "keyring")
    team = _attempt(problems, team_of, path, values, origin)
    clients = {provider: _attempt(problems, _client, path, provider, values.get(provider)) for provider in PROVIDERS}
    if problems or directory is None:
        return None, problems
    found = {provider: client for provider, client in clients.items() if client is not None}
    return Config(found, origin, (path.parent / Path(directory).expanduser()).resolve(), postgres, team, bool(keyring)), []


def _attempt(problems: list[str], work: Callable[..., Result], *arguments: object) -> Result | None:
    try:
        return work(*arguments)
    except StartProblem as problem:
        problems.append(str(problem))
        return None


def _flag(path: Path, values: dict, key: str) -> bool:
    value = values.get(key, False)
    if not isinstance(value, bool):
        raise StartProblem(f"{path}: {key} must be true or false")
    return value


def _origin(path: Path, values: dict) -> str | None:
    origin = values.get("public_origin")
    if origin is not None and not (isinstance(origin, str) and _PUBLIC_ORIGIN.fullmatch(origin)):
        raise StartProblem(f"{path}: public_origin must look like https://books.example.com, without a path")
    return origin


def _parsed(path: Path) -> dict:
    try:
        text = path.read_bytes().decode("utf-8")
        values = tomllib.loads(text)
    except OSError as problem:
        raise StartProblem(f"the configuration {path} cannot be read: {problem.strerror}") from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        # The reason may quote a line, and a line may hold a secret: only the place is told.
        place = re.search(r"line \d+", str(problem))
        raise StartProblem(f"the configuration {path} is not valid TOML ({place[0] if place else 'encoding'})") from problem
    if "postgres" in values or re.search(r"(?m)^\s*(client_)?secret\s*=", text):
        refuse_shared(path)
    return values


def _client(path: Path, provider: str, section: object) -> Client:
    if not isinstance(section, dict):
        raise StartProblem(f"{path}: the section [{provider}] is missing; add client_id and client_secret_file of your app")
    refuse_unknown(path, f"{provider}.", section, _CLIENT_KEYS)
    environment = section.get("environment", "production")
    if environment not in ENVIRONMENTS:
        raise StartProblem(f"{path}: {provider}.environment must be \"sandbox\" or \"production\"")
    secret = secret_of(path, f"{provider}.", section, "client_secret")
    return Client(text_of(path, f"{provider}.", section, "client_id"), secret, environment)
