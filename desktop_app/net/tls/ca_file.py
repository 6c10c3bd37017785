"""Reads the certificates of a CA file in every form in which people get one.

PEM, DER and PKCS #7 (``.p7b``), in UTF-8 or UTF-16, with any line ends and any text around.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from collections.abc import Iterator

from desktop_app.core.errors import CaFileError, CaFileProblem

MAX_CA_FILE_BYTES = 8 * 1024 * 1024
"""Largest CA file that is read; a bundle of all public authorities has about 250 kB."""

_DER_SEQUENCE = 0x30
_SIGNED_DATA_OID = bytes.fromhex("06092a864886f70d010702")
"""PKCS #7 signedData, 1.2.840.113549.1.7.2, the wrapper of a list of certificates."""
_PKCS12_VERSION = bytes.fromhex("020103")
"""The first element of a PKCS #12 store (RFC 7292, 4)."""
_NAMES_OF_BLOCKS = ("CERTIFICATE", "PKCS7", "CMS")
"""Ends of the names of PEM blocks: also X509 CERTIFICATE and TRUSTED CERTIFICATE (RFC 7468, 5)."""
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_ca_file(file: str) -> list[bytes]:
    """Return the certificates of a CA file in DER, at least one. Raises CaFileError.

    A certificate is not checked here: OpenSSL does that when it takes the certificate over.
    """
    content = _content(file)
    found = [each for der in _der_objects(content) for each in _certificates(der)]
    if not found:
        raise CaFileError(_problem_of(content))
    return found


def _content(file: str) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise OSError("no plain file")  # reading a pipe would block for ever
        with open(file, "rb") as stream:
            content = stream.read(MAX_CA_FILE_BYTES + 1)
    except FileNotFoundError:
        problem = CaFileProblem.NOT_FOUND
    except (OSError, ValueError):
        problem = CaFileProblem.UNREADABLE
    else:
        if len(content) <= MAX_CA_FILE_BYTES:
            return content
        problem = CaFileProblem.TOO_LARGE
    raise CaFileError(problem)


def _problem_of(content: bytes) -> CaFileProblem:
    is_store = content[:1] == b"\x30" and _PKCS12_VERSION in content[:16]
    return CaFileProblem.PASSWORD_STORE if is_store else CaFileProblem.NO_CERTIFICATE


def _der_objects(content: bytes) -> Iterator[bytes]:
    """Yield what the file holds in DER: the file itself, or each of its PEM blocks."""
    if content[:1] == b"\x30":
        yield content
        return
    _, *blocks = _text(content).split("-----BEGIN ")
    for block in blocks:
        name, _, rest = block.partition("-----")
        body, _, end = rest.partition("-----END ")
        if name.endswith(_NAMES_OF_BLOCKS) and end.startswith(name):
            yield _decoded("".join(body.split()))


def _text(content: bytes) -> str:
    """Return the file as text; what stands around the blocks may be in any encoding."""
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    return content.decode("latin-1")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _certificates(der: bytes) -> list[bytes]:
    """Return the certificates of a DER object; none if the object is cut or something else."""
    whole = der[: _der_length(der)]
    if not whole or _PKCS12_VERSION in whole[:16]:
        return []
    return _unwrapped(whole) if _SIGNED_DATA_OID in whole[:32] else [whole]


def _der_length(der: bytes) -> int:
    """Return the length of the SEQUENCE at the start, header included; 0 if it is cut.

    OpenSSL's TRUSTED CERTIFICATE has more behind the certificate itself.
    """
    if len(der) < 2 or der[0] != _DER_SEQUENCE:
        return 0
    size, head = der[1], 2
    if size & 0x80:
        head += size & 0x7F
        size = int.from_bytes(der[2:head], "big")
    return head + size if head + size <= len(der) else 0


def _unwrapped(pkcs7: bytes) -> list[bytes]:
    from cryptography.hazmat.primitives.serialization import Encoding  # lazy: only for .p7b files
    from cryptography.hazmat.primitives.serialization.pkcs7 import (  # lazy: only for .p7b files
        load_der_pkcs7_certificates,
    )

    try:
        return [each.public_bytes(Encoding.DER) for each in load_der_pkcs7_certificates(pkcs7)]
    except ValueError:
        return []
