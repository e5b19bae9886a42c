"""Files encrypted in pieces: every alteration is noticed, any size comes back."""

import io

import pytest
from cryptography.fernet import Fernet

from server.proxy.sealed_file import PIECE_LENGTH, SealedFileError, SealedReader, SealedWriter, read_head
from server.proxy.vault import Vault

VAULT = Vault([Fernet.generate_key()])
TAG = 16


def sealed(content, head=None, vault=VAULT, step=70_001):
    output = io.BytesIO()
    writer = SealedWriter(output, vault, head or {"n": 1})
    for start in range(0, len(content), step):
        writer.write(content[start:start + step])
    writer.finish()
    return output.getvalue()


def opened(data, vault=VAULT):
    return b"".join(SealedReader(io.BytesIO(data), vault).pieces())


def pattern(length):
    return bytes(number * 31 % 251 for number in range(length % PIECE_LENGTH)) + b"x" * (length - length % PIECE_LENGTH)


@pytest.mark.parametrize("length", [0, 1, PIECE_LENGTH - 1, PIECE_LENGTH, PIECE_LENGTH + 1, 2 * PIECE_LENGTH, 3 * PIECE_LENGTH + 5])
def test_any_length_comes_back(length):
    content = pattern(length)
    data = sealed(content)
    assert opened(data) == content and read_head(io.BytesIO(data)) == {"n": 1}


def test_nothing_of_the_content_is_readable_and_the_same_content_looks_different_each_time():
    content = b"canary-content" * 1_000
    first, second = sealed(content), sealed(content)
    assert b"canary" not in first and first[200:] != second[200:]


def test_each_changed_byte_is_noticed():
    data = sealed(b"some content", {"name": "a"})
    for place in range(len(data)):
        with pytest.raises(SealedFileError):
            opened(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])


def test_cut_repeated_and_moved_pieces_are_noticed():
    data = sealed(pattern(3 * PIECE_LENGTH))
    whole = PIECE_LENGTH + TAG
    start = len(data) - 3 * whole
    before, pieces = data[:start], [data[start + whole * at:start + whole * (at + 1)] for at in range(3)]
    assert opened(before + b"".join(pieces)) == pattern(3 * PIECE_LENGTH)
    for order in ((0, 1), (0,), (), (0, 2), (1, 0, 2), (0, 1, 1, 2), (0, 1, 2, 2), (0, 0, 2)):
        with pytest.raises(SealedFileError):
            opened(before + b"".join(pieces[at] for at in order))
    for length in (1, TAG, whole - 1):
        with pytest.raises(SealedFileError):
            opened(data[:-length])


def test_a_piece_of_another_file_is_noticed():
    first, second = sealed(b"1" * 100), sealed(b"2" * 100)
    with pytest.raises(SealedFileError):
        opened(first[:-116] + second[-116:])


def test_keys_rotate_and_a_foreign_key_opens_nothing():
    old, new = Fernet.generate_key(), Fernet.generate_key()
    data = sealed(b"x", vault=Vault([old]))
    assert opened(data, Vault([new, old])) == b"x"
    with pytest.raises(SealedFileError):
        opened(data, Vault([new]))
    with pytest.raises(SealedFileError):
        opened(sealed(b"x", vault=Vault([new, old])), Vault([old]))
