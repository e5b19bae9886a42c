"""Secrets at rest: encryption, modes, and what a damaged store does."""

import sqlite3
import stat

import pytest
from cryptography.fernet import Fernet

from server.data_directory import open_data
from server.problem import StartProblem
from server.proxy.tokens import Account, Grant, connection_id
from server.proxy.vault import Vault, VaultError, load_vault


def account(number="1"):
    return Account("quickbooks", number, "Brightwater", "sandbox", ("a",), (), "jo", "2026-11-22T21:40:00Z")


GRANT = Grant("canary-access", "canary-refresh", 1.0, 3601.0)


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "data"


async def stored(directory):
    data = open_data(directory, lambda: 1.0)
    await data.sole.tokens.connect(account("1"), GRANT)
    await data.sole.tokens.connect(account("2"), Grant("other", "other", 1.0, 2.0))
    data.close()
    return directory / "store" / "tokens.sqlite3"


async def test_s70_files_are_private_and_values_are_encrypted(directory):
    path = await stored(directory)
    modes = {found.relative_to(directory).as_posix(): stat.S_IMODE(found.stat().st_mode) for found in directory.rglob("*")}
    assert modes == {"store": 0o700, "key": 0o700, "lock": 0o600, "key/token.key": 0o600, "store/tokens.sqlite3": 0o600,
                     "store/journal.sqlite3": 0o600, "store/databases.sqlite3": 0o600, "store/sessions.sqlite3": 0o600, "backups": 0o700}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert b"canary" not in path.read_bytes() and b"Brightwater" in path.read_bytes()


async def test_s70_a_grant_survives_a_restart(directory):
    await stored(directory)
    data = open_data(directory, lambda: 1.0)
    found = await data.sole.tokens.find(connection_id("quickbooks", "1"))
    assert found.grant == GRANT and found.account == account("1")
    data.close()


async def test_s70_swapped_rows_are_noticed(directory):
    path = await stored(directory)
    with sqlite3.connect(path) as sql:
        rows = sql.execute("SELECT id, sealed FROM connection").fetchall()
        for (identifier, _), (_, sealed) in zip(rows, reversed(rows)):
            sql.execute("UPDATE connection SET sealed = ? WHERE id = ?", (sealed, identifier))
    with pytest.raises(StartProblem, match="belongs to another record"):
        open_data(directory, lambda: 1.0)


def test_s70_every_flipped_byte_is_noticed():
    vault = Vault([Fernet.generate_key()])
    sealed = vault.seal("a", {"x": "y"})
    for place in range(len(sealed) - 2):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1:]
        with pytest.raises(VaultError):
            vault.open("a", changed)


def test_s70_keys_rotate_by_the_order_of_the_list():
    old, new = Fernet.generate_key(), Fernet.generate_key()
    sealed = Vault([old]).seal("a", {"x": 1})
    assert Vault([new, old]).open("a", sealed) == {"x": 1}
    with pytest.raises(VaultError):
        Vault([old]).open("a", Vault([new, old]).seal("a", {}))


@pytest.mark.parametrize("name,mode", [("key/token.key", 0o640), ("key/token.key", 0o604), ("store/tokens.sqlite3", 0o644),
                                       ("store", 0o755), (".", 0o750)])
async def test_s71_files_open_to_others_are_refused(directory, name, mode):
    await stored(directory)
    (directory / name).chmod(mode)
    with pytest.raises(StartProblem, match="chmod"):
        open_data(directory, lambda: 1.0)


async def test_s71_a_credential_of_systemd_is_the_key_and_none_is_made_beside_it(directory, tmp_path, monkeypatch):
    credentials = tmp_path / "credentials"
    credentials.mkdir(mode=0o700)
    (credentials / "ledgerbridge.key").write_bytes(Fernet.generate_key())
    (credentials / "ledgerbridge.key").chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    await stored(directory)
    assert not (directory / "key" / "token.key").exists()
    open_data(directory, lambda: 1.0).close()
    (credentials / "ledgerbridge.key").chmod(0o644)
    with pytest.raises(StartProblem, match="chmod 600"):
        open_data(directory, lambda: 1.0)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    with pytest.raises(StartProblem, match="key file .* is missing"):
        open_data(directory, lambda: 1.0)


async def test_an_unreadable_token_store_is_one_clear_message(directory):
    path = await stored(directory)
    path.write_bytes(b"not a database, by far not, but long enough to be looked at" * 20)
    with pytest.raises(StartProblem, match="token store .* cannot be read"):
        open_data(directory, lambda: 1.0)


async def test_a_lost_or_foreign_key_is_one_clear_message(directory):
    await stored(directory)
    key = directory / "key" / "token.key"
    key.write_bytes(Fernet.generate_key())
    with pytest.raises(StartProblem, match="another key"):
        open_data(directory, lambda: 1.0)
    key.write_text("nonsense")
    with pytest.raises(StartProblem, match="list of keys"):
        open_data(directory, lambda: 1.0)
    key.unlink()
    with pytest.raises(StartProblem, match="is missing"):
        open_data(directory, lambda: 1.0)


async def test_a_damaged_journal_is_one_clear_message(directory):
    await stored(directory)
    (directory / "store" / "journal.sqlite3").write_bytes(b"x" * 4096)
    with pytest.raises(StartProblem, match="journal .* cannot be read"):
        open_data(directory, lambda: 1.0)


async def test_one_data_directory_serves_one_process(directory):
    data = open_data(directory, lambda: 1.0)
    with pytest.raises(StartProblem, match="another server"):
        open_data(directory, lambda: 1.0)
    data.close()
    open_data(directory, lambda: 1.0).close()


def test_s79_secrets_do_not_show_in_representations(tmp_path):
    from server.proxy import providers

    config = providers.hubspot("production", "id", "canary-secret", "http://localhost:1")
    assert "canary" not in repr(config) + repr(GRANT)
    assert load_vault(tmp_path / "k", may_create=True)
