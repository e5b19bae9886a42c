"""Forwards the calls of the operation table with the bearer token added, and nothing else."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Mapping

import aiohttp
from aiohttp import web
from yarl import URL

from .answer_headers import correlation_of, page_headers, upstream_headers
from .budgets import Budgets
from .errors import ProxyError
from .journal import OPERATION_HEADER, REPLAYED_HEADER, RESEND_HEADER, Answer, Intent, Journal
from .log import Log
from .operation import QUERY_STATEMENT, Body, Call, Effect
from .operations import find
from .providers import PROVIDERS, QUICKBOOKS, ProviderConfig
from .refresh import TokenManager
from .request_body import read_body
from .request_id import request_id
from .team.audit import WROTE, Audit
from .team.members import Member, member_of, role_of_effect
from .tokens import Connection
from .upstream import UPSTREAM_PROBLEMS, Attempt

PIECE_LENGTH = 64 << 10
STREAMED_LENGTH_MAX = 256 << 20
# A page that takes no piece in this time is given up: it would hold one of the few connections to the provider.
PAGE_SECONDS = 60
WRITE_ANSWER_LENGTH_MAX = 32 << 20
# Refused for now and without effect (locked, throttled, moving house): the same key may be tried again.
NOT_FINAL = frozenset({401, 423, 429, 477})


@dataclass(frozen=True)
class Forwarded:
    """One checked call on its way: everything that does not change between attempts."""

    provider: ProviderConfig
    connection: Connection
    call: Call
    url: URL
    body: bytes
    request: web.Request


@dataclass(frozen=True)
class Forward:
    """The routes below /api/<provider>/. Writes run to their end even if the page goes away."""

    providers: Mapping[str, ProviderConfig]
    manager: TokenManager
    journal: Journal
    session: aiohttp.ClientSession
    budgets: Budgets
    audit: Audit
    log: Log
    writes: set[asyncio.Task[web.StreamResponse]] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", f"/api/{provider}/{{rest:.*}}", self._handle) for provider in PROVIDERS]

    async def finish(self) -> None:
        """Waits for writes in flight; called when the server stops."""
        await asyncio.gather(*self.writes, return_exceptions=True)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        started = time.monotonic()
        forwarded = await self._check(request)
        if forwarded.call.operation.effect is Effect.READ:
            response = await self._stream(forwarded)
        else:
            task = asyncio.get_running_loop().create_task(self._write(forwarded))
            self.writes.add(task)
            task.add_done_callback(self.writes.discard)
            response = await asyncio.shield(task)
        self.log.event("forwarded", request=request_id(request), connection=forwarded.connection.id,
                       operation=forwarded.call.operation.name, status=response.status,
                       milliseconds=round(1000 * (time.monotonic() - started)),
                       intuit_tid=response.headers.get("intuit_tid"))
        return response

    async def _check(self, request: web.Request) -> Forwarded:
        path, _, raw_query = request.raw_path.partition("?")
        _, _, provider_name, identifier, *rest = path.split("/", 4)
        provider = self.providers[provider_name]
        connection = await self.manager.connection(identifier, provider_name)
        call = find(provider_name, request.method, _with_realm("".join(rest), connection), raw_query)
        _check_realm(call, connection)
        _check_role(member_of(request), call)
        return Forwarded(provider, connection, call, upstream_url(provider, connection, call),
                         await _checked_body(request, call), request)

    async def _stream(self, forwarded: Forwarded) -> web.StreamResponse:
        """A read: pieces flow as fast as the page takes them, memory stays flat."""
        answer = await self._send(forwarded, Attempt())
        try:
            headers = page_headers(answer.headers, forwarded.call.operation)
            if (answer.content_length or 0) > STREAMED_LENGTH_MAX:
                raise _too_large()
            if answer.content_length is not None and answer.content_length <= PIECE_LENGTH:
                return web.Response(status=answer.status, headers=headers, body=await _short(answer))
            response = web.StreamResponse(status=answer.status, headers=headers)
            if answer.status in (204, 304):
                del response.headers["Content-Type"]
            await response.prepare(forwarded.request)
            await _copy(answer, response)
            return response
        finally:
            answer.close()

    async def _write(self, forwarded: Forwarded) -> web.StreamResponse:
        identifier = forwarded.request.headers.get(OPERATION_HEADER)
        if identifier is None:
            return _response(await self._whole_answer(forwarded, Attempt()))
        intent = Intent.of(identifier, forwarded.connection.id, forwarded.call.operation.method,
                           f"{forwarded.call.path}?{forwarded.call.query}", forwarded.body)
        stored = await self.journal.begin(intent, forwarded.request.headers.get(RESEND_HEADER) == "1")
        if stored is not None:
            return _response(stored, replayed=True)
        return _response(await self._journalled(forwarded, intent))

    async def _journalled(self, forwarded: Forwarded, intent: Intent) -> Answer:
        attempt = Attempt()
        try:
            answer = await self._whole_answer(forwarded, attempt)
        except BaseException:
            await (self.journal.lose(intent) if attempt.may_have_been_sent else self.journal.fail(intent, None))
            raise
        try:
            if _may_have_happened(answer) and forwarded.call.operation.effect is Effect.CREATE:
                await self.journal.lose(intent)
            elif _may_have_happened(answer) or answer.status in NOT_FINAL:
                await self.journal.fail(intent, answer.status)
            else:
                await self.journal.finish(intent, answer)
        except ProxyError:
            # The effect is real and the page is waiting: tell it. The entry stays unknown, which is the safe side.
            self.log.event("answer_not_saved", severity="alarm", request=request_id(forwarded.request),
                           connection=forwarded.connection.id)
        return answer

    async def _whole_answer(self, forwarded: Forwarded, attempt: Attempt) -> Answer:
        """A write's answer to its end; where there is a team, who made it is on disk before it is sent."""
        member = member_of(forwarded.request)
        if member is None:
            return await self._read_whole(forwarded, attempt)
        operation = forwarded.request.headers.get(OPERATION_HEADER, "").lower()[:36]
        row = await self.audit.record(member, WROTE, forwarded.connection.id, operation,
                                      f"{forwarded.call.operation.method} {forwarded.call.path}")
        answer = await self._read_whole(forwarded, attempt)
        try:
            await self.audit.finish(row, answer.status, correlation_of(answer.headers))
        except ProxyError:
            self.log.event("audit_not_finished", severity="alarm", request=request_id(forwarded.request))
        return answer

    async def _read_whole(self, forwarded: Forwarded, attempt: Attempt) -> Answer:
        answer = await self._send(forwarded, attempt)
        try:
            body = bytearray()
            async for piece in answer.content.iter_chunked(PIECE_LENGTH):
                body += piece
                if len(body) > WRITE_ANSWER_LENGTH_MAX:
                    raise _too_large()
            return Answer(answer.status, page_headers(answer.headers, forwarded.call.operation), bytes(body))
        except UPSTREAM_PROBLEMS as problem:
            raise _lost() from problem
        finally:
            answer.release()

    async def _send(self, forwarded: Forwarded, attempt: Attempt) -> aiohttp.ClientResponse:
        """One request, and one more with a new token if the first was refused as unauthorized."""
        token = await self.manager.access_token(forwarded.connection)
        answer = await self._send_once(forwarded, token, attempt)
        if answer.status == 401:
            answer.close()
            attempt.may_have_been_sent = False
            token = await self.manager.after_refusal(forwarded.connection, token)
            answer = await self._send_once(forwarded, token, attempt)
        if 300 <= answer.status < 400 and answer.status != 304:
            answer.close()
            raise ProxyError("upstream_redirected", "The provider answered with a redirect, which is never followed.")
        return answer

    async def _send_once(self, forwarded: Forwarded, token: str, attempt: Attempt) -> aiohttp.ClientResponse:
        operation, connection = forwarded.call.operation, forwarded.connection.id
        try:
            async with self.budgets.permit(connection, operation):
                answer = await self.session.request(
                    operation.method, forwarded.url, data=forwarded.body or None, allow_redirects=False,
                    headers=upstream_headers(forwarded.request, operation, token), trace_request_ctx=attempt,
                    skip_auto_headers=("Content-Type",))
            self.budgets.answered(connection, operation, answer.status, answer.headers.get("Retry-After"))
            return answer
        except UPSTREAM_PROBLEMS as problem:
            self.log.event("upstream_problem", request=request_id(forwarded.request), connection=forwarded.connection.id,
                           problem=type(problem).__name__, may_have_been_sent=attempt.may_have_been_sent)
            if attempt.may_have_been_sent:
                raise _lost() from problem
            raise ProxyError("upstream_unreachable", f"{forwarded.provider.name} cannot be reached; nothing was sent, "
                             "try again later.") from problem


