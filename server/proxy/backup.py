"""What a backup is called, what a page says about one, and what is known of one that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .backup_retention import Moment
from .errors import ProxyError

BACKUP_LENGTH_MAX = 2 << 30
NUMBER_MAX = 2**63 - 1

_DATABASE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NAME = re.compile(r"(0|[1-9][0-9]{0,18})-(0|[1-9][0-9]{0,18})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BackupName:
    """A checked place: the only way from a request to a path."""

    database: str
    epoch: int
    sequence: int

    @staticmethod
    def of(database: str, name: str) -> BackupName:
        """Raises ProxyError bad_request for anything but the documented alphabet."""
        check_database(database)
        found = _NAME.fullmatch(name)
        if not found or max(int(found[1]), int(found[2])) > NUMBER_MAX:
            raise ProxyError("bad_request", "A backup is called by epoch and sequence, such as 3-1204.")
        return BackupName(database, int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.epoch}-{self.sequence}"


def check_database(database: str) -> None:
    """Raises ProxyError bad_request if this is no database id."""
    if not _DATABASE.fullmatch(database):
        raise ProxyError("bad_request", "A database id has 8 to 64 letters, digits, - or _.")


@dataclass(frozen=True)
class Upload:
    """What a page says about a snapshot before it sends the bytes."""

    name: BackupName
    size: int
    sha256: str

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise ProxyError("bad_request", "The header X-Content-SHA256 must hold 64 lower-case hex digits.")
        if self.size < 1:
            raise ProxyError("bad_request", "A backup has at least one byte.")
        if self.size > BACKUP_LENGTH_MAX:
            raise ProxyError("body_too_large", f"A backup may have at most {BACKUP_LENGTH_MAX} bytes.", {"Connection": "close"})


@dataclass(frozen=True)
class Backup:
    """A complete backup. `size` is that of the content, `size_on_disk` that of the sealed file, both in bytes."""

    name: BackupName
    size: int
    sha256: str
    saved_at_ms: int
    size_on_disk: int

    @property
    def moment(self) -> Moment:
        return Moment(self.name.epoch, self.name.sequence, self.saved_at_ms, self.size_on_disk)


@dataclass(frozen=True)
class Listing:
    """All backups, newest first within a database, and the files whose head cannot be read."""

    backups: list[Backup]
    unreadable: list[BackupName]

    @property
    def used(self) -> int:
        """Bytes on disk, without the unreadable ones."""
        return sum(backup.size_on_disk for backup in self.backups)
