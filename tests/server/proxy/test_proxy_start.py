"""The command line and the configuration: wrong input gives one line and exit code 2, never a stack trace."""

import json
import os
import re
import resource
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server import config, options
from server.problem import StartProblem

SERVE = Path(__file__).resolve().parents[3] / "serve.py"
GOOD = """
data_directory = "data"
[hubspot]
client_id = "hub"
client_secret_file = "hub.secret"
[quickbooks]
client_id = "qb"
client_secret = "qb-secret"
environment = "sandbox"
"""


def serve(*arguments):
    return subprocess.run([sys.executable, str(SERVE), *map(str, arguments)], capture_output=True, text=True, timeout=60,
                          env={"PATH": os.environ["PATH"]}, check=False)


def refused(*arguments):
    done = serve(*arguments)
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2 and len(lines) == 1 and lines[0].startswith("serve.py: ") and done.stdout == "", done
    return lines[0]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ledgerbridge.toml"
    path.write_text(GOOD)
    path.chmod(0o600)
    secret = tmp_path / "hub.secret"
    secret.write_text("hub-secret\n")
    secret.chmod(0o600)
    return path


@pytest.mark.parametrize("port", ["", "http", "-1", "65536", "80.5", "0x50", "8080 ", "\u0668\u0660", "9" * 30])
def test_a_bad_port_is_one_clear_message(port):
    with pytest.raises(StartProblem, match="--port must be a whole number from 0 to 65535"):
        options.parse(["--sandbox", f"--port={port}"])


@pytest.mark.parametrize("arguments,words", [
    ([], "choose --sandbox"), (["--sandbox", "--config", "x"], "exclude each other"), (["--config", "x", "--seed", "3"], "--seed"),
    (["--sandbox", "--scale", "0"], "--scale must be"), (["--sandbox", "--sign-in"], "--sign-in belongs to real accounts"),
    (["--sign-out"], "--sign-out belongs"), (["--config", "x", "--sign-in", "--check"], "exclude each other"),
    (["--sandbox", "--seed", "x"], "--seed must be"), (["--sandbox", "--clock", "noon"], "--clock must be"),
    (["--nonsense"], "--nonsense"), (["--sandbox", "--port"], "--port"), (["--sandbox", "extra"], "extra"),
])
def test_a_bad_command_line_is_one_clear_message(arguments, words):
    with pytest.raises(StartProblem, match=words):
        options.parse(arguments)


def test_defaults_of_the_command_line():
    found = options.parse(["--sandbox"])
    assert (found.port, found.seed, found.scale, found.clock, found.data) == (8080, 1, 120, None, None)
    assert found.page == SERVE.parent / "build" / "web-release" / "page"


def test_the_clock_is_understood_with_and_without_a_zone():
    for text in ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00", "2026-11-22T10:00:00+01:00"):
        assert options.parse(["--sandbox", "--clock", text]).clock.timestamp() == 1795338000.0


def test_messages_of_the_real_program_are_one_line_with_exit_code_two(tmp_path, file):
    assert "--port must be" in refused("--sandbox", "--port", "abc")
    assert "choose --sandbox" in refused()
    assert "cannot be read" in refused("--port", "0", "--config", tmp_path / "missing.toml")
    file.write_text(GOOD.replace('client_id = "qb"', ""))
    assert "quickbooks.client_id is missing" in refused("--port", "0", "--config", file)


def test_a_port_in_use_is_one_clear_message(file):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} is in use" in refused("--port", port, "--config", file)


def test_an_unreadable_token_store_stops_the_real_program(tmp_path, file):
    store = tmp_path / "data" / "store"
    store.mkdir(parents=True, mode=0o700)
    (tmp_path / "data").chmod(0o700)
    (tmp_path / "data" / "key").mkdir(mode=0o700)
    (store / "tokens.sqlite3").write_bytes(b"garbage" * 1000)
    (store / "tokens.sqlite3").chmod(0o600)
    assert "the key file" in refused("--port", "0", "--config", file)
    from cryptography.fernet import Fernet

    key = tmp_path / "data" / "key" / "token.key"
    key.write_bytes(Fernet.generate_key())
    key.chmod(0o600)
    assert "token store" in refused("--port", "0", "--config", file)


def test_a_good_configuration_is_read(file, tmp_path):
    found = config.load(file)
    assert found.clients["hubspot"].client_secret == "hub-secret" and found.clients["hubspot"].environment == "production"
    assert found.clients["quickbooks"].environment == "sandbox" and found.public_origin is None
    assert found.data_directory == tmp_path / "data"
    assert "secret" not in repr(found.clients["hubspot"]).replace("client_secret", "")