def upstream_url(provider: ProviderConfig, connection: Connection, call: Call) -> URL:
    """The address is put together from constants and checked pieces, then checked again as a whole."""
    base = provider.api_base
    if provider.name == QUICKBOOKS:
        base += connection.account.account_id + "/"
    text = base + call.path + (f"?{call.query}" if call.query else "")
    url, intended = URL(text, encoded=True), URL(provider.api_base, encoded=True)
    assert (url.scheme, url.host, url.port) == (intended.scheme, intended.host, intended.port)
    assert str(url) == text and url.raw_path == URL(base, encoded=True).raw_path + call.path
    return url


def _with_realm(path: str, connection: Connection) -> str:
    """`companyinfo` alone means the connection's own company: the page need not know its number."""
    if connection.account.provider == QUICKBOOKS and path == "companyinfo":
        return f"companyinfo/{connection.account.account_id}"
    return path


def _check_realm(call: Call, connection: Connection) -> None:
    named = call.operation.path.fullmatch(call.path)
    assert named is not None
    if named.groupdict().get("realm", connection.account.account_id) != connection.account.account_id:
        raise ProxyError("operation_not_allowed", "The call names another company than the one of its connection.")


def _check_role(member: Member | None, call: Call) -> None:
    if member is not None and member.role < role_of_effect(call.operation.effect):
        raise ProxyError("role_needed", "Your role allows reading only; ask an admin of your organisation.")


