"""Security headers, set on every response in one place."""

from __future__ import annotations

from aiohttp import web

from .areas import is_console, is_data

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action {forms}; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types app-url"
)
PAGE_POLICY = _PAGE_POLICY.format(forms="'none'")
CONSOLE_POLICY = _PAGE_POLICY.format(forms="'self'")
DATA_POLICY = "default-src 'none'; sandbox"

# Only names that browsers know: an unknown one, such as bluetooth, is an error on the console of every page view.
PERMISSIONS_DENIED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "midi",
                      "display-capture", "browsing-topics")

COMMON = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS_DENIED),
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def apply(response: web.StreamResponse, path: str, secure_transport: bool) -> None:
    """Adds the headers that belong to `path` and removes what tells an attacker about the server."""
    response.headers.update(COMMON)
    response.headers.pop("Server", None)
    if secure_transport:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if is_data(path):
        response.headers["Content-Security-Policy"] = DATA_POLICY
        response.headers["Cache-Control"] = "no-store"
    elif is_console(path):
        response.headers["Content-Security-Policy"] = CONSOLE_POLICY
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers["Content-Security-Policy"] = PAGE_POLICY
