"""Static files and the headers of every kind of answer."""

import gzip
import io

import pytest

from proxy_world import World
from server.proxy import headers, static_files

PAGE_HEADERS = {
    "Content-Security-Policy":
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'; require-trusted-types-for 'script'; trusted-types app-url",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
                          "display-capture=(), browsing-topics=()",
}
DATA_HEADERS = {**PAGE_HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store"}
FRAMING = {"content-length", "date", "connection", "content-type", "x-proxy-error", "cache-control", "etag", "vary", "content-encoding",
           "location", "set-cookie", "x-request-id"}


@pytest.fixture
def page(tmp_path):
    folder = tmp_path / "page"
    (folder / "fonts").mkdir(parents=True)
    for name, body in {"index.html": b"<!doctype html>", "sw.js": b"self", "manifest.webmanifest": b"{}",
                       "app.0123456789abcdef.wasm": b"\0asm",
                       "app-0123456789abcdef.js": b"js", "facade.js": b"x", "fonts/a.woff2": b"w", "app.js.map": b"{}", "notes.md": b"n",
                       "app-0123456789abcdef.js.gz": gzip.compress(b"js"), "app-0123456789abcdef.js.br": b"brotli",
                       "sw.js.gz": gzip.compress(b"self")}.items():
        (folder / name).write_bytes(body)
    (tmp_path / "secret.js").write_text("secret")
    (folder / "link.js").symlink_to(tmp_path / "secret.js")
    return folder


@pytest.fixture
async def site(tmp_path, page):
    async with World(tmp_path, page=page) as running:
        yield running


def others(reply):
    return {name: value for name, value in reply.headers.items() if name.lower() not in FRAMING}


async def test_s80_header_snapshot_of_pages_and_assets(site):
    for path in ("/", "/index.html", "/sw.js", "/app-0123456789abcdef.js", "/missing.js"):
        assert others(await site.request("GET", path)) == PAGE_HEADERS, path


async def test_s36_header_snapshot_of_data(site):
    for method, path in (("GET", "/api/status"), ("POST", "/auth/hubspot/start"), ("GET", "/api/nothing"),
                         ("GET", "/oauth/hubspot/callback")):
        reply = await site.call(method, path, {} if method == "POST" else None)
        assert {**others(reply), "Cache-Control": reply.headers["Cache-Control"]} == DATA_HEADERS, path


async def test_s36_refusals_carry_the_same_headers(site):
    for path, sent in (("/api/status", {}), ("/api/status", {"Host": "evil.test"})):
        reply = await site.request("GET", path, sent)
        assert {**others(reply), "Cache-Control": reply.headers["Cache-Control"]} == DATA_HEADERS


async def test_s80_strict_transport_only_with_a_public_https_origin(tmp_path, page):
    async with World(tmp_path, page=page, origin_override="https://books.example.com") as site:
        reply = await site.request("GET", "/", {"Host": "books.example.com"})
        assert reply.status == 200 and reply.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_s80_the_console_may_send_forms_to_itself_and_differs_in_nothing_else():
    assert headers.CONSOLE_POLICY == headers.PAGE_POLICY.replace("form-action 'none'", "form-action 'self'") != headers.PAGE_POLICY


async def test_s84_only_exact_names_are_found(site):
    for path in ("/index", "/INDEX.HTML", "/fonts", "/fonts/", "/link.js", "/app.js.map", "/notes.md", "/sw.js.gz", "/secret.js", "/sw.js/",
                 "/index.html.br", "/.git/config"):
        assert (await site.request("GET", path)).code == "not_found", path
    for path in ("/../secret.js", "/fonts/../../secret.js", "/%2e%2e/secret.js", "/fonts/%2e%2e/index.html"):
        assert (await site.request("GET", path)).code == "bad_request", path
    assert (await site.request("GET", "/fonts/a.woff2")).body == b"w"


async def test_s85_types_are_exact(site):
    for path, content_type in {"/app.0123456789abcdef.wasm": "application/wasm", "/sw.js": "text/javascript; charset=utf-8",
                               "/": "text/html; charset=utf-8", "/manifest.webmanifest": "application/manifest+json"}.items():
        assert (await site.request("GET", path)).headers["Content-Type"] == content_type


@pytest.mark.parametrize("accept,encoding,body", [
    ("gzip, deflate, br, zstd", "br", b"brotli"), ("gzip", "gzip", None), ("br;q=0, gzip", "gzip", None), ("identity", None, b"js"),
    ("", None, b"js"),
    ("BR", "br", b"brotli"), ("gzip;q=0.5", "gzip", None), ("br;q=0.0", None, b"js"),
])
async def test_s85_precompressed_twins_are_chosen_by_accept_encoding(site, accept, encoding, body):
    reply = await site.request("GET", "/app-0123456789abcdef.js", {"Accept-Encoding": accept})
    assert reply.headers.get("Content-Encoding") == encoding and reply.headers["Vary"] == "Accept-Encoding"
    assert (reply.body if body is not None else gzip.decompress(reply.body)) == (body if body is not None else b"js")


async def test_s86_hashed_names_are_immutable_and_all_else_is_revalidated(site):
    for path in ("/app-0123456789abcdef.js", "/app.0123456789abcdef.wasm"):
        assert (await site.request("GET", path)).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("/", "/index.html", "/sw.js", "/manifest.webmanifest", "/facade.js"):
        reply = await site.request("GET", path)
        assert reply.headers["Cache-Control"] == "no-cache"
        again = await site.request("GET", path, {"If-None-Match": f'"other", {reply.headers["ETag"]}'})
        assert again.status == 304 and again.body == b"" and again.headers["ETag"] == reply.headers["ETag"]


async def test_s86_each_encoding_has_its_own_tag(site):
    plain, packed = await site.request("GET", "/sw.js"), await site.request("GET", "/sw.js", {"Accept-Encoding": "gzip"})
    assert plain.headers["ETag"] != packed.headers["ETag"]


async def test_head_is_answered_and_other_methods_are_not(site):
    reply = await site.request("HEAD", "/index.html")
    assert reply.status == 200 and reply.body == b"" and reply.headers["Content-Length"] == "15"
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
        assert (await site.request(method, "/index.html")).code == "method_not_allowed"


async def test_s04_other_loopback_names_are_led_to_the_canonical_origin(site):
    for name in ("127.0.0.1", "[::1]"):
        reply = await site.request("GET", "/", {"Host": f"{name}:{site.port}"})
        assert reply.status == 308 and reply.headers["Location"] == f"http://localhost:{site.port}/"
    assert (await site.request("GET", "/")).status == 200


async def test_s89_no_answer_ever_clears_site_data(site):
    for path in ("/", "/sw.js", "/api/status", "/auth/disconnect"):
        assert "Clear-Site-Data" not in (await site.call("GET", path)).headers


async def test_a_page_that_is_not_built_says_what_to_do(world):
    reply = await world.request("GET", "/")
    assert reply.status == 503 and b"./dev build web-release" in reply.body and reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert (await world.request("GET", "/index.html")).code == "not_found"


def test_static_files_of_a_missing_folder_are_none(tmp_path):
    assert static_files.load(tmp_path / "nowhere") == {}


async def test_the_servers_own_log_stays_silent_about_requests(site, capsys):
    await site.raw(b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer canary\r\nBad\r\n\r\n")
    seen = capsys.readouterr()
    assert "canary" not in seen.err + seen.out + site.log.getvalue() and isinstance(site.log, io.StringIO)
