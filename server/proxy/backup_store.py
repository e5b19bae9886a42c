"""Backups on disk: one sealed file for each, complete under its name or not there at all.

    backups/<database>/<epoch>-<sequence>.sealed

A file is written under another name, synced, renamed, and its folder synced; what a crash leaves under the other name is
removed at the next start. There is no index beside the files that could say something else than they do.

Everything is sealed with the vault's key, also what the page has encrypted already: the server cannot tell whether bytes that
call themselves encrypted are, and a second layer costs less than the disk. The price is that the key file is needed to restore
from the folder, as it is for the tokens: back it up too.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import AsyncIterator, BinaryIO, Callable, Iterator, TypeVar

from .backup import NUMBER_MAX, Backup, BackupName, Listing, Upload
from .backup_retention import Moment, outdated, too_much
from .clock import Clock
from .errors import ProxyError
from .sealed_file import SealedFileError, SealedReader, SealedWriter, read_head
from .vault import Vault

SUFFIX = ".sealed"
PART_SUFFIX = ".part"
LIMIT_DEFAULT = 10_000_000_000
# What backups never use up: the journal and the token store must be able to write.
DISK_RESERVE = 256 << 20

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Result = TypeVar("Result")


class BackupStore:
    """The folder. Files are touched on threads of their own, because the disk is slow; one upload runs at a time."""

    def __init__(self, folder: Path, vault: Vault, now: Clock, limit: int = LIMIT_DEFAULT) -> None:
        """Removes what a crash left half written. `limit` is in bytes. Raises OSError if the folder cannot be used."""
        self._folder = folder
        self._vault = vault
        self._now = now
        self.limit = limit
        self._uploading = asyncio.Lock()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="backups")
        for left in folder.glob(f"*/*{PART_SUFFIX}"):
            left.unlink()

    async def listing(self) -> Listing:
        return await self._run(self._listing)

    async def save(self, upload: Upload, content: AsyncIterator[bytes]) -> tuple[Backup, list[BackupName] | None]:
        """Stores a snapshot durably, then lets retention remove older ones.

        Returns the backup and what was removed, or None if the same bytes were there already (then `content` is not read).
        Raises ProxyError: backup_exists, body_too_large, bad_request, checksum_mismatch, storage_full, storage_failed, and
        whatever `content` raises; nothing is left then.
        """
        async with self._uploading:
            listing = await self._run(self._listing)
            known = next((backup for backup in listing.backups if backup.name == upload.name), None)
            if known is not None:
                if (known.size, known.sha256) != (upload.size, upload.sha256):
                    raise ProxyError("backup_exists", f"Another backup is called {upload.name}; the list tells its checksum.",
                                     {"Connection": "close"})
                return known, None
            self._check_room(upload, listing)
            backup = await self._write(upload, content)
            return backup, await self._run(self._prune)

    async def open(self, name: BackupName) -> OpenBackup:
        """For reading; the caller closes it. Raises ProxyError not_found or backup_damaged."""
        return await self._run(lambda: self._open(name))

    async def piece(self, pieces: Iterator[bytes]) -> bytes | None:
        """The next piece off the event loop, None at the end. Raises ProxyError backup_damaged."""
        return await self._run(lambda: next(pieces, None))

    async def delete(self, name: BackupName) -> None:
        """Durable when it returns. Raises ProxyError not_found."""
        async with self._uploading:
            await self._run(lambda: self._delete(name))

    def free(self) -> int:
        """Bytes that the disk has left for backups."""
        return max(0, shutil.disk_usage(self._folder).free - DISK_RESERVE)

    def close(self) -> None:
        self._threads.shutdown(wait=True)

    def _check_room(self, upload: Upload, listing: Listing) -> None:
        if upload.size > self.free():
            raise ProxyError("storage_full", "The server's disk has too little free space for this backup; make room there.",
                             {"Connection": "close"})
        newest = {backup.name.database: backup for backup in reversed(listing.backups)}
        newest.pop(upload.name.database, None)
        if upload.size + sum(backup.size_on_disk for backup in newest.values()) > self.limit:
            raise ProxyError("storage_full", f"The backups may take {self.limit} bytes together and this one does not fit; start "
                             "the server with a larger --backup-limit or delete backups of other databases.", {"Connection": "close"})

    async def _write(self, upload: Upload, content: AsyncIterator[bytes]) -> Backup:
        folder = self._folder / upload.name.database
        part = folder / f"{secrets.token_hex(8)}{PART_SUFFIX}"
        saved_at_ms = int(self._now() * 1000)
        head = {"database": upload.name.database, "epoch": upload.name.epoch, "sequence": upload.name.sequence,
                "size": upload.size, "sha256": upload.sha256, "saved_at_ms": saved_at_ms}
        output = await self._run(lambda: self._create(folder, part))
        try:
            writer = await self._run(lambda: SealedWriter(output, self._vault, head))
            await self._copy(upload, content, writer)
            size_on_disk = await self._run(lambda: _complete(writer, output, part, self._path(upload.name)))
        except BaseException:
            with suppress(OSError):  # what a full disk did not take cannot be flushed either
                output.close()
            part.unlink(missing_ok=True)
            _remove_if_empty(folder)
            raise
        return Backup(upload.name, upload.size, upload.sha256, saved_at_ms, size_on_disk)

    async def _copy(self, upload: Upload, content: AsyncIterator[bytes], writer: SealedWriter) -> None:
        digest, size = hashlib.sha256(), 0
        async for piece in content:
            size += len(piece)
            if size > upload.size:
                break
            await self._run(partial(_take, digest, writer, piece))
        if size != upload.size or digest.hexdigest() != upload.sha256:
            raise ProxyError("checksum_mismatch", "The bytes that arrived are not those of the checksum; send the backup again.",
                             {"Connection": "close"})

    def _create(self, folder: Path, part: Path) -> BinaryIO:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            _sync_folder(self._folder)
        return os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")

    def _path(self, name: BackupName) -> Path:
        return self._folder / name.database / f"{name}{SUFFIX}"

    def _listing(self) -> Listing:
        backups, unreadable = [], []
        for path in self._folder.glob(f"*/*{SUFFIX}"):
            try:
                name = BackupName.of(path.parent.name, path.name.removesuffix(SUFFIX))
            except ProxyError:
                continue  # not ours
            found = _described(path, name)
            if found is None:
                unreadable.append(name)
            else:
                backups.append(found)
        backups.sort(key=lambda backup: (backup.name.database, -backup.name.epoch, -backup.name.sequence))
        return Listing(backups, unreadable)

    def _prune(self) -> list[BackupName]:
        by_database: dict[str, list[Moment]] = {}
        for backup in self._listing().backups:
            by_database.setdefault(backup.name.database, []).append(backup.moment)
        gone = [(database, moment) for database, moments in by_database.items() for moment in outdated(moments)]
        left = {database: [moment for moment in moments if (database, moment) not in gone]
                for database, moments in by_database.items()}
        gone += too_much(left, self.limit)
        names = [BackupName(database, moment.epoch, moment.sequence) for database, moment in gone]
        for name in names:
            self._delete(name)
        return names

    def _delete(self, name: BackupName) -> None:
        path = self._path(name)
        try:
            path.unlink()
        except FileNotFoundError as problem:
            raise _not_found(name) from problem
        _sync_folder(path.parent)
        _remove_if_empty(path.parent)

    def _open(self, name: BackupName) -> OpenBackup:
        path = self._path(name)
        found = _described(path, name) if path.is_file() else None
        if found is None:
            if path.is_file():
                raise _damaged(name)
            raise _not_found(name)
        source = open(path, "rb")
        try:
            return OpenBackup(found, source, SealedReader(source, self._vault).pieces())
        except SealedFileError as problem:
            source.close()
            raise _damaged(name) from problem

    async def _run(self, work: Callable[[], Result]) -> Result:
        job = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            await asyncio.wait([job])  # a thread that is at a file has to leave it before anybody tidies up
            raise
        except SealedFileError as problem:
            raise ProxyError("backup_damaged", "This backup was damaged on the server's disk; take another one.") from problem
        except OSError as problem:
            if problem.errno in _DISK_FULL:
                raise ProxyError("storage_full", "The server's disk is full; make room there and try again. Older backups are "
                                 "untouched.", {"Connection": "close"}) from problem
            raise ProxyError("storage_failed", "The server's folder of backups cannot be used; check its disk and its permissions.",
                             {"Connection": "close"}) from problem


@dataclass(frozen=True)
class OpenBackup:
    """A backup being read: its first piece has been verified, the others are when they are taken."""

    backup: Backup
    source: BinaryIO
    pieces: Iterator[bytes]

    def close(self) -> None:
        self.source.close()


def _complete(writer: SealedWriter, output: BinaryIO, part: Path, path: Path) -> int:
    """From here on the backup is there; returns its size on disk."""
    writer.finish()
    output.flush()
    os.fsync(output.fileno())
    size = output.tell()
    output.close()
    part.rename(path)
    _sync_folder(path.parent)
    return size


def _described(path: Path, name: BackupName) -> Backup | None:
    """None if the file is damaged at its beginning or was given the name of another backup."""
    try:
        with open(path, "rb") as source:
            head = read_head(source)
            size_on_disk = os.fstat(source.fileno()).st_size
    except (SealedFileError, OSError):
        return None
    numbers = [head.get(key) for key in ("epoch", "sequence", "size", "saved_at_ms")]
    if not all(type(number) is int and 0 <= number <= NUMBER_MAX for number in numbers):
        return None
    if head.get("database") != name.database or (numbers[0], numbers[1]) != (name.epoch, name.sequence):
        return None
    return Backup(name, numbers[2], str(head.get("sha256")), numbers[3], size_on_disk)  # type: ignore[arg-type]


def _take(digest: hashlib._Hash, writer: SealedWriter, piece: bytes) -> None:
    digest.update(piece)
    writer.write(piece)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_found(name: BackupName) -> ProxyError:
    return ProxyError("not_found", f"There is no backup {name} of this database.")


def _damaged(name: BackupName) -> ProxyError:
    return ProxyError("backup_damaged", f"The backup {name} is damaged on the server's disk; take another one.")
