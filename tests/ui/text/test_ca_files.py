"""CA files as people get them: every usual form is read, and what is none is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12Certificate,
    serialize_java_truststore,
)

from desktop_app.core.errors import AppError
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.tls_trust import Trust
from desktop_app.ui.text.errors.explain import explain
from tests.servers.certificates import Authority
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer

Form = Callable[[bytes], bytes]


def loaded(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def der(pem: bytes) -> bytes:
    return loaded(pem).public_bytes(Encoding.DER)


def pkcs7(encoding: Encoding) -> Form:
    return lambda pem: serialize_certificates([loaded(pem)], encoding)


def pkcs12(pem: bytes) -> bytes:
    return serialize_java_truststore(
        [PKCS12Certificate(loaded(pem), b"ca")], BestAvailableEncryption(b"password")
    )


def with_text_around(pem: bytes) -> bytes:
    """What `openssl x509 -text` and `openssl s_client` print."""
    head = "Certificate:\n    Data:\n        Issuer: O = Ålesund\nsubject=/CN=x\n"
    return head.encode("latin-1") + pem + b"\n---\nServer certificate\n"


FORMS: dict[str, Form] = {
    "PEM": lambda pem: pem,
    "DER": der,
    "PKCS #7 as Windows exports it": pkcs7(Encoding.DER),
    "PKCS #7 in letters": pkcs7(Encoding.PEM),
    "BOM": lambda pem: b"\xef\xbb\xbf" + pem,
    "UTF-16": lambda pem: pem.decode().encode("utf-16"),
    "CRLF": lambda pem: pem.replace(b"\n", b"\r\n"),
    "CR": lambda pem: pem.replace(b"\n", b"\r"),
    "spaces at the ends": lambda pem: b"  " + pem.replace(b"\n", b"  \n "),
    "text around": with_text_around,
    "trusted": lambda pem: pem.replace(b" CERTIFICATE", b" TRUSTED CERTIFICATE"),
    "X509": lambda pem: pem.replace(b" CERTIFICATE", b" X509 CERTIFICATE"),
    "a damaged one beside it": lambda pem: pem.replace(b"MII", b"MXX", 1) + pem,
    "twice": lambda pem: pem + pem,
    "without a newline": lambda pem: pem.strip(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_usual_form_is_read(authority: Authority, tmp_path: Path, form: str) -> None:
    file = tmp_path / "company.cer"
    file.write_bytes(FORMS[form](authority.ca_file.read_bytes()))
    assert outcome(authority, file) == "200"


def outcome(authority: Authority, file: Path) -> str:
    """The status of a call that trusts the file, or what a person reads."""
    with HostileServer({"*": reply(b"{}")}, tls=authority.good()) as server:
        try:
            with HttpSession(Trust(str(file))) as session:
                return str(session.call(HttpRequest("GET", server.url)).status)
        except AppError as error:
            return explain(error).text


KEY = b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n"
UNUSABLE: dict[str, tuple[Form, str]] = {
    "empty": (lambda _pem: b"", "contains no certificate"),
    "a text": (lambda _pem: "Grüße".encode(), "contains no certificate"),
    "a key": (lambda _pem: KEY, "contains no certificate"),
    "cut": (lambda pem: pem[: len(pem) // 2], "contains no certificate"),
    "cut DER": (lambda pem: der(pem)[:-20], "contains no certificate"),
    "no certificate in it": (
        lambda _pem: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "contains no certificate",
    ),
    "a store with a password": (pkcs12, "a certificate store with a password"),
    "far too large": (lambda pem: pem + b" " * (9 << 20), "larger than"),
}


@pytest.mark.parametrize("content", UNUSABLE)
def test_what_is_none_is_told_as_the_file_s_fault(
    authority: Authority, tmp_path: Path, content: str
) -> None:
    make, sentence = UNUSABLE[content]
    file = tmp_path / "company.cer"
    file.write_bytes(make(authority.ca_file.read_bytes()))
    told = outcome(authority, file)
    assert "CA file" in told
    assert sentence in told


def test_a_file_that_is_gone(authority: Authority, tmp_path: Path) -> None:
    assert "CA file was not found" in outcome(authority, tmp_path / "gone.pem")


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file(
    authority: Authority, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "company.pem")
    assert "CA file cannot be read" in outcome(authority, tmp_path / "company.pem")


def test_a_name_that_no_file_can_have(authority: Authority) -> None:
    assert "CA file cannot be read" in outcome(authority, Path("a\0b"))
