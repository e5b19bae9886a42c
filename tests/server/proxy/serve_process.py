"""A real serve.py --sandbox in a process of its own, and a client that clicks through consent pages."""

import json
import os
import signal
import subprocess
import sys
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urljoin

import aiohttp
from yarl import URL

SERVE = Path(__file__).resolve().parents[3] / "serve.py"


class _Form(HTMLParser):
    """Collects the fields that a browser would send with the first form of a page."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form" and not self.action:
            self.action = found.get("action", "")
        elif tag == "input" and found.get("name") and (found.get("type") != "radio" or found["name"] not in self.fields):
            self.fields[found["name"]] = found.get("value", "")


class ServeProcess:
    """`with ServeProcess(...) as serve:` waits for the ready line and stops the process at the end."""

    def __init__(self, *arguments):
        self.asked_to_end = False
        self.arguments = [sys.executable, str(SERVE), "--sandbox", "--scale", "20", *map(str, arguments)]

    def __enter__(self):
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        self.ready = json.loads(line)
        return self

    def __exit__(self, *_):
        self.end()
        self.errors = self.process.communicate(timeout=60)[1]

    def end(self):
        """Asks the server to stop, once: a second signal could meet an interpreter that is already leaving."""
        if not self.asked_to_end and self.process.poll() is None:
            self.asked_to_end = True
            self.process.send_signal(signal.SIGTERM)

    def kill(self):
        self.process.kill()
        self.process.communicate()


class Page:
    """Talks to a ServeProcess as the page does."""

    def __init__(self, ready):
        self.origin = ready["page"]
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def call(self, method, path, body=None, headers=None):
        sent = {"X-App": "1", "Origin": self.origin, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        async with self.session.request(method, URL(self.origin + path, encoded=True), json=body, headers=sent,
                                        allow_redirects=False) as answer:
            return answer.status, answer.headers, await answer.read()

    async def connect(self, provider):
        """Connects by clicking the consent page's button; returns the connection."""
        _, headers, body = await self.call("POST", f"/auth/{provider}/start", {})
        cookie = SimpleCookie(headers["Set-Cookie"])["__Host-tx"].value
        url = json.loads(body)["url"]
        async with self.session.get(URL(url, encoded=True)) as answer:
            assert answer.status == 200, await answer.text()
            form = _Form(await answer.text())
        fields = {**form.fields, "decision": "connect"}
        async with self.session.post(urljoin(url, form.action or url.split("?")[0]), data=fields, allow_redirects=False) as answer:
            location = answer.headers["Location"]
        navigation = {"Cookie": f"__Host-tx={cookie}", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        async with self.session.get(URL(location, encoded=True), headers=navigation, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/"), answer.headers
        prefix = {"hubspot": "hubspot", "intuit": "quickbooks"}[provider]
        return next(found for found in await self.connections() if found["provider"] == prefix)

    async def connections(self):
        return json.loads((await self.call("GET", "/api/status"))[2])["connections"]
