"""S-71: the key in the keyring of a desktop, with a real Secret Service on a bus of its own."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.proxy.vault import VaultError

ROOT = Path(__file__).resolve().parents[3]
MISSING = [name for name in ("gnome-keyring-daemon", "dbus-run-session") if shutil.which(name) is None]
needs_keyring = pytest.mark.skipif(bool(MISSING) or importlib.util.find_spec("secretstorage") is None,
                                   reason="a Secret Service is missing: apt-get install gnome-keyring dbus-daemon python3-secretstorage")
# What runs inside: the login keyring is made with the password on standard input, as a login does.
SESSION = 'printf %s "$PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
STORE = """
import sys
from pathlib import Path
from server.data_directory import Keeping, open_data
data = open_data(Path(sys.argv[1]), lambda: 1.0, Keeping(keyring=True))
sealed = data.sole.tokens._vault.seal("x", {"a": 1})
sys.stdout.write(sealed.decode()) if len(sys.argv) == 2 else print(data.sole.tokens._vault.open("x", sys.argv[2].encode()))
data.close()
"""


def in_session(home, *arguments, password="login"):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_DATA_HOME": str(home / "share"), "XDG_RUNTIME_DIR": str(home),
                   "PASSWORD": password, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["dbus-run-session", "--", "sh", "-c", SESSION, "sh", sys.executable, "-c", STORE, *map(str, arguments)],
                          capture_output=True, text=True, env=environment, check=False, timeout=60)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@needs_keyring
def test_s71_the_key_is_made_once_in_the_keyring_and_in_no_file(home, tmp_path):
    data = tmp_path / "data"
    sealed = in_session(home, data)
    assert sealed.returncode == 0, sealed.stderr
    assert not list((data / "key").iterdir())
    opened = in_session(home, data, sealed.stdout)
    assert opened.stdout == "{'a': 1}\n", opened.stderr
    other = in_session(home, tmp_path / "other", sealed.stdout)
    assert "encrypted with another key" in other.stderr, "each directory has its own"


@needs_keyring
def test_s71_a_keyring_without_the_key_of_an_existing_store_is_a_problem_that_says_so(home, tmp_path):
    assert in_session(home, tmp_path / "data").returncode == 0
    shutil.rmtree(home / "share")
    again = in_session(home, tmp_path / "data")
    assert again.returncode != 0 and "the keyring has no key for" in again.stderr


@pytest.mark.skipif(importlib.util.find_spec("secretstorage") is None, reason="python3-secretstorage is not installed")
def test_s71_without_a_desktop_the_start_is_refused_and_no_file_takes_its_place(tmp_path):
    done = subprocess.run([sys.executable, "-c", STORE, str(tmp_path / "data")], capture_output=True, text=True, check=False,
                          env={"PATH": os.environ["PATH"],
                               "PYTHONPATH": str(ROOT), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"})
    assert "the keyring of this desktop cannot be used" in done.stderr and not list((tmp_path / "data" / "key").iterdir())


def test_s71_a_missing_interface_is_named(tmp_path, monkeypatch):
    from server.proxy.keyring import vault_in_keyring

    monkeypatch.setitem(sys.modules, "secretstorage", None)
    with pytest.raises(VaultError, match="apt-get install python3-secretstorage"):
        vault_in_keyring(tmp_path, True)
