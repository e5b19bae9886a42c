"""serve.py --check: everything that is missing or wrong, in plain words, without a call or a change."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from server import check, options
from server.data_directory import open_data
from server.problem import StartProblem
from server.proxy.tokens import RECONNECT_NEEDED, Account, Grant

SERVE = Path(__file__).resolve().parents[3] / "serve.py"
GOOD = """
data_directory = "data"
[hubspot]
client_id = "0a1b2c3d-1111"
client_secret_file = "hub.secret"
[quickbooks]
client_id = "ABxyz12345"
client_secret = "canary-quickbooks"
environment = "sandbox"
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<!doctype html>")
    path = tmp_path / "ledgerbridge.toml"
    path.touch(mode=0o600)
    path.write_text(GOOD)
    (tmp_path / "hub.secret").touch(mode=0o600)
    (tmp_path / "hub.secret").write_text("canary-hubspot\n")
    return path


def findings(file, *arguments):
    return check.check(options.parse(["--check", "--config", str(file), "--page", str(file.parent / "page"), *arguments]))


def wrong(file, *arguments):
    return [finding.text for finding in findings(file, *arguments) if finding.kind is check.Kind.WRONG]


def notes(file):
    return " | ".join(finding.text for finding in findings(file) if finding.kind is check.Kind.NOTE)


def snapshot(folder):
    return {path: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
            for path in folder.rglob("*")}


def test_a_good_configuration_has_nothing_wrong_and_names_the_redirect_addresses(file):
    assert wrong(file) == []
    assert "exactly http://localhost:8080/oauth/hubspot/callback" in notes(file)
    assert "exactly http://localhost:8080/oauth/intuit/callback" in notes(file)
    file.write_text('public_origin = "https://books.example.com"\n' + GOOD.replace("sandbox", "production"))
    assert wrong(file) == [] and "exactly https://books.example.com/oauth/intuit/callback" in notes(file)


def test_everything_is_said_at_once(file):
    file.write_text('public_origin = "http://x"\n[hubspot]\nclient_id = "hub"\nclient_secret_file = "nowhere"\n')
    found = " | ".join(wrong(file))
    for words in ("public_origin must look like", "data_directory is missing", "hubspot.client_secret_file cannot be read",
                  "[quickbooks] is missing"):
        assert words in found


@pytest.mark.parametrize("old,new,words", [
    ('"canary-quickbooks"', '"..."', "quickbooks.client_secret is still an example"),
    ('"ABxyz12345"', '"ABxyz..."', "quickbooks.client_id is still an example"),
    ('"ABxyz12345"', '"0a1b2c3d-1111"', "both sections name the same client_id"),
    ('"canary-quickbooks"', '"ABxyz12345"', "client_id and client_secret are the same"),
    ('environment = "sandbox"', "", "needs an address with https"),
])
def test_what_can_never_work_is_named(file, old, new, words):
    file.write_text(GOOD.replace(old, new))
    assert [text for text in wrong(file) if words in text] and len(wrong(file)) == 1


def test_a_port_that_changes_and_a_page_that_is_not_built_are_named(file):
    assert "choose a fixed port" in wrong(file, "--port", "0")[0]
    (file.parent / "page" / "index.html").unlink()
    assert "./dev build web-release" in wrong(file)[0]


async def test_the_data_directory_is_looked_at_and_not_touched(file):
    assert "the first start makes it" in notes(file) and not (file.parent / "data").exists()
    data = open_data(file.parent / "data", lambda: 1.0)
    assert "a server is using" in notes(file)
    for number in ("1", "2"):
        account = Account("quickbooks", number, "Brightwater", "sandbox", (), (), None, "2026-11-22T21:40:00Z")
        await data.sole.tokens.connect(account, Grant("canary-access", "canary-refresh", 1.0, 2.0))
    await data.sole.tokens.set_health(account.connection_id, RECONNECT_NEEDED, "")
    data.close()
    before = snapshot(file.parent)
    text = " | ".join(map(str, findings(file)))
    assert "one account is connected" in text and "connect that account again" in text and "a server is using" not in text
    assert snapshot(file.parent) == before and "canary" not in text and "Brightwater" not in text


async def test_a_store_that_cannot_be_used_is_named(file):
    data = open_data(file.parent / "data", lambda: 1.0)
    await data.sole.tokens.connect(Account("quickbooks", "1", "B", "sandbox", (), (), None, ""), Grant("a", "b", 1.0, 2.0))
    data.close()
    store, key = file.parent / "data" / "store" / "tokens.sqlite3", file.parent / "data" / "key" / "token.key"
    store.chmod(0o644)
    assert "chmod 600" in wrong(file)[0]
    store.chmod(0o600)
    kept = key.read_bytes()
    key.unlink()
    assert "key file" in wrong(file)[0] and not key.exists()
    key.touch(mode=0o600)
    key.write_bytes(Fernet.generate_key())
    assert "another key" in wrong(file)[0]
    key.write_bytes(kept)
    assert wrong(file) == []
    store.write_bytes(b"x" * 4_096)
    assert "is damaged" in wrong(file)[0]


# Any use of the network ends the program, whoever makes it.
NO_NETWORK = """
import os, sys
sys.addaudithook(lambda event, _: os._exit(77) if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo",
                                                                    "socket.send", "subprocess", "os.exec", "os.fork")) else None)
sys.path.insert(0, sys.argv.pop(1))
from server.main import main
sys.exit(main(sys.argv[1:]))
"""


async def test_stores_in_postgres_are_not_called_and_need_a_driver_and_a_private_file(file, monkeypatch):
    file.write_text('postgres = "host=/nowhere password=canary-password"\n' + GOOD)
    (file.parent / "data").mkdir(mode=0o700)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: True)
    assert "in PostgreSQL, which is not called" in notes(file) and wrong(file) == [] and "canary" not in notes(file)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert len(wrong(file)) == 1 and "apt-get install python3-psycopg" in wrong(file)[0]
    file.write_text(file.read_text().replace('client_secret = "', 'client_secret_file = "'))
    file.chmod(0o644)
    assert "chmod 600" in wrong(file)[0], "an address may hold a password"


def run(*arguments):
    return subprocess.run([sys.executable, "-c", NO_NETWORK, str(SERVE.parent), *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False, env={"PATH": os.environ["PATH"]})


def test_the_real_program_prints_it_calls_nothing_and_ends(file, tmp_path):
    arguments = ["--check", "--config", file, "--page", tmp_path / "page"]
    done = run(*arguments)
    assert done.returncode == 0 and done.stderr == "" and done.stdout.count("\n") == 7, done
    assert {line[:5].strip() for line in done.stdout.splitlines()} == {"ok", "note"} and "canary" not in done.stdout
    file.write_text(GOOD.replace("[quickbooks]", "[quickbook]"))
    done = run(*arguments)
    assert done.returncode == 2 and "wrong  " in done.stdout and "Traceback" not in done.stderr
    assert run("--sandbox", "--port", "0").returncode == 77, "the watch on the network works"


def test_check_needs_a_configuration():
    with pytest.raises(StartProblem, match="--config FILE"):
        options.parse(["--check"])
    with pytest.raises(StartProblem, match="--config FILE"):
        options.parse(["--check", "--sandbox"])
