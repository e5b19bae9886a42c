"""Prints the software bill of materials (CycloneDX 1.5, JSON) of what runs: the server's packages and what is built into the page.

    python3 tests/dev/sbom.py >server/sbom.cdx.json
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# By name in tests/dev/pins.txt: what part of it ends up in the page, and its licence. The other pins only build it.
IN_THE_PAGE = {
    "imgui": ("Dear ImGui", "MIT"), "better-sqlite3": ("SQLite amalgamation with FTS5", "blessing"), "lucide-static": ("icon font", "ISC"),
    "emscripten": ("JavaScript and C library of the page", "MIT"),
}


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield re.split(r"\s{1,}", line.strip(), maxsplit=5)


def components():
    for name, version, *licence in rows(ROOT / "server" / "packages.txt"):
        kind = "platform" if name == "python3" else "library"
        yield component(kind, name, version, " ".join(licence), f"pkg:deb/debian/{name}@{version}")
    for origin, name, version, digest, *_ in rows(ROOT / "tests" / "dev" / "pins.txt"):
        if name in IN_THE_PAGE:
            description, licence = IN_THE_PAGE[name]
            kind = "npm" if origin == "npm" else "deb/debian"
            yield {**component("library", name, version, licence, f"pkg:{kind}/{name}@{version}"), "description": description,
                   "hashes": [{"alg": "SHA-256", "content": digest}]}


def component(kind, name, version, licence, purl):
    return {"type": kind, "name": name, "version": version, "purl": purl.replace("+", "%2B"), "licenses": [{"expression": licence}]}


def bill():
    version = re.search(r'VERSION = "([^"]+)"', (ROOT / "server" / "__init__.py").read_text(encoding="utf-8"))[1]
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
            "metadata": {"component": {"type": "application", "name": "ledgerbridge", "version": version}},
            "components": sorted(components(), key=lambda one: one["name"])}


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
