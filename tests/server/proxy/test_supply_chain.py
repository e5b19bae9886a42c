"""What runs is what is named: packages, pins, the bill of materials, static checks, and whom the server talks to."""

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from server.proxy import providers

ROOT = Path(__file__).resolve().parents[3]
OUR_FILES = [ROOT / "serve.py", *(ROOT / "server").glob("*.py"), *(ROOT / "server" / "proxy").rglob("*.py")]


def packages():
    lines = (ROOT / "server" / "packages.txt").read_text().splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line and not line.startswith("#")}


def upstream(version):
    return version.rpartition("-")[0]


def test_s110_only_the_standard_library_and_the_named_packages_are_imported():
    named = {name.removeprefix("python3-") for name in packages()} | {"server"}
    for path in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module]
            for module in modules:
                top = module.split(".")[0]
                assert top in sys.stdlib_module_names or top in named, f"{path} imports {module}; name its package in server/packages.txt"


@pytest.mark.parametrize("name", packages())
def test_s110_what_is_installed_is_what_was_tested_or_a_later_revision_of_it(name):
    if "VERSION_CODENAME=bookworm" not in Path("/etc/os-release").read_text():
        pytest.skip("server/packages.txt names the versions of Debian 12, and this is another system")
    query = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", name], check=False, capture_output=True, text=True)
    if name in ("python3-psycopg", "python3-secretstorage") and not query.stdout:
        pytest.skip(f"{name} is not installed; only a store in PostgreSQL, or a key in the keyring, needs it")
    installed = query.stdout
    pinned = packages()[name]
    assert upstream(installed) == upstream(pinned), f"{name} {installed} was never tested; test it, then name it in server/packages.txt"
    assert subprocess.run(["dpkg", "--compare-versions", installed, "ge", pinned], check=False).returncode == 0


def test_s111_npm_packages_have_exact_versions_and_run_no_scripts():
    package, lock = (json.loads((ROOT / name).read_text()) for name in ("package.json", "package-lock.json"))
    assert "dependencies" not in package, "npm packages are for tests only"
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[a-z0-9.]+)?", version), f"{name} {version} floats"
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    assert all(one["integrity"].startswith("sha512-") for name, one in lock["packages"].items() if name)
    assert "npm ci --ignore-scripts" in (ROOT / "tests" / "dev" / "libraries.sh").read_text()


def test_s112_everything_that_is_unpacked_has_a_version_and_a_checksum():
    lines = [line.split() for line in (ROOT / "tests" / "dev" / "pins.txt").read_text().splitlines() if not line.startswith("#")]
    assert {"imgui", "better-sqlite3", "lucide-static", "emscripten"} <= {fields[1] for fields in lines}
    for origin, name, version, digest, *_ in lines:
        assert origin in ("deb", "source", "npm") and version and re.fullmatch(r"[0-9a-f]{64}", digest), name


def test_s114_the_bill_of_materials_is_the_one_that_the_pins_give():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "tests" / "dev" / "sbom.py")
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    assert json.loads((ROOT / "server/sbom.cdx.json").read_text()) == sbom.bill(), "run python3 tests/dev/sbom.py >server/sbom.cdx.json"
    assert {one["name"] for one in sbom.bill()["components"]} >= {*packages(), *sbom.IN_THE_PAGE}
    assert re.search(r"critical .* within \d+ days", (ROOT / ".github/SECURITY.md").read_text(), re.DOTALL)


def test_s115_every_address_of_the_server_belongs_to_one_of_the_two_services():
    origin, hosts = "https://books.example.com", set()
    for environment in ("sandbox", "production"):
        for config in (providers.hubspot(environment, "i", "s", origin), providers.quickbooks(environment, "i", "s", origin)):
            hosts |= {urlsplit(address) for address in vars(config).values() if isinstance(address, str) and "://" in address}
    outside = {parts.hostname for parts in hosts} - {"books.example.com"}
    assert {parts.scheme for parts in hosts} == {"https"}
    assert all(re.search(r"(^|\.)(hubapi\.com|hubspot\.com|intuit\.com)$", host) for host in outside), outside


async def test_s115_the_server_opens_connections_to_the_provider_alone(world):
    looking, found = True, set()

    def watch(event, arguments):
        if looking and event == "socket.connect":
            found.add(arguments[1][:2])

    sys.addaudithook(watch)  # cannot be taken back, only told to look away
    identifier = await world.connect_hubspot()
    await world.connect_quickbooks()
    world.now += 4_000

    async def linking(request):
        return web.json_response({"paging": {"next": {"link": "http://127.0.0.2:9/"}}}, headers={"Link": "<http://127.0.0.3:9/>"})

    world.provider.answer = linking
    assert (await world.call("GET", f"/api/hubspot/{identifier}/crm/owners/2026-03")).status == 200
    await world.call("POST", "/auth/disconnect", {"connection": identifier})
    looking = False
    assert found == {("127.0.0.1", world.port), ("127.0.0.1", urlsplit(world.provider.base).port)}


def test_s116_bandit_finds_nothing():
    if shutil.which("bandit") is None:
        pytest.skip("bandit is not installed: apt-get install bandit")
    done = subprocess.run(["bandit", "-q", "-ll", *map(str, OUR_FILES)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_s116_types_fit():
    if shutil.which("mypy") is None:
        pytest.skip("mypy is not installed: apt-get install mypy")
    done = subprocess.run(["mypy", "--ignore-missing-imports", "--follow-imports=skip", "--cache-dir=/dev/null", *map(str, OUR_FILES)],
                          capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
