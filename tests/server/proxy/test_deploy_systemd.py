"""S-61, S-71, S-99: the unit file is valid and strict, and the program does its work under what it forbids."""

import configparser
import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[3]
UNIT = ROOT / "server" / "deploy" / "ledgerbridge.service"
PR_SET_MDWE = 65
CONFIGURATION = """
public_origin = "https://books.example.com"
data_directory = "/var/lib/ledgerbridge"
[hubspot]
client_id = "hub"
client_secret_file = "hubspot.secret"
[quickbooks]
client_id = "qb"
client_secret_file = "quickbooks.secret"
"""
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing: apt-get install systemd")


def service():
    parser = configparser.RawConfigParser(strict=False, delimiters="=")
    parser.optionxform = str
    parser.read(UNIT)
    return dict(parser["Service"])


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments, str(UNIT)], capture_output=True, text=True, check=False)


@needs_systemd
def test_s99_the_unit_is_valid():
    done = analyze("verify")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_systemd
def test_s99_its_exposure_is_at_most_two():
    done = analyze("security", "--offline=yes", "--threshold=20", "--no-pager")
    assert done.returncode == 0, done.stdout[-300:]


def test_s61_s79_s99_it_says_what_the_program_counts_on():
    found = service()
    assert int(found["TimeoutStopSec"]) >= 190 and found["LimitCORE"] == "0" and found["UMask"] == "0077"
    for name in ("DynamicUser", "NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelTunables",
                 "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "RestrictNamespaces", "LockPersonality",
                 "MemoryDenyWriteExecute"):
        assert found[name] == "yes", name
    assert (found["ProtectSystem"], found["ProtectProc"], found["CapabilityBoundingSet"]) == ("strict", "invisible", "")
    assert (found["RestrictAddressFamilies"], found["MemoryMax"], found["TasksMax"]) == ("AF_INET AF_INET6 AF_UNIX", "512M", "64")
    assert found["Type"] == "notify"
    assert found["StateDirectory"] == "ledgerbridge" and "ledgerbridge.key:" in found["LoadCredentialEncrypted"]


@pytest.fixture
def credentials(tmp_path):
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    for name, content in {"ledgerbridge.toml": CONFIGURATION, "hubspot.secret": "hub-secret", "quickbooks.secret": "qb-secret",
                          "ledgerbridge.key": Fernet.generate_key().decode()}.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o440)  # as an access list for the service's user shows
    return folder


def command(credentials, data):
    """The unit's own command line, with its places moved."""
    line = service()["ExecStart"].replace("%d/", f"{credentials}/").replace("/opt/ledgerbridge", str(ROOT))
    return line.replace("/var/lib/ledgerbridge", str(data)).replace("--port 8080", "--port 0").split()


def started(arguments, credentials, **options):
    environment = {"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(credentials)}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, umask=0o077,
                               **options)
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    return process, json.loads(line)


def test_s71_s99_the_command_starts_with_credentials_and_without_writable_code(credentials, tmp_path):
    def forbid():
        if ctypes.CDLL(None).prctl(PR_SET_MDWE, 1, 0, 0, 0) != 0:
            os.write(2, b"this kernel cannot forbid writable code\n")

    process, ready = started(command(credentials, tmp_path / "data"), credentials, preexec_fn=forbid)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0 and ready["page"] == "https://books.example.com" and '"stopping"' in errors
    assert not (tmp_path / "data" / "key" / "token.key").exists(), "the key is systemd's credential"


@pytest.mark.parametrize("address", ["file", "abstract"])
def test_s99_systemd_is_told_once_calls_are_answered(credentials, tmp_path, address):
    name = str(tmp_path / "notify") if address == "file" else f"\0ledgerbridge-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name)
        environment = {"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(credentials), "NOTIFY_SOCKET": name.replace("\0", "@")}
        process = subprocess.Popen(command(credentials, tmp_path / "data"), stdout=subprocess.DEVNULL, env=environment)
        manager.settimeout(60)
        assert manager.recv(100) == b"READY=1"
        process.terminate()
    assert process.wait(60) == 0


def allowed_calls():
    """The system calls that the unit's filter leaves, after systemd's own lists."""
    left, filters = set(), re.findall(r"^SystemCallFilter=(.*)$", UNIT.read_text(), re.MULTILINE)
    for line in filters:
        names = set().union(*(expanded(name) for name in line.lstrip("~").split()))
        left = left - names if line.startswith("~") else left | names
    return left


def expanded(name):
    if not name.startswith("@"):
        return {name}
    listing = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout
    members = [line.strip() for line in listing.splitlines()[1:] if line.startswith(" ") and not line.strip().startswith("#")]
    return set().union(*(expanded(member) for member in members))


@needs_systemd
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is missing: apt-get install strace")
def test_s99_every_system_call_of_a_start_a_call_and_a_stop_passes_the_filter(credentials, tmp_path):
    log = tmp_path / "calls"
    process, _ = started(["strace", "-f", "-qq", "-o", str(log), *command(credentials, tmp_path / "data")], credentials)
    port = next(int(found[1]) for found in re.finditer(r"sin_port=htons\((\d+)\)", log.read_text()) if found[1] != "0")
    call = subprocess.run(["python3", "-c", "import http.client, sys\nc = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))\n"
                           "c.request('GET', '/health', headers={'Host': 'books.example.com'})\nprint(c.getresponse().status)", str(port)],
                          check=True, capture_output=True, text=True)
    child = int(log.read_text().split(None, 1)[0])
    os.kill(child, signal.SIGTERM)
    process.communicate(timeout=60)
    used = {found[1] for found in re.finditer(r"^\d+ +([a-z_0-9]+)\(", log.read_text(), re.MULTILINE)}
    assert call.stdout.strip() == "200" and {"accept4", "fdatasync", "execve", "sendto"} <= used
    assert used - allowed_calls() - {"execve", "fchown"} == set(), "SQLite changes owners only when it is root"
