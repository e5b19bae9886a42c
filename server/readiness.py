"""Tells a service manager that calls are answered from now on, so that a start that fails is seen as one."""

from __future__ import annotations

import os
import socket


def tell_ready() -> None:
    """As sd_notify(3) has it; does nothing where nobody asked."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        manager.sendall(b"READY=1")