async def _checked_body(request: web.Request, call: Call) -> bytes:
    body = await read_body(request, call.operation.body_length_max)
    kind = call.operation.body
    if kind in (Body.JSON, Body.QUERY) and (not body or request.content_type != kind.value):
        raise ProxyError("unsupported_content_type", f"The operation {call.operation.name} needs a body of type {kind.value}.")
    if kind is Body.QUERY and not QUERY_STATEMENT.fullmatch(body.decode("utf-8", "replace")):
        raise ProxyError("operation_not_allowed", "A query statement must begin with select.")
    return body


async def _short(answer: aiohttp.ClientResponse) -> bytes:
    """Whole, so that it goes out at once with its length."""
    try:
        return await answer.content.read(-1)
    except UPSTREAM_PROBLEMS as problem:
        raise _lost() from problem


async def _copy(answer: aiohttp.ClientResponse, response: web.StreamResponse) -> None:
    """Breaks the connection to the page when the provider's answer breaks off: a cut answer must not look whole."""
    length = 0
    try:
        async for piece in answer.content.iter_chunked(PIECE_LENGTH):
            length += len(piece)
            if length > STREAMED_LENGTH_MAX:
                raise ConnectionResetError("answer too large")
            async with asyncio.timeout(PAGE_SECONDS):
                await response.write(piece)
        await response.write_eof()
    except UPSTREAM_PROBLEMS as problem:
        raise ConnectionResetError("the provider's answer broke off, or the page did not take it") from problem


def _response(answer: Answer, replayed: bool = False) -> web.Response:
    response = web.Response(status=answer.status, headers=answer.headers, body=answer.body)
    if replayed:
        response.headers[REPLAYED_HEADER] = "1"
    return response


def _may_have_happened(answer: Answer) -> bool:
    """The provider gave up, which says nothing about the effect. Repeating matters only where it would make a second record."""
    return answer.status == 408 or answer.status >= 500


def _lost() -> ProxyError:
    return ProxyError("upstream_timeout", "The call was sent and no answer came: it may have taken effect. Look before "
                      "sending it again.")


def _too_large() -> ProxyError:
    return ProxyError("upstream_too_large", "The provider's answer is larger than the server forwards; ask for less at once.")
