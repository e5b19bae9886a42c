"""The one HTTP client towards the providers, and the facts about an attempt that decide whether it was sent."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp
from yarl import URL

from .. import VERSION

USER_AGENT = f"Ledgerbridge/{VERSION}"
CONNECT_SECONDS = 10
# Longer than the 120 s after which QuickBooks gives up on a request: a shorter wait would make clear outcomes unclear.
SILENCE_SECONDS = 150
TOTAL_SECONDS = 180
CONNECTIONS_PER_HOST = 16
JSON_LENGTH_MAX = 1 << 20
# All that a request may fail with.
UPSTREAM_PROBLEMS = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class ProviderUnavailable(Exception):
    """No usable answer: network, time-out, limit, server error or nonsense. Worth another try later."""


@dataclass
class Attempt:
    """Whether bytes of a request may have reached the provider."""

    may_have_been_sent: bool = False


async def _connection_obtained(_session: aiohttp.ClientSession, context: SimpleNamespace, _details: object) -> None:
    attempt = getattr(context, "trace_request_ctx", None)
    if isinstance(attempt, Attempt):
        attempt.may_have_been_sent = True


def tls_context() -> ssl.SSLContext:
    """Verifies the name against the authorities that the system was built with, whatever SSL_CERT_FILE says."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    built_in = ssl.get_default_verify_paths()
    context.load_verify_locations(cafile=built_in.openssl_cafile if os.path.isfile(built_in.openssl_cafile) else None,
                                  capath=built_in.openssl_capath)
    return context


def open_session(tls: ssl.SSLContext | None = None) -> aiohttp.ClientSession:
    """A session that takes nothing from the environment, keeps no cookies and leaves bodies as they are."""
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(_connection_obtained)
    trace.on_connection_reuseconn.append(_connection_obtained)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls or tls_context(), limit_per_host=CONNECTIONS_PER_HOST),
        timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS),
        trust_env=False, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[trace],
        headers={"User-Agent": USER_AGENT})


async def read_json(session: aiohttp.ClientSession, method: str, url: str, **arguments: object) -> tuple[int, dict]:
    """The status and the JSON object of a short answer; an empty one for anything that is none. Follows no redirect.

    Raises ProviderUnavailable.
    """
    try:
        sent = session.request(method, URL(url, encoded=True), allow_redirects=False, **arguments)  # type: ignore[arg-type]
        async with sent as answer:
            body = await answer.content.read(JSON_LENGTH_MAX)
            while len(body) < JSON_LENGTH_MAX and (more := await answer.content.read(JSON_LENGTH_MAX - len(body))):
                body += more
    except UPSTREAM_PROBLEMS as problem:
        raise ProviderUnavailable(type(problem).__name__) from problem
    return answer.status, _json_object(body)


def _json_object(body: bytes) -> dict:
    try:
        value = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
