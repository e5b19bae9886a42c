"""The one HTTP client towards the providers, and the facts about an attempt that decide whether it was sent."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp

from .. import VERSION

USER_AGENT = f"Ledgerbridge/{VERSION}"
CONNECT_SECONDS = 10
# Longer than the 120 s after which QuickBooks gives up on a request: a shorter wait would make clear outcomes unclear.
SILENCE_SECONDS = 150
TOTAL_SECONDS = 180
CONNECTIONS_PER_HOST = 16


@dataclass
class Attempt:
    """Whether bytes of a request may have reached the provider."""

    may_have_been_sent: bool = False


async def _connection_obtained(_session: aiohttp.ClientSession, context: SimpleNamespace, _details: object) -> None:
    attempt = getattr(context, "trace_request_ctx", None)
    if isinstance(attempt, Attempt):
        attempt.may_have_been_sent = True


def open_session() -> aiohttp.ClientSession:
    """A session that takes nothing from the environment, keeps no cookies and leaves bodies as they are."""
    tls = ssl.create_default_context()
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(_connection_obtained)
    trace.on_connection_reuseconn.append(_connection_obtained)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls, limit_per_host=CONNECTIONS_PER_HOST),
        timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS),
        trust_env=False, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[trace],
        headers={"User-Agent": USER_AGENT})
