"""S-26: https on this machine, by an authority that can vouch for nothing else."""

import json
import ssl
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from cryptography import x509

from server import check, main, options
from server.problem import StartProblem
from server.tls_local import open_local_tls

SERVE = Path(__file__).resolve().parents[3] / "serve.py"
NOW = 1_795_000_000.0
CONFIG = """
data_directory = "data"
[hubspot]
client_id = "hub"
client_secret = "canary-hub"
[quickbooks]
client_id = "qb"
client_secret = "canary-qb"
environment = "sandbox"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ledgerbridge.toml"
    path.touch(mode=0o600)
    path.write_text(CONFIG)
    return path


def test_s26_a_real_server_speaks_https_that_its_authority_vouches_for(file):
    command = [sys.executable, str(SERVE), "--port", "0", "--config", str(file), "--tls-local"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline())
            trusting = ssl.create_default_context(cafile=ready["authority"])
            answer = urllib.request.urlopen(f"{ready['page']}/health", context=trusting)
            assert ready["page"].startswith("https://localhost:") and answer.status == 200
            assert answer.headers["Strict-Transport-Security"] is None, "it would forbid http on every port of localhost"
            with pytest.raises(OSError):
                urllib.request.urlopen(f"{ready['page']}/health", context=ssl.create_default_context())
            with pytest.raises(OSError):
                urllib.request.urlopen(ready["page"].replace("https", "http") + "/health")
        finally:
            process.terminate()
    assert process.returncode == 0


def test_s26_the_authority_stays_is_private_and_bound_to_this_machine(tmp_path):
    first = open_local_tls(tmp_path, NOW)
    authority, server = first.authority.read_bytes(), (tmp_path / "tls" / "server.pem").read_bytes()
    assert open_local_tls(tmp_path, NOW + 86_400).authority.read_bytes() == authority
    assert (tmp_path / "tls" / "server.pem").read_bytes() != server, "a new one at each start"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "tls").iterdir()} == {0o600}
    certificate = x509.load_pem_x509_certificate(authority)
    permitted = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert permitted.critical
    assert [str(name.value) for name in permitted.value.permitted_subtrees] == ["localhost", "127.0.0.1/32", "::1/128"]
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    served = x509.load_pem_x509_certificate(server[server.index(b"-----BEGIN CERT"):])
    assert (served.not_valid_after - served.not_valid_before).days <= 91


def test_s26_a_certificate_of_it_for_another_name_is_not_taken(tmp_path, monkeypatch):
    from server import tls_local

    monkeypatch.setattr(tls_local, "_NAMES", (x509.DNSName("books.example.com"),))
    found = open_local_tls(tmp_path, time.time())
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = found.context.wrap_bio(ours, theirs, server_side=True)
    trusting = ssl.create_default_context(cafile=str(found.authority))
    client = trusting.wrap_bio(theirs, ours, server_hostname="books.example.com")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        for _ in range(4):
            for side in (client, server):
                try:
                    side.do_handshake()
                except ssl.SSLWantReadError:
                    pass


@pytest.mark.parametrize("damage", ["shared", "cut", "old"])
def test_s26_files_that_are_damaged_open_to_others_or_ended_are_named(tmp_path, damage):
    found, now = open_local_tls(tmp_path, NOW), NOW
    if damage == "shared":
        (tmp_path / "tls" / "authority.key").chmod(0o644)
    elif damage == "cut":
        found.authority.write_bytes(b"-----BEGIN CERTIFICATE-----\n")
    else:
        now += 3_600 * 86_400
    with pytest.raises(StartProblem, match="move that folder away"):
        open_local_tls(tmp_path, now)


def test_s26_it_is_for_real_accounts_without_a_server_in_front(file):
    for arguments in (["--sandbox"], ["--config", str(file), "--public-origin", "https://x.example"]):
        with pytest.raises(StartProblem, match="--tls-local"):
            options.parse([*arguments, "--tls-local"])
    found = options.parse(["--config", str(file), "--check", "--tls-local"])
    assert "must be exactly https://localhost:8080/oauth/intuit/callback" in " ".join(str(one) for one in check.check(found))
    file.write_text('public_origin = "https://x.example"\n' + CONFIG)
    assert any("exclude each other" in str(one) for one in check.check(found))
    assert main.main(["--config", str(file), "--tls-local", "--port", "0"]) == 2
