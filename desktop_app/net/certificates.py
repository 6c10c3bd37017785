"""Reads a server's certificate, and names the certificate store in use.

cryptography is imported only when a certificate is read.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.core.profiles.server_info import Certificate

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as Read
    from cryptography.x509 import Name


_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def trust_store_from_environment(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """Return what replaces the system's store, such as ``SSL_CERT_FILE=/etc/ca.pem``, or "".

    OpenSSL honours both variables; Windows and macOS ignore them and use their own stores.
    """
    if platform in ("win32", "darwin"):
        return ""
    return ", ".join(f"{name}={environment[name]}" for name in _VARIABLES if environment.get(name))


def describe_certificate(der: bytes | None, tls_version: str = "") -> Certificate:
    """Return names, issuer and expiry (UTC); empty fields if the certificate cannot be read."""
    from cryptography.x509 import load_der_x509_certificate  # lazy: start

    try:
        read = load_der_x509_certificate(der or b"")
    except ValueError:
        return Certificate("", "", None, tls_version, trust_store_from_environment())
    expires = read.not_valid_after_utc
    return Certificate(
        _subject_names(read),
        _name_text(read.issuer),
        expires,
        tls_version,
        trust_store_from_environment(),
    )


def fingerprint(der: bytes) -> str:
    """Return the SHA-256 of a DER certificate in lower-case hexadecimal digits."""
    return hashlib.sha256(der).hexdigest()


def _subject_names(certificate: Read) -> str:
    from cryptography.x509 import (  # lazy: start
        DNSName,
        ExtensionNotFound,
        IPAddress,
        SubjectAlternativeName,
    )

    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except (ExtensionNotFound, ValueError):
        return _name_text(certificate.subject)
    hosts = names.get_values_for_type(DNSName)
    addresses = [str(each) for each in names.get_values_for_type(IPAddress)]
    return ", ".join([*hosts, *addresses]) or _name_text(certificate.subject)


def _name_text(name: Name) -> str:
    from cryptography.x509.oid import NameOID  # lazy: start

    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    found = [str(each.value) for oid in wanted for each in name.get_attributes_for_oid(oid)]
    return ", ".join(dict.fromkeys(found))
