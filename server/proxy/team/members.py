"""Who belongs to which organisation, and what that allows. All of it comes from configuration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Mapping

from aiohttp import web

from ..operation import Effect
from ..providers import PROVIDERS

# The organisation of a server that has no team.
SOLE = ""
SESSION_PATH = "/auth/session"
SESSIONS_PATH = "/auth/sessions"
AUDIT_PATH = "/api/audit"

_REQUEST_KEY = "member"
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_FORWARDED = tuple(f"/api/{provider}/" for provider in PROVIDERS)


class Role(IntEnum):
    """Each may do what the ones before it may."""

    VIEWER = 1   # reads
    MEMBER = 2   # also writes to the connected accounts
    ADMIN = 3    # also connects and disconnects accounts and reads the audit trail


@dataclass(frozen=True)
class Member:
    """One person. `name` is what the sign-in service vouches for: a verified e-mail address, or its own id of a person."""

    name: str
    organisation: str
    role: Role


@dataclass(frozen=True)
class Team:
    """Everybody, by name."""

    members: Mapping[str, Member]

    def find(self, name: str | None) -> Member | None:
        return self.members.get(name) if name is not None else None

    @property
    def organisations(self) -> tuple[str, ...]:
        return tuple(sorted({member.organisation for member in self.members.values()}))


def plain_name(name: str) -> str:
    """An address in lower case, if it is ASCII: what other letters become could be the address of somebody else."""
    return name.lower() if "@" in name and name.isascii() else name


def needed_role(method: str, path: str) -> Role:
    """The least role for a call, decided before routing and so for unknown addresses too; what is not named needs the highest.

    Forwarded calls are judged once more, by what their operation does.
    """
    if path in (SESSION_PATH, SESSIONS_PATH):
        return Role.VIEWER  # their own
    if path.startswith("/auth/") or path == AUDIT_PATH:
        return Role.ADMIN
    if method in _SAFE_METHODS or path.startswith((*_FORWARDED, "/api/databases/")):
        return Role.VIEWER  # what a browser reports of its own database changes nothing for others
    return Role.MEMBER if path.startswith("/api/backups/") else Role.ADMIN


def role_of_effect(effect: Effect) -> Role:
    """The least role for a forwarded operation."""
    return Role.VIEWER if effect is Effect.READ else Role.MEMBER


def admit(request: web.BaseRequest, member: Member) -> None:
    """Notes who makes a request; only the sign-in check calls it."""
    request[_REQUEST_KEY] = member


def member_of(request: web.BaseRequest) -> Member | None:
    """Who makes a request; None where there is no team."""
    return request.get(_REQUEST_KEY)


def organisation_of(request: web.BaseRequest) -> str:
    member = member_of(request)
    return member.organisation if member is not None else SOLE