@pytest.mark.parametrize("old,new,words", [
    ('client_id = "hub"', "", "hubspot.client_id is missing"),
    ('client_secret = "qb-secret"', "", "quickbooks.client_secret_file .* is missing"),
    ('data_directory = "data"', "", "data_directory is missing"), ("[quickbooks]", "[quickbook]", "quickbook is not known"),
    ('environment = "sandbox"', 'environment = "test"', "quickbooks.environment must be"),
    ('client_id = "hub"', "client_id = 7", "must be a text"),
    ('client_id = "hub"', 'client_id = " "', "must be a text"), ("hub.secret", "nowhere.secret", "nowhere.secret"),
    ("[hubspot]", "[hubspot", "not valid TOML"),
    ('data_directory = "data"', 'data_directory = "data"\npublic_origin = "http://x"', "public_origin must look like"),
    ('data_directory = "data"', 'data_directory = "data"\nportt = 1', "portt is not known"),
    ('client_secret = "qb-secret"', 'client_secret = "qb-secret"\nclient_secret_file = "x"', "not both"),
])
def test_a_wrong_configuration_is_one_clear_message(file, old, new, words):
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(StartProblem, match=words) as problem:
        config.load(file)
    assert "\n" not in str(problem.value) and "qb-secret" not in str(problem.value)


def test_a_missing_section_is_one_clear_message(file):
    file.write_text(GOOD[:GOOD.index("[quickbooks]")])
    with pytest.raises(StartProblem, match=r"section \[quickbooks\] is missing"):
        config.load(file)


@pytest.mark.parametrize("name", ["ledgerbridge.toml", "hub.secret"])
def test_s71_s72_secrets_open_to_other_users_are_refused(file, tmp_path, name):
    (tmp_path / name).chmod(0o644)
    with pytest.raises(StartProblem, match="chmod 600"):
        config.load(file)


def test_a_configuration_without_secrets_inside_may_be_shared(file, tmp_path):
    (tmp_path / "qb.secret").write_text("qb-secret")
    (tmp_path / "qb.secret").chmod(0o600)
    file.write_text(GOOD.replace('client_secret = "qb-secret"', 'client_secret_file = "qb.secret"'))
    file.chmod(0o644)
    assert config.load(file).clients["quickbooks"].client_secret == "qb-secret"


def test_s01_only_loopback_addresses_are_bound():
    from server.listen import loopback

    sockets = loopback(0)
    assert {bound.getsockname()[0] for bound in sockets} <= {"127.0.0.1", "::1"}
    assert len({bound.getsockname()[1] for bound in sockets}) == 1
    for bound in sockets:
        bound.close()


def listening_addresses(process):
    """The local addresses on which a process listens, as the kernel writes them."""
    descriptors = {os.readlink(path) for path in Path(f"/proc/{process}/fd").iterdir()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in descriptors:
                found.add(fields[1].split(":")[0])
    return found


@pytest.mark.parametrize("origin", ["", 'public_origin = "https://books.example.com"\n'])
def test_s01_s79_the_real_program_listens_on_loopback_only_and_leaves_no_core(file, origin):
    file.write_text(origin + GOOD)
    with subprocess.Popen([sys.executable, str(SERVE), "--port", "0", "--config", str(file)], stdout=subprocess.PIPE, text=True,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))) as process:
        try:
            assert '"page"' in process.stdout.readline()
            found = listening_addresses(process.pid)
            assert "0100007F" in found and found <= {"0100007F", "00000000000000000000000001000000"}
            limits = Path(f"/proc/{process.pid}/limits").read_text()
            assert "Max core file size        0                    0" in limits
        finally:
            process.terminate()
    assert process.returncode == 0


@pytest.mark.parametrize("extra", [["--host", "0.0.0.0"], ["--bind", "0.0.0.0"], ["--public-origin", "https://x.example"]])
def test_s01_there_is_no_way_to_bind_elsewhere(extra):
    with pytest.raises(StartProblem):
        options.parse(["--sandbox", *extra])


def test_s05_a_sign_in_address_needs_a_server_that_ran_before(file):
    assert "start the server first" in refused("--config", file, "--sign-in")


def test_s05_a_person_at_a_terminal_is_shown_the_address_that_signs_in(file):
    reading, terminal = os.openpty()
    with subprocess.Popen([sys.executable, str(SERVE), "--port", "0", "--config", str(file)], stdout=terminal) as process:
        try:
            os.close(terminal)
            with open(reading, "rb", closefd=False) as shown:
                ready = json.loads(shown.readline())
            assert re.fullmatch(re.escape(ready["page"]) + r"/launch/#[A-Za-z0-9_-]{43}", ready["sign_in"])
        finally:
            process.terminate()
    os.close(reading)
    assert process.returncode == 0


def test_s29_sign_out_ends_every_session_from_the_command_line(file, tmp_path):
    from server.data_directory import open_data, sessions_path

    data = open_data(tmp_path / "data", time.time)
    data.sessions.new_launch_token()
    done = serve("--config", file, "--sign-out")
    assert (done.returncode, done.stdout) == (0, "every browser is signed out\n"), done
    data.close()
    with sqlite3.connect(sessions_path(tmp_path / "data")) as sql:
        assert sql.execute("SELECT count(*) FROM launch").fetchone() == (0,)
