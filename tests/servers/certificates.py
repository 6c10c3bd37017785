"""TLS for test servers, from an authority that is thrown away: good, and bad in each way."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


class Authority:
    """A certificate authority of the test's own; ``ca_file`` is what a client must trust."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self._folder = folder
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(self.ca_file)

    def good(self) -> ssl.SSLContext:
        """A certificate for 127.0.0.1."""
        return _context(self._ca.issue_cert(HOST))

    def good_remote(self) -> ssl.SSLContext:
        """A certificate for ``HostileServer.remote_origin``."""
        return _context(self._ca.issue_cert("0.0.0.0"))

    def wrong_host(self) -> ssl.SSLContext:
        """A certificate for another host."""
        return _context(self._ca.issue_cert("elsewhere.example.com"))

    def expired(self) -> ssl.SSLContext:
        """A certificate that was good until yesterday."""
        return _context(self.expired_leaf(HOST))

    def not_yet(self) -> ssl.SSLContext:
        """A certificate that will be good from tomorrow."""
        now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
        return _context(self._ca.issue_cert(HOST, not_before=now + day, not_after=now + 3 * day))

    def asks_for_client_certificate(self, version: ssl.TLSVersion) -> ssl.SSLContext:
        """A good certificate of a server that takes only clients that have one too."""
        context = self.good()
        context.minimum_version = context.maximum_version = version
        context.verify_mode = ssl.CERT_REQUIRED
        self._ca.configure_trust(context)
        return context

    def knows_no_name(self) -> ssl.SSLContext:
        """A server that serves none of the names that it is asked for."""
        context = self.for_names("localhost")
        context.set_servername_callback(
            lambda *_names: ssl.AlertDescription.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        )
        return context

    def weak_key(self) -> ssl.SSLContext:
        """A certificate with an RSA key of 1024 bits."""
        names = [x509.IPAddress(ipaddress.ip_address(HOST))]
        return self._odd(names, "", rsa.generate_private_key(65537, 1024))

    def for_names(self, *names: str) -> ssl.SSLContext:
        """A certificate for these."""
        return _context(self._ca.issue_cert(*names))

    def odd(self, names: Sequence[x509.GeneralName], common_name: str) -> ssl.SSLContext:
        """A certificate that is trusted, with just these names and this subject."""
        return self._odd(names, common_name, ec.generate_private_key(ec.SECP256R1()))

    def _odd(
        self,
        names: Sequence[x509.GeneralName],
        common_name: str,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    ) -> ssl.SSLContext:
        now = datetime.datetime.now(datetime.UTC)
        day = datetime.timedelta(days=1)
        signer = load_pem_private_key(self._ca.private_key_pem.bytes(), None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)
        issuer = x509.load_pem_x509_certificate(self._ca.cert_pem.bytes())
        subject = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)] if common_name else []
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name(subject))
            .issuer_name(issuer.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + day)
        )
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        pem = made.sign(signer, hashes.SHA256()).public_bytes(Encoding.PEM)
        file = self._folder / "odd.pem"
        file.write_bytes(pem + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # a weak key is loaded like any other
        context.load_cert_chain(file)
        return context

    def leaf(self, *names: str) -> trustme.LeafCert:
        """A certificate for these, for a server that reads it from a file."""
        return self._ca.issue_cert(*names)

    def expired_leaf(self, *names: str) -> trustme.LeafCert:
        """One that was good until yesterday."""
        now = datetime.datetime.now(datetime.UTC)
        day = datetime.timedelta(days=1)
        return self._ca.issue_cert(*names, not_before=now - 3 * day, not_after=now - day)

    def too_old(self) -> ssl.SSLContext:
        """A good certificate, and no TLS newer than 1.1."""
        context = self.good()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    def unknown_issuer(self) -> ssl.SSLContext:
        """A certificate by somebody whom nobody trusts."""
        return _context(trustme.CA().issue_cert(HOST))

    def self_signed(self) -> ssl.SSLContext:
        """A certificate that vouches for itself."""
        lonely = trustme.CA()
        certificate, key = self._folder / "self.pem", self._folder / "self.key"
        lonely.cert_pem.write_to_path(certificate)
        lonely.private_key_pem.write_to_path(key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


Variant = Callable[[Authority], ssl.SSLContext]


def _context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context
