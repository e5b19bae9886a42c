"""S-01, S-96: the configuration of a team, and a real server that has one."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from server import check, config, options
from server.problem import StartProblem
from server.proxy.team.identity_provider import Registration
from server.proxy.team.members import Role

SERVE = Path(__file__).resolve().parents[3] / "serve.py"
GOOD = """
public_origin = "https://books.example.com"
data_directory = "data"
[hubspot]
client_id = "hub-1"
client_secret_file = "canary.secret"
[quickbooks]
client_id = "qb-1"
client_secret_file = "canary.secret"
[team.organisations.brightwater]
admins = ["Anna@Brightwater.test"]
members = ["bo@brightwater.test", "id-7"]
[team.organisations.other]
admins = ["olga@other.test"]
viewers = ["vic@other.test"]
[team.openid_connect]
issuer = "https://id.example.com"
client_id = "bridge"
client_secret_file = "canary.secret"
"""
FRONT = GOOD[:GOOD.index("[team.openid_connect]")] + '[team.reverse_proxy]\nsecret_file = "canary.secret"\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ledgerbridge.toml"
    path.touch(mode=0o600)
    path.write_text(GOOD)
    (tmp_path / "canary.secret").touch(mode=0o600)
    (tmp_path / "canary.secret").write_text("canary-" + "s" * 40)
    return path


def test_s96_everybody_has_an_organisation_and_a_role(file):
    team, way_in = config.load(file).team.team, config.load(file).team.way_in
    assert team.find("anna@brightwater.test").role is Role.ADMIN and team.find("Anna@Brightwater.test") is None
    assert (team.find("id-7").organisation, team.find("vic@other.test").role) == ("brightwater", Role.VIEWER)
    assert way_in == Registration("https://id.example.com", "bridge", "canary-" + "s" * 40,
                                  "https://books.example.com/oauth/sign-in/callback")
    assert "canary" not in repr(config.load(file))
    file.write_text(FRONT)
    assert config.load(file).team.way_in == "canary-" + "s" * 40 and "canary" not in repr(config.load(file))


@pytest.mark.parametrize("old,new,problem", [
    ('public_origin = "https://books.example.com"\n', "", "[team] needs public_origin"),
    ("[team.openid_connect]", "[team.reverse_proxy]\nsecret_file = \"canary.secret\"\n[team.openid_connect]", "exactly one way"),
    ("[team.openid_connect]", "[team.saml]", "team.saml is not known"),
    ('issuer = "https://id.example.com"', 'issuer = "http://id.example.com"', "with https"),
    ('issuer = "https://id.example.com"', 'issuer = "https://id.example.com/.well-known/openid-configuration"', "as issuer"),
    ('client_id = "bridge"\n', "", "team.openid_connect.client_id is missing"),
    ('viewers = ["vic@other.test"]', 'viewers = ["bo@brightwater.test"]', "named twice"),
    ('viewers = ["vic@other.test"]', 'viewers = "vic@other.test"', "must be a list"),
    ('viewers = ["vic@other.test"]', 'viewers = [" "]', "must be a list"),
    ('admins = ["olga@other.test"]\n', "", "has no admins"),
    ("organisations.other", 'organisations."../x"', "the name of an organisation"),
    ("organisations.other", 'organisations."Other"', "the name of an organisation"),
    ("viewers =", "owners =", "owners is not known"),
])
def test_what_is_wrong_is_said(file, old, new, problem):
    assert old in GOOD
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(StartProblem) as refused:
        config.load(file)
    assert problem in str(refused.value)


def test_s96_a_short_secret_of_the_reverse_proxy_is_refused(file):
    file.write_text(FRONT)
    (file.parent / "canary.secret").write_text("short")
    with pytest.raises(StartProblem, match="at least 32 characters"):
        config.load(file)


def test_s71_a_secret_in_the_file_itself_closes_the_file(file):
    own = '[team.reverse_proxy]\nsecret = "' + "s" * 40 + '"'
    file.write_text(FRONT.replace('[team.reverse_proxy]\nsecret_file = "canary.secret"', own))
    file.chmod(0o640)
    with pytest.raises(StartProblem, match="may be read by other users"):
        config.load(file)


def test_s01_the_command_line_may_name_the_origin(file):
    file.write_text(GOOD.replace('public_origin = "https://books.example.com"\n', ""))
    assert config.load(file, "https://ledger.example.org").team.way_in.redirect_uri.startswith("https://ledger.example.org/oauth/")
    with pytest.raises(StartProblem, match="public_origin must look like"):
        config.load(file, "http://ledger.example.org")
    with pytest.raises(StartProblem, match="--public-origin belongs to real accounts"):
        options.parse(["--sandbox", "--public-origin", "https://x.example"])


def test_check_names_the_people_and_the_next_steps(file):
    (file.parent / "data").mkdir(mode=0o700)
    found = check.check(options.parse(["--check", "--config", str(file)]))
    texts = " | ".join(str(finding) for finding in found)
    assert "organisation brightwater: 1 as admin, 2 as member" in texts and "organisations/other" in texts and "canary" not in texts
    assert "redirect URI must be exactly https://books.example.com/oauth/sign-in/callback" in texts
    file.write_text(FRONT)
    texts = " | ".join(str(finding) for finding in check.check(options.parse(["--check", "--config", str(file)])))
    assert "X-Forwarded-User and X-Forwarded-Secret" in texts and "canary" not in texts


def test_s96_a_real_server_lets_in_whom_the_reverse_proxy_names_and_prints_no_sign_in_address(file):
    file.write_text(FRONT)
    with subprocess.Popen([sys.executable, str(SERVE), "--port", "0", "--config", str(file)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        try:
            ready = json.loads(process.stdout.readline())
            port = listening_port(process.pid)
            headers = {"Host": "books.example.com", "X-App": "1", "Origin": "https://books.example.com", "Content-Type": "application/json",
                       "X-Forwarded-User": "olga@other.test"}

            def sign_in(**more):
                asked = urllib.request.Request(f"http://127.0.0.1:{port}/auth/sign-in", b"{}", {**headers, **more})
                try:
                    return urllib.request.urlopen(asked).status
                except urllib.error.HTTPError as answer:
                    return answer.code

            assert [sign_in(), sign_in(**{"X-Forwarded-Secret": "canary-" + "s" * 40})] == [403, 200]
        finally:
            process.terminate()
        errors = process.stderr.read()
    assert ready["page"] == "https://books.example.com" and "sign_in" not in ready and "canary" not in errors and "olga" not in errors
    done = subprocess.run([sys.executable, str(SERVE), "--config", str(file), "--sign-in"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "open https://books.example.com/launch/" in done.stderr


def listening_port(process):
    """The port of the one socket on 127.0.0.1 that a process listens on."""
    sockets = {link.readlink().name for link in Path(f"/proc/{process}/fd").iterdir() if "socket" in str(link.readlink())}
    for line in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets and fields[1].startswith("0100007F"):
            return int(fields[1].partition(":")[2], 16)
    raise AssertionError("it listens nowhere")
