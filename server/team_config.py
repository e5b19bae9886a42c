"""The section [team] of the configuration: organisations with their people, and how these sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .config_values import refuse_unknown, secret_of, text_of
from .problem import StartProblem
from .proxy.team.doors import SECRET_LENGTH_MIN
from .proxy.team.identity_provider import CALLBACK_PATH, DISCOVERY_PATH, Registration
from .proxy.team.members import Member, Role, Team, plain_name

_ORGANISATION = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")
_ROLES = {"viewers": Role.VIEWER, "members": Role.MEMBER, "admins": Role.ADMIN}
_WAYS = ("openid_connect", "reverse_proxy")


@dataclass(frozen=True)
class TeamConfig:
    """`way_in` is this server's registration at a sign-in service, or the secret of the reverse proxy that signs people in."""

    team: Team
    way_in: Registration | str = field(repr=False)


def team_of(path: Path, values: dict, public_origin: str | None) -> TeamConfig | None:
    """None without the section. Raises StartProblem."""
    if "team" not in values:
        return None
    section = values["team"]
    if not isinstance(section, dict):
        raise StartProblem(f"{path}: team must be a section, [team]")
    refuse_unknown(path, "team.", section, {"organisations", *_WAYS})
    if public_origin is None:
        raise StartProblem(f"{path}: [team] needs public_origin, the https address at which people reach the server")
    ways = [name for name in _WAYS if name in section]
    if len(ways) != 1:
        raise StartProblem(f"{path}: [team] needs exactly one way to sign in: [team.openid_connect] or [team.reverse_proxy]")
    way = section[ways[0]]
    if not isinstance(way, dict):
        raise StartProblem(f"{path}: team.{ways[0]} must be a section")
    team = _team(path, section.get("organisations"))
    return TeamConfig(team, _registration(path, way, public_origin) if ways[0] == "openid_connect" else _front_secret(path, way))


def _team(path: Path, organisations: object) -> Team:
    if not isinstance(organisations, dict) or not organisations:
        raise StartProblem(f"{path}: [team.organisations.NAME] is missing: lists of names as admins, members and viewers")
    members: dict[str, Member] = {}
    for organisation, lists in organisations.items():
        where = f"team.organisations.{organisation}"
        if not _ORGANISATION.fullmatch(organisation):
            raise StartProblem(f"{path}: {where}: the name of an organisation is 1 to 32 of a-z, 0-9 and -, for example brightwater")
        if not isinstance(lists, dict):
            raise StartProblem(f"{path}: {where} must be a section")
        refuse_unknown(path, f"{where}.", lists, set(_ROLES))
        for kind, names in lists.items():
            for name in _names(path, f"{where}.{kind}", names):
                if name in members:
                    raise StartProblem(f"{path}: {name} is named twice; a person has one role in one organisation")
                members[name] = Member(name, organisation, _ROLES[kind])
        if not any(member.organisation == organisation and member.role is Role.ADMIN for member in members.values()):
            raise StartProblem(f"{path}: {where} has no admins; somebody must be able to connect its accounts")
    return Team(members)


def _names(path: Path, where: str, names: object) -> list[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() == name != "" for name in names):
        raise StartProblem(f"{path}: {where} must be a list of e-mail addresses, or of the sign-in service's own ids of people")
    return [plain_name(name) for name in names]


def _registration(path: Path, section: dict, public_origin: str) -> Registration:
    where = "team.openid_connect."
    refuse_unknown(path, where, section, {"issuer", "client_id", "client_secret", "client_secret_file"})
    issuer = text_of(path, where, section, "issuer")
    parts = urlsplit(issuer)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or issuer.endswith(DISCOVERY_PATH):
        raise StartProblem(f"{path}: {where}issuer must be the address that the sign-in service gives as issuer, with https")
    return Registration(issuer, text_of(path, where, section, "client_id"), secret_of(path, where, section, "client_secret"),
                        public_origin + CALLBACK_PATH)


def _front_secret(path: Path, section: dict) -> str:
    refuse_unknown(path, "team.reverse_proxy.", section, {"secret", "secret_file"})
    secret = secret_of(path, "team.reverse_proxy.", section, "secret")
    if len(secret) < SECRET_LENGTH_MIN or not secret.isascii():
        raise StartProblem(f"{path}: the secret of team.reverse_proxy must have at least {SECRET_LENGTH_MIN} characters; make one with "
                           "openssl rand -hex 32")
    return secret
