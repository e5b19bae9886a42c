"""The key of the stores in the desktop's keyring, over the Secret Service interface of freedesktop.org.

Only that interface is spoken, so there is no other place, such as a plain file, in which a key could end up by mistake.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from .vault import Vault, VaultError, new_key, vault_of


def vault_in_keyring(directory: Path, may_create: bool) -> Vault:
    """The keys that the keyring has for a data directory; for a new one it is made there. May ask the person to unlock it.

    Raises VaultError.
    """
    try:
        import secretstorage  # only here: a key in a file needs none of it
        from secretstorage.exceptions import SecretStorageException
    except ImportError as problem:
        raise VaultError("the key is to be in the keyring, but its interface is missing: "
                         "apt-get install python3-secretstorage") from problem
    try:
        with closing(secretstorage.dbus_init()) as connection:
            text = _key(secretstorage, connection, str(directory), may_create)
    except (SecretStorageException, OSError) as problem:
        raise VaultError(f"the keyring of this desktop cannot be used ({type(problem).__name__}); log in to the desktop, or leave "
                         "keyring out of the configuration") from problem
    try:
        return vault_of(text)
    except ValueError as problem:
        raise VaultError(f"what the keyring has for {directory} is no list of keys; restore it there") from problem


def _key(secretstorage: Any, connection: Any, directory: str, may_create: bool) -> str:
    collection = secretstorage.get_default_collection(connection)
    if collection.is_locked() and collection.unlock():
        raise VaultError("the keyring stayed locked; start again and unlock it")
    attributes = {"application": "ledgerbridge", "directory": directory}
    for item in collection.search_items(attributes):
        return item.get_secret().decode("ascii", "replace")
    if not may_create:
        raise VaultError(f"the keyring has no key for {directory}; restore it there, or move the data directory away and connect both "
                         "accounts again")
    key = new_key()
    collection.create_item(f"Ledgerbridge: key of {directory}", attributes, key)
    return key.decode("ascii")
