"""The command line of serve.py."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import NoReturn, Sequence

from .problem import StartProblem
from .proxy.backup_store import LIMIT_DEFAULT

PORT_DEFAULT = 8080
SEED_DEFAULT = 1
SCALE_DEFAULT = 120
SCALE_MAX = 100_000
BACKUP_UNIT = 1_000_000
BACKUP_LIMIT_MAX = 10_000_000
_sandbox_options = ("seed", "scale", "clock", "state")
ROOT = Path(__file__).resolve().parent.parent
PAGE_DEFAULT = ROOT / "build" / "web-release" / "page"


@dataclass(frozen=True)
class Options:
    port: int
    sandbox: bool
    check: bool                 # look at the configuration and say what is wrong, instead of serving
    sign_in: bool               # print an address that signs one browser in, instead of serving
    sign_out: bool              # end every session, instead of serving
    seed: int
    scale: int
    clock: datetime | None
    state: Path | None
    named: frozenset[str]       # the sandbox options that were given
    config: Path | None
    public_origin: str | None   # instead of the configuration's
    tls_local: bool             # https on this machine with an authority of its own
    data: Path | None
    page: Path
    backup_limit: int           # bytes


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise StartProblem(f"{message}; see serve.py --help")


def parse(arguments: Sequence[str]) -> Options:
    """Raises StartProblem for anything that makes no sense."""
    found = _parser().parse_args(arguments)
    if found.sandbox and found.config:
        raise StartProblem("--sandbox and --config exclude each other: choose simulated or real accounts")
    chosen = [name for name in ("check", "sign_in", "sign_out") if getattr(found, name)]
    for name in chosen[:1] if not found.config else []:
        raise StartProblem(f"--{name.replace('_', '-')} belongs to real accounts: name their configuration with --config FILE")
    if len(chosen) > 1:
        raise StartProblem("--check, --sign-in and --sign-out exclude each other")
    if not found.sandbox and not found.config:
        raise StartProblem("choose --sandbox for simulated accounts, or --config FILE for real ones")
    for name in _sandbox_options:
        if getattr(found, name) is not None and not found.sandbox:
            raise StartProblem(f"--{name} has a meaning only together with --sandbox")
    if found.tls_local and (not found.config or found.public_origin is not None):
        raise StartProblem("--tls-local is for real accounts on this machine: name their configuration with --config FILE, and no public "
                           "origin")
    if found.public_origin is not None and not found.config:
        raise StartProblem("--public-origin belongs to real accounts: name their configuration with --config FILE")
    return Options(
        port=_number("--port", found.port, 0, 65_535), sandbox=found.sandbox, check=found.check,
        sign_in=found.sign_in, sign_out=found.sign_out,
        seed=_number("--seed", found.seed if found.seed is not None else str(SEED_DEFAULT), 0, 2**63 - 1),
        scale=_number("--scale", found.scale if found.scale is not None else str(SCALE_DEFAULT), 1, SCALE_MAX),
        clock=_moment(found.clock) if found.clock is not None else None,
        state=_path(found.state), named=frozenset(name for name in _sandbox_options if getattr(found, name) is not None),
        config=_path(found.config), public_origin=found.public_origin,
        tls_local=found.tls_local, data=_path(found.data), page=_path(found.page) or PAGE_DEFAULT,
        backup_limit=BACKUP_UNIT * _number("--backup-limit", found.backup_limit, 1, BACKUP_LIMIT_MAX))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="serve.py", description="Serves the Ledgerbridge page and forwards its calls.", allow_abbrev=False)
    parser.add_argument("--port", default=str(PORT_DEFAULT), help=f"port on this machine (default {PORT_DEFAULT}; 0 takes a free one)")
    parser.add_argument("--sandbox", action="store_true", help="simulated HubSpot and QuickBooks accounts on this machine")
    parser.add_argument("--seed", help=f"sandbox: which company is made up (default {SEED_DEFAULT})")
    parser.add_argument("--scale", help=f"sandbox: number of customers (default {SCALE_DEFAULT})")
    parser.add_argument("--clock", help="sandbox: a fixed time to start from, for example 2026-11-22T09:00:00Z")
    parser.add_argument("--state", help="sandbox: file that keeps both accounts over a restart (made if it is not there)")
    parser.add_argument("--config", help="real accounts: configuration file, see README.md")
    parser.add_argument("--public-origin", help="real accounts: https address of the server in front (default: from the configuration)")
    parser.add_argument("--tls-local", action="store_true",
                        help="real accounts: https://localhost with an authority of its own, for browsers that want it (Safari)")
    parser.add_argument("--check", action="store_true", help="say what is missing or wrong for real accounts, and end; calls nothing")
    parser.add_argument("--sign-in", action="store_true", help="print an address that signs one browser in within a minute, and end")
    parser.add_argument("--sign-out", action="store_true", help="sign every browser out, and end")
    parser.add_argument("--data", help="directory for tokens and journal (default: from the configuration; sandbox: temporary)")
    parser.add_argument("--backup-limit", default=str(LIMIT_DEFAULT // BACKUP_UNIT),
                        help=f"what all backups may take together, in MB (default {LIMIT_DEFAULT // BACKUP_UNIT})")
    parser.add_argument("--page", help="folder of the built page (default: build/web-release/page)")
    return parser


def _number(name: str, text: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and lowest <= int(text) <= highest):
        raise StartProblem(f"{name} must be a whole number from {lowest} to {highest}, not {text[:40]!r}")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise StartProblem(f"--clock must be a time such as 2026-11-22T09:00:00Z, not {text[:40]!r}") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser().resolve() if text is not None else None
