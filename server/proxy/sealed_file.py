"""Large files encrypted at rest in pieces, so that a gigabyte needs a megabyte of memory.

The construction is the STREAM of age: a key of its own for each file, derived by HKDF from a key of the vault and a random
salt, and AES-256-GCM over pieces of 256 KiB whose nonce is the piece's number and whether it is the last. A piece that is
changed, moved, repeated, left out or cut off is noticed, and so is a head that says something else than was written: its
digest is the associated data of every piece.

    magic | salt (32) | length of the head (4, big-endian) | head (JSON) | pieces, each with its tag (16)
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import BinaryIO, Iterator, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .vault import Vault

PIECE_LENGTH = 256 << 10
HEAD_LENGTH_MAX = 4_096
PURPOSE = b"ledgerbridge sealed file 1"

_MAGIC = b"ledgerbridge-sealed-1\n"
_SALT_LENGTH = 32
_TAG_LENGTH = 16


class SealedFileError(Exception):
    """The file is cut, changed, or sealed with a key that is not in the vault."""


class SealedWriter:
    """Writes one file. Nothing is durable or complete before `finish` has returned and the caller has synced the file."""

    def __init__(self, output: BinaryIO, vault: Vault, head: Mapping[str, object]) -> None:
        salt, encoded = os.urandom(_SALT_LENGTH), json.dumps(head).encode()
        assert len(encoded) <= HEAD_LENGTH_MAX
        before = _MAGIC + salt + len(encoded).to_bytes(4, "big") + encoded
        output.write(before)
        self._output = output
        self._associated = hashlib.sha256(before).digest()
        self._cipher = AESGCM(vault.file_keys(salt, PURPOSE)[0])
        self._buffer = bytearray()
        self._number = 0

    def write(self, piece: bytes) -> None:
        """Takes the next bytes, any number of them. Raises OSError when the disk does not take them."""
        self._buffer += piece
        while len(self._buffer) > PIECE_LENGTH:  # the last piece is known only by what does not follow
            self._seal(bytes(self._buffer[:PIECE_LENGTH]), last=False)
            del self._buffer[:PIECE_LENGTH]

    def finish(self) -> None:
        """Writes the last piece, which may be empty only in an empty file."""
        self._seal(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _seal(self, piece: bytes, last: bool) -> None:
        self._output.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._associated))
        self._number += 1


class SealedReader:
    """Reads one file: the head at once, the content piece by piece. Owns nothing: the caller closes `source`."""

    def __init__(self, source: BinaryIO, vault: Vault) -> None:
        """Raises SealedFileError if this is no sealed file, or its first piece does not open."""
        head, salt, before = _read_head(source)
        self._head = head
        self._source = source
        self._associated = hashlib.sha256(before).digest()
        start = source.tell()
        self._left = source.seek(0, os.SEEK_END) - start
        source.seek(start)
        self._number = 0
        self._cipher, self._first = self._opened_first(vault.file_keys(salt, PURPOSE))

    @property
    def head(self) -> Mapping[str, object]:
        """What the writer was given; its first piece has vouched for it."""
        return self._head

    def pieces(self) -> Iterator[bytes]:
        """The content, once. Raises SealedFileError in the middle if the rest cannot be trusted."""
        yield self._first
        while self._left:
            sealed, last = self._next()
            try:
                yield self._cipher.decrypt(_nonce(self._number, last), sealed, self._associated)
            except InvalidTag as problem:
                raise SealedFileError("a part of the file was altered or cut off") from problem
            self._number += 1

    def _opened_first(self, keys: list[bytes]) -> tuple[AESGCM, bytes]:
        sealed, last = self._next()
        for key in keys:
            try:
                cipher = AESGCM(key)
                piece = cipher.decrypt(_nonce(0, last), sealed, self._associated)
            except InvalidTag:
                continue
            self._number = 1
            return cipher, piece
        raise SealedFileError("the file was altered or sealed with another key")

    def _next(self) -> tuple[bytes, bool]:
        length = min(self._left, PIECE_LENGTH + _TAG_LENGTH)
        sealed = self._source.read(length)
        if length < _TAG_LENGTH or len(sealed) != length:
            raise SealedFileError("the file is cut off")
        self._left -= length
        return sealed, self._left == 0


def read_head(source: BinaryIO) -> Mapping[str, object]:
    """What a file says of itself, without a look at its content; nobody has vouched for it yet. Raises SealedFileError."""
    return _read_head(source)[0]


def _read_head(source: BinaryIO) -> tuple[Mapping[str, object], bytes, bytes]:
    fixed = source.read(len(_MAGIC) + _SALT_LENGTH + 4)
    length = int.from_bytes(fixed[-4:], "big")
    if len(fixed) != len(_MAGIC) + _SALT_LENGTH + 4 or not fixed.startswith(_MAGIC) or length > HEAD_LENGTH_MAX:
        raise SealedFileError("this is not a sealed file")
    encoded = source.read(length)
    try:
        head = json.loads(encoded)
    except ValueError as problem:
        raise SealedFileError("the head of the file cannot be read") from problem
    if not isinstance(head, dict):
        raise SealedFileError("the head of the file cannot be read")
    return head, fixed[len(_MAGIC):-4], fixed + encoded


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
