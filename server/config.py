"""The configuration file for real accounts (TOML)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, TypeVar

from .problem import StartProblem
from .proxy.providers import PROVIDERS
from .proxy.vault import VaultError, refuse_if_shared

ENVIRONMENTS = ("sandbox", "production")
_PUBLIC_ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_TOP_KEYS = {"public_origin", "data_directory", "postgres", *PROVIDERS}
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


def load(path: Path) -> Config:
    """Raises StartProblem for a file that is unreadable, incomplete or open to other users."""
    config, problems = examine(path)
    if config is None:
        raise StartProblem(problems[0])
    return config


def examine(path: Path) -> tuple[Config | None, list[str]]:
    """The configuration, or None and everything that stands against it, a sentence each. Raises nothing."""
    problems: list[str] = []
    values = _attempt(problems, _parsed, path)
    if values is None:
        return None, problems
    _attempt(problems, _refuse_unknown, path, "", values, _TOP_KEYS)
    origin = _attempt(problems, _origin, path, values)
    directory = _attempt(problems, _text, path, "", values, "data_directory")
    postgres = _attempt(problems, _text, path, "", values, "postgres") if "postgres" in values else None
    clients = {provider: _attempt(problems, _client, path, provider, values.get(provider)) for provider in PROVIDERS}
    if problems or directory is None:
        return None, problems
    found = {provider: client for provider, client in clients.items() if client is not None}
    return Config(found, origin, (path.parent / Path(directory).expanduser()).resolve(), postgres), []


def _attempt(problems: list[str], work: Callable[..., Result], *arguments: object) -> Result | None:
    try:
        return work(*arguments)
    except StartProblem as problem:
        problems.append(str(problem))
        return None


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
    sections = [values[provider] for provider in PROVIDERS if isinstance(values.get(provider), dict)]
    if "postgres" in values or any("client_secret" in section for section in sections):
        _refuse_shared(path)
    return values


def _client(path: Path, provider: str, section: object) -> Client:
    if not isinstance(section, dict):
        raise StartProblem(f"{path}: the section [{provider}] is missing; add client_id and client_secret_file of your app")
    _refuse_unknown(path, f"{provider}.", section, _CLIENT_KEYS)
    environment = section.get("environment", "production")
    if environment not in ENVIRONMENTS:
        raise StartProblem(f"{path}: {provider}.environment must be \"sandbox\" or \"production\"")
    return Client(_text(path, f"{provider}.", section, "client_id"), _secret(path, provider, section), environment)


def _secret(path: Path, provider: str, section: dict) -> str:
    if "client_secret_file" not in section:
        if "client_secret" not in section:
            raise StartProblem(f"{path}: the key {provider}.client_secret_file (or {provider}.client_secret) is missing")
        return _text(path, f"{provider}.", section, "client_secret")
    if "client_secret" in section:
        raise StartProblem(f"{path}: give either {provider}.client_secret or {provider}.client_secret_file, not both")
    file = (path.parent / Path(_text(path, f"{provider}.", section, "client_secret_file")).expanduser()).resolve()
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise StartProblem(f"the file {file} named by {provider}.client_secret_file cannot be read") from problem
    _refuse_shared(file)
    if not secret:
        raise StartProblem(f"the file {file} named by {provider}.client_secret_file is empty")
    return secret


def _text(path: Path, prefix: str, section: dict, key: str) -> str:
    value = section.get(key)
    if value is None:
        raise StartProblem(f"{path}: the key {prefix}{key} is missing")
    if not isinstance(value, str) or not value.strip():
        raise StartProblem(f"{path}: {prefix}{key} must be a text that is not empty")
    return value.strip()


def _refuse_unknown(path: Path, prefix: str, section: dict, known: set[str]) -> None:
    for key in section:
        if key not in known:
            raise StartProblem(f"{path}: the key {prefix}{key} is not known; known are {', '.join(sorted(known))}")


def _refuse_shared(path: Path) -> None:
    try:
        refuse_if_shared(path)
    except VaultError as problem:
        raise StartProblem(str(problem)) from problem
