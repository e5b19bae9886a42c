"""The control address: what tests and scripts that play the world around the app can do, without HTTP."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Awaitable, Callable, Iterator, Mapping
from urllib.parse import parse_qsl

from server.sandbox.clock import moment_from
from server.sandbox.console.bookkeeper import Bookkeeper, UnknownRecord
from server.sandbox.console.salesperson import Salesperson
from server.sandbox.quickbooks import Company

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

scale_max = 100_000
_seconds_max = 10**10


class BadRequest(ValueError):
    """The request is not understood; the text says what and what to send."""


@dataclass(frozen=True)
class ControlCall:
    """`names` are the variable parts of the address."""

    names: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


Action = Callable[[ControlCall], Awaitable[Any]]


class ControlActions:
    """Every action answers something that has a JSON form. Raises BadRequest, UnknownRecord, KeyError, or what the
    simulated service refuses."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def table(self) -> Iterator[tuple[str, str, Action]]:
        """Method, address and action; narrow addresses come before wide ones."""
        yield from (
            ("GET", "/sandbox/log", self._log), ("DELETE", "/sandbox/log", self._clear_log),
            ("POST", "/sandbox/log/clear", self._clear_log), ("GET", "/sandbox/faults", self._faults),
            ("POST", "/sandbox/faults", self._plan_faults), ("DELETE", "/sandbox/faults", self._clear_faults),
            ("GET", "/sandbox/clock", self._clock), ("POST", "/sandbox/clock", self._set_clock),
            ("POST", "/sandbox/reset", self._reset), ("GET", "/sandbox/meters", self._meters),
            ("GET", "/sandbox/state", self._state),
            ("GET", "/sandbox/quickbooks/{entity}", self._list_quickbooks),
            ("POST", "/sandbox/quickbooks/{entity}", self._change_quickbooks),
            ("POST", "/sandbox/quickbooks/{entity}/create", self._create_quickbooks),
            ("POST", "/sandbox/quickbooks/{entity}/{id}/{action}", self._act_in_quickbooks),
            ("GET", "/sandbox/hubspot/{type}", self._list_hubspot),
            ("POST", "/sandbox/hubspot/{type}", self._change_hubspot),
            ("POST", "/sandbox/hubspot/{type}/create", self._create_hubspot),
            ("POST", "/sandbox/hubspot/{type}/{id}/delete", self._delete_hubspot),
            ("POST", "/sandbox/hubspot/{type}/{id}/{action}", self._act_in_hubspot))

    async def perform(self, method: str, address: str, body: Mapping[str, Any]) -> Any:
        """Does what a call to a control address does."""
        path, _, query = address.partition("?")
        for each, template, action in self.table():
            found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
            if found is not None and each == method:
                return await action(ControlCall(found.groupdict(), dict(parse_qsl(query)), body))
        raise UnknownRecord(f"there is no control address {method} {path}")

    async def _log(self, call: ControlCall) -> Any:
        log = self._sandbox.call_log
        return {"calls": log.since(_whole(call.query.get("since", "0"), "since")), "next": log.next_sequence}

    async def _clear_log(self, _: ControlCall) -> Any:
        self._sandbox.call_log.clear()
        return {"cleared": True, "next": self._sandbox.call_log.next_sequence}

    async def _faults(self, _: ControlCall) -> Any:
        return self._sandbox.faults.as_json()

    async def _plan_faults(self, call: ControlCall) -> Any:
        try:
            self._sandbox.faults.replace(dict(call.body))
        except ValueError as reason:
            raise BadRequest(str(reason)) from None
        return self._sandbox.faults.as_json()

    async def _clear_faults(self, _: ControlCall) -> Any:
        self._sandbox.faults.clear()
        return self._sandbox.faults.as_json()

    async def _clock(self, _: ControlCall) -> Any:
        clock = self._sandbox.clock
        return {"now": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"), "fixed": clock.fixed}

    async def _set_clock(self, call: ControlCall) -> Any:
        """`set` jumps, then `advance_seconds` moves on, then `fixed` stops the clock or lets it run."""
        clock, wanted = self._sandbox.clock, call.body
        unknown = set(wanted) - {"set", "advance_seconds", "fixed"}
        if unknown:
            raise BadRequest(f'send "set", "advance_seconds" or "fixed", not {sorted(unknown)[0]!r}')
        if not isinstance(wanted.get("fixed", False), bool):
            raise BadRequest('"fixed" must be true or false')
        moment = _moment(wanted["set"]) if "set" in wanted else None
        seconds = _seconds(wanted.get("advance_seconds", 0))
        try:
            if moment is not None:
                clock.set(moment)
            clock.advance(timedelta(seconds=seconds))
        except ValueError as reason:
            raise BadRequest(str(reason)) from None
        if "fixed" in wanted:
            clock.fix() if wanted["fixed"] else clock.resume()
        await self._sandbox.faults.late.carry_out_due()
        return await self._clock(call)

    async def _reset(self, call: ControlCall) -> Any:
        seed = _whole(call.body.get("seed", self._sandbox.seed), "seed")
        scale = _whole(call.body.get("scale", self._sandbox.scale), "scale")
        if not 1 <= scale <= scale_max:
            raise BadRequest(f'"scale" must be between 1 and {scale_max}')
        self._sandbox.reset(seed, scale)
        return {"seed": seed, "scale": scale}

    async def _meters(self, _: ControlCall) -> Any:
        meters = self._sandbox.quickbooks.throttle.meters
        return {"quickbooks": {realm: vars(meter) for realm, meter in meters.items()}}

    async def _state(self, _: ControlCall) -> Any:
        """A change that is answered is in the file when two more saves than at that moment are done."""
        keeper = self._sandbox.keeper
        return {"file": keeper.path, "saves": keeper.saves} if keeper is not None else {"file": None, "saves": 0}

    async def _list_quickbooks(self, call: ControlCall) -> Any:
        bookkeeper = self._bookkeeper(call)
        kind = bookkeeper.kind(call.names["entity"])
        records = [record.data for record in bookkeeper.company.store(kind.name)]
        return {"total": len(records), "records": records}

    async def _change_quickbooks(self, call: ControlCall) -> Any:
        bookkeeper = self._bookkeeper(call)
        kind = bookkeeper.kind(call.names["entity"])
        identifier, members = _change(call)
        change = bookkeeper.change_unchecked if call.body.get("unchecked") else bookkeeper.change
        return change(kind, identifier, members).data

    async def _create_quickbooks(self, call: ControlCall) -> Any:
        bookkeeper = self._bookkeeper(call)
        return bookkeeper.create(bookkeeper.kind(call.names["entity"]), dict(call.body)).data

    async def _act_in_quickbooks(self, call: ControlCall) -> Any:
        bookkeeper = self._bookkeeper(call)
        amount = call.body.get("amount")
        return bookkeeper.act(bookkeeper.kind(call.names["entity"]), call.names["id"], call.names["action"],
                              None if amount is None else Decimal(str(amount)))

    async def _list_hubspot(self, call: ControlCall) -> Any:
        records = self._sandbox.hubspot.snapshot(call.names["type"])
        return {"total": len(records), "records": records}

    async def _change_hubspot(self, call: ControlCall) -> Any:
        identifier, members = _change(call)
        self._sandbox.hubspot.edit(call.names["type"], identifier, members)
        return {"id": identifier}

    async def _create_hubspot(self, call: ControlCall) -> Any:
        return {"id": self._sandbox.hubspot.seed(call.names["type"], dict(call.body))}

    async def _delete_hubspot(self, call: ControlCall) -> Any:
        self._sandbox.hubspot.delete(call.names["type"], call.names["id"])
        return {"id": call.names["id"], "archived": True}

    async def _act_in_hubspot(self, call: ControlCall) -> Any:
        """`value` is an amount, or the id of the record to merge; answers the id of the record to look at afterwards."""
        person = Salesperson(self._sandbox.hubspot, self._sandbox.clock.now())
        return {"id": person.act(call.names["type"], call.names["id"], call.names["action"], str(call.body.get("value", "")))}

    def _bookkeeper(self, call: ControlCall) -> Bookkeeper:
        """Acts in the company named by ?company=, or in the first one."""
        realm = call.query.get("company", "")
        company: Company | None = self._sandbox.quickbooks.companies[0]
        if realm:
            company = self._sandbox.quickbooks.company(realm)
        if company is None:
            raise UnknownRecord(f"there is no company {realm!r}")
        return Bookkeeper(company, self._sandbox.clock.now())


def _change(call: ControlCall) -> tuple[str, dict[str, Any]]:
    members = call.body.get("set")
    if not isinstance(members, dict) or "id" not in call.body:
        raise BadRequest('send {"id": "…", "set": {…}}')
    return str(call.body["id"]), members


def _whole(value: Any, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise BadRequest(f'"{name}" must be a whole number, not {json.dumps(str(value)[:40])}') from None


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or not 0 <= value <= _seconds_max:
        raise BadRequest('"advance_seconds" must be a number of zero or more; "set" turns the clock back')
    return float(value)


def _moment(value: Any) -> Any:
    try:
        return moment_from(str(value))
    except ValueError:
        raise BadRequest('"set" must be a time such as 2026-11-22T09:00:00Z') from None
