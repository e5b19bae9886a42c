"""Keeps a sandbox in its file: everything when it begins, then what changed, soon after it changed."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Iterator

from server.sandbox.state.parts import Table, attributes_of, put_back
from server.sandbox.state.state_file import StateFile, damaged

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

# At most this long after a change it is in the file; a large company may take a tenth of the time for it.
_pause_least_seconds = 0.25
_pause_by_work = 10
Parts = list[tuple[str, str]]           # name, JSON
Rows = list[tuple[str, str, str]]       # table, key, JSON
Gone = list[tuple[str, str]]            # table, key


class Keeper:
    """`restore` from a file or `begin` a new one, then `start` beside the servers and `stop` after them."""

    def __init__(self, sandbox: Sandbox, file: StateFile) -> None:
        self._sandbox = sandbox
        self._file = file
        self._parts: dict[str, str] = {}
        self._markers: dict[str, dict[str, Any]] = {}
        self.saves = 0              # transactions that are in the file
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def restore(self) -> None:
        """Fills the sandbox, which must be fresh; raises StateProblem for a file that makes no sense."""
        parts = self._file.parts()
        try:
            put_back(self._sandbox.clock, parts["clock"], ())
            self._sandbox.seed, self._sandbox.scale = int(parts["sandbox"]["seed"]), int(parts["sandbox"]["scale"])
            for name, simulator in self._simulators().items():
                simulator.restore(parts[name])
                for table in simulator.tables():
                    table.take(self._file.rows(f"{name} {table.name}"))
        except (KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
            raise damaged(self._file.path, f"{type(problem).__name__}: {problem}") from None
        # What was read is what is in the file, so that the first save writes only what differs from it.
        self._remember()

    def begin(self) -> None:
        """Writes everything into a new file, record by record, so that a large company needs no more memory for it."""
        def rows() -> Iterator[tuple[str, str, str]]:
            for name, table in self._tables():
                for key, _ in table.rows():
                    yield name, key, table.text(key)

        self._file.write(self._texts().items(), rows(), ())
        self.saves += 1
        self._remember()

    def save(self) -> bool:
        """Writes what changed since the last time; says whether anything had."""
        changes = self._changes()
        if not any(changes):
            return False
        self._write(changes)
        return True

    @property
    def path(self) -> str:
        return str(self._file.path)

    async def run(self) -> None:
        """Saves again and again until `stop`. The file is written beside the loop, which goes on answering."""
        while not self._stopping.is_set():
            started = time.thread_time()
            changes = self._changes()
            pause = max(_pause_least_seconds, _pause_by_work * (time.thread_time() - started))
            if any(changes):
                await asyncio.to_thread(self._write, changes)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    def start(self) -> None:
        self._running = asyncio.create_task(self.run())

    async def stop(self) -> None:
        """Saves the last changes and closes the file."""
        self._stopping.set()
        if self._running is not None:
            await self._running
        self.save()
        self._file.close()

    def _write(self, changes: tuple[Parts, Rows, Gone]) -> None:
        self._file.write(*changes)
        self.saves += 1

    def _changes(self) -> tuple[Parts, Rows, Gone]:
        """What differs from the file, which counts as written from now on."""
        texts = self._texts()
        parts = [(name, text) for name, text in texts.items() if self._parts.get(name) != text]
        self._parts = texts
        rows: Rows = []
        gone: Gone = []
        for name, table in self._tables():
            known, seen = self._markers.setdefault(name, {}), 0
            for key, marker in table.rows():
                seen += 1
                if key not in known or known[key] != marker:
                    rows.append((name, key, table.text(key)))
                    known[key] = marker
            if seen != len(known):
                present = {key for key, _ in table.rows()}
                gone += [(name, key) for key in known if key not in present]
                self._markers[name] = {key: marker for key, marker in known.items() if key in present}
        return parts, rows, gone

    def _simulators(self) -> dict[str, Any]:
        return {"hubspot": self._sandbox.hubspot.kept, "quickbooks": self._sandbox.quickbooks.kept}

    def _tables(self) -> list[tuple[str, Table]]:
        return [(f"{name} {table.name}", table) for name, simulator in self._simulators().items() for table in simulator.tables()]

    def _texts(self) -> dict[str, str]:
        state = {name: simulator.state() for name, simulator in self._simulators().items()}
        state["clock"] = attributes_of(self._sandbox.clock, ())
        state["sandbox"] = {"seed": self._sandbox.seed, "scale": self._sandbox.scale}
        return {name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for name, value in state.items()}

    def _remember(self) -> None:
        self._parts = self._texts()
        for name, table in self._tables():
            self._markers[name] = dict(table.rows())
