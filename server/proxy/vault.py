"""Encryption of what is stored, with a key file that lives apart from the store."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class VaultError(Exception):
    """A stored secret or the key cannot be used. The text names the file and the next step."""


class Vault:
    """Authenticated encryption. A sealed value remembers its owner, so that rows cannot be swapped."""

    def __init__(self, keys: list[bytes]) -> None:
        self._cipher = MultiFernet([Fernet(key) for key in keys])
        self._keys = [base64.urlsafe_b64decode(key) for key in keys]

    def of_organisation(self, organisation: str) -> Vault:
        """With keys of its own: what one organisation stored opens for no other. Empty: this one, of a server without a team."""
        if not organisation:
            return self
        return Vault([base64.urlsafe_b64encode(key) for key in self.file_keys(b"", f"organisation {organisation}".encode())])

    def seal(self, owner: str, value: Mapping[str, object]) -> bytes:
        return self._cipher.encrypt(json.dumps({"owner": owner, "value": value}).encode())

    def open(self, owner: str, sealed: bytes) -> dict[str, object]:
        """Raises VaultError if the value was altered, sealed with another key, or belongs to another owner."""
        try:
            content = json.loads(self._cipher.decrypt(sealed))
        except (InvalidToken, ValueError) as problem:
            raise VaultError("a stored value was altered or encrypted with another key") from problem
        if content["owner"] != owner:
            raise VaultError("a stored value belongs to another record")
        return content["value"]

    def seal_bytes(self, value: bytes) -> bytes:
        return self._cipher.encrypt(value)

    def open_bytes(self, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(sealed)
        except InvalidToken as problem:
            raise VaultError("a stored answer was altered or encrypted with another key") from problem

    def file_keys(self, salt: bytes, purpose: bytes) -> list[bytes]:
        """Keys of 32 bytes for one file with its own random salt: the first is for writing, any may have written it."""
        return [HKDF(SHA256(), 32, salt, purpose).derive(key) for key in self._keys]


def load_vault(key_file: Path, may_create: bool) -> Vault:
    """Reads the key file: one key per line, the first encrypts, all decrypt. Creates it for a new store."""
    if not key_file.exists():
        if not may_create:
            raise VaultError(f"the key file {key_file} is missing; restore it, or move the data directory away "
                             "and connect both accounts again")
        _create_key(key_file)
    refuse_if_shared(key_file)
    try:
        return vault_of(key_file.read_text(encoding="ascii"))
    except (ValueError, OSError) as problem:
        raise VaultError(f"the key file {key_file} cannot be read as a list of keys; restore it from a backup") from problem


def vault_of(text: str) -> Vault:
    """Of a list of keys. Raises ValueError."""
    return Vault([line.encode("ascii") for line in text.split()])


def new_key() -> bytes:
    return Fernet.generate_key() + b"\n"


def _create_key(key_file: Path) -> None:
    descriptor = os.open(key_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        output.write(new_key())
        output.flush()
        os.fsync(output.fileno())


def refuse_if_shared(path: Path) -> None:
    """Raises VaultError if other users of this machine may read or change a secret file or directory."""
    mode = path.stat().st_mode & 0o777
    handed_over = os.environ.get("CREDENTIALS_DIRECTORY")
    # There the group's bits are the mask of an access list: systemd lets the service's user read a file of root.
    others = 0o007 if handed_over and path.parent == Path(handed_over) else 0o077
    if mode & others:
        wanted = "700" if path.is_dir() else "600"
        raise VaultError(f"{path} may be read by other users (mode {mode:o}); run: chmod {wanted} {path}")
