"""Listening sockets on this machine only."""

from __future__ import annotations

import errno
import socket

from .problem import StartProblem

FREE_PORT_TRIES = 20


def loopback(port: int) -> list[socket.socket]:
    """127.0.0.1 and, where the machine has it, [::1], on one port; 0 takes one that is free on both."""
    for _ in range(FREE_PORT_TRIES):
        first = _bound(socket.AF_INET, "127.0.0.1", port)
        chosen = first.getsockname()[1]
        try:
            second = _bound(socket.AF_INET6, "::1", chosen)
        except StartProblem:
            first.close()
            if port != 0:
                raise
            continue
        except OSError:  # a machine without IPv6
            return [first]
        return [first, second]
    raise StartProblem("no free port was found; choose one with --port")


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((address, port))
        bound.listen(128)
        bound.setblocking(False)
        return bound
    except OSError as problem:
        bound.close()
        if problem.errno == errno.EADDRINUSE:
            raise StartProblem(f"port {port} is in use; stop the other program, or choose a port with --port "
                               "(0 takes a free one)") from problem
        if problem.errno == errno.EACCES:
            raise StartProblem(f"port {port} may not be used by this user; choose one above 1023 with --port") from problem
        raise
