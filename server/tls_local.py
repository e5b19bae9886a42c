"""TLS on this machine alone, for browsers that keep no Secure cookie on plain http://localhost: an authority of our own.

It is made once for a data directory; a person lets the browser trust it. It can vouch for this machine's loopback names only.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .problem import StartProblem
from .proxy.vault import VaultError, refuse_if_shared

FOLDER = "tls"
AUTHORITY = "authority.pem"
_KEY = "authority.key"
_SERVER = "server.pem"
_AUTHORITY_DAYS = 3_650
# Browsers take none that is longer; a new one is made at each start.
_SERVER_DAYS = 90
_NAMES: tuple[x509.GeneralName, ...] = (
    x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.IPAddress(ipaddress.ip_address("::1")))
_PERMITTED: tuple[x509.GeneralName, ...] = (
    x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_network("127.0.0.1/32")), x509.IPAddress(ipaddress.ip_network("::1/128")))


@dataclass(frozen=True)
class LocalTls:
    """What the server needs, and the file that a browser is to trust."""

    context: ssl.SSLContext
    authority: Path


def open_local_tls(directory: Path, now: float) -> LocalTls:
    """`directory` is a data directory that is open. Raises StartProblem if its folder tls cannot be used."""
    folder = directory / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for path in (folder, *folder.iterdir()):
            refuse_if_shared(path)
        moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).replace(tzinfo=None)
        key, certificate = _authority(folder, moment)
        _write(folder / _SERVER, _server(key, certificate, moment))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(folder / _SERVER)
    except (VaultError, OSError, ValueError) as problem:
        raise StartProblem(f"the certificates in {folder} cannot be used ({problem}); move that folder away, and let the browser trust "
                           "the new authority") from problem
    return LocalTls(context, folder / AUTHORITY)


def _authority(folder: Path, now: datetime.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    if (folder / AUTHORITY).exists():
        key = serialization.load_pem_private_key((folder / _KEY).read_bytes(), None)
        certificate = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.not_valid_after < now + datetime.timedelta(days=_SERVER_DAYS):
            raise ValueError("the authority has ended")
        return key, certificate
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Ledgerbridge on this machine, {now:%Y-%m-%d}")])
    certificate = _builder(name, name, key, now, _AUTHORITY_DAYS).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(
        x509.NameConstraints(_PERMITTED, None), critical=True).add_extension(
        _usage(signs_certificates=True), critical=True).sign(key, hashes.SHA256())
    _write(folder / _KEY, _pem(key))
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM))
    return key, certificate


def _server(authority_key: ec.EllipticCurvePrivateKey, authority: x509.Certificate, now: datetime.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = _builder(name, authority.subject, key, now, _SERVER_DAYS).add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True).add_extension(
        x509.SubjectAlternativeName(_NAMES), critical=False).add_extension(
        _usage(signs_certificates=False), critical=True).add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False).sign(authority_key, hashes.SHA256())
    return _pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime,
             days: int) -> x509.CertificateBuilder:
    day = datetime.timedelta(days=1)
    return x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), now - day, now + days * day)


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=False,
                         content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
                         encipher_only=False, decipher_only=False)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, closed to others from its first byte on."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as output:
        output.write(content)
        output.flush()
        os.fsync(output.fileno())
    part.replace(path)
