"""Certificates of an authority of the tests, for names of our choice."""

import datetime
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """Writes `authority.pem` into the folder; `context` makes what a server needs."""

    def __init__(self, folder):
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ledgerbridge tests")])
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._signed(self.name, self.key.public_key(), x509.BasicConstraints(True, 0)))

    def context(self, name, version=ssl.TLSVersion.TLSv1_3):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        path = self.folder / f"{name}.pem"
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + self._signed(subject, key.public_key(), x509.SubjectAlternativeName([x509.DNSName(name)])))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # the oldest versions need their weak digests
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = version
        context.load_cert_chain(path)
        return context

    def _signed(self, subject, public_key, extension):
        now = datetime.datetime.utcnow()
        builder = x509.CertificateBuilder(self.name, subject, public_key, x509.random_serial_number(), now - DAY, now + DAY)
        return builder.add_extension(extension, critical=False).sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
