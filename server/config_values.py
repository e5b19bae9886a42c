"""Reads single values of the configuration file; every StartProblem names the key."""

from __future__ import annotations

from pathlib import Path

from .problem import StartProblem
from .proxy.vault import VaultError, refuse_if_shared


def secret_of(path: Path, prefix: str, section: dict, key: str) -> str:
    """A secret that stands in the section itself as `key`, or in the file that `key`_file names."""
    file_key = f"{key}_file"
    if file_key not in section:
        if key not in section:
            raise StartProblem(f"{path}: the key {prefix}{file_key} (or {prefix}{key}) is missing")
        return text_of(path, prefix, section, key)
    if key in section:
        raise StartProblem(f"{path}: give either {prefix}{key} or {prefix}{file_key}, not both")
    file = (path.parent / Path(text_of(path, prefix, section, file_key)).expanduser()).resolve()
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise StartProblem(f"the file {file} named by {prefix}{file_key} cannot be read") from problem
    refuse_shared(file)
    if not secret:
        raise StartProblem(f"the file {file} named by {prefix}{file_key} is empty")
    return secret


def text_of(path: Path, prefix: str, section: dict, key: str) -> str:
    """A text that is there and not empty."""
    value = section.get(key)
    if value is None:
        raise StartProblem(f"{path}: the key {prefix}{key} is missing")
    if not isinstance(value, str) or not value.strip():
        raise StartProblem(f"{path}: {prefix}{key} must be a text that is not empty")
    return value.strip()


def refuse_unknown(path: Path, prefix: str, section: dict, known: set[str]) -> None:
    for key in section:
        if key not in known:
            raise StartProblem(f"{path}: the key {prefix}{key} is not known; known are {', '.join(sorted(known))}")


def refuse_shared(path: Path) -> None:
    """A file with a secret must be closed to other users."""
    try:
        refuse_if_shared(path)
    except VaultError as problem:
        raise StartProblem(str(problem)) from problem
