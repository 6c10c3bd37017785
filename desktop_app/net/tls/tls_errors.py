"""Why TLS failed, from the error of OpenSSL or of the operating system's verifier."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

from desktop_app.core.errors import TlsCause

_BY_CODE = {
    9: TlsCause.NOT_YET,
    10: TlsCause.EXPIRED,
    18: TlsCause.SELF_SIGNED,
    2: TlsCause.UNKNOWN_ISSUER,
    19: TlsCause.UNKNOWN_ISSUER,
    20: TlsCause.UNKNOWN_ISSUER,
    21: TlsCause.UNKNOWN_ISSUER,
    27: TlsCause.UNKNOWN_ISSUER,
    23: TlsCause.REVOKED,
    62: TlsCause.WRONG_NAME,
    64: TlsCause.WRONG_NAME,
    66: TlsCause.WEAK_CERTIFICATE,  # the key of the server
    67: TlsCause.WEAK_CERTIFICATE,  # the key of an authority
    68: TlsCause.WEAK_CERTIFICATE,  # signed with a broken hash
}
"""X509_V_ERR_... of openssl/x509_vfy.h."""

_BY_TEXT = (
    ("not trusted", TlsCause.UNKNOWN_ISSUER),
    ("untrusted", TlsCause.UNKNOWN_ISSUER),
    ("not standards compliant", TlsCause.WRONG_NAME),
    ("revoked", TlsCause.REVOKED),
    ("cn name", TlsCause.WRONG_NAME),
    ("name", TlsCause.WRONG_NAME),
    ("expired", TlsCause.EXPIRED),
    ("validity period", TlsCause.EXPIRED),
)
"""Phrases of macOS and Windows through truststore, whose error codes are not OpenSSL's."""

_BY_REASON = (
    (
        TlsCause.CLIENT_CERTIFICATE,
        (
            "CERTIFICATE_REQUIRED",
            "ALERT_NO_CERTIFICATE",
            "ALERT_BAD_CERTIFICATE",
            "ALERT_UNSUPPORTED_CERTIFICATE",
            "ALERT_CERTIFICATE_UNKNOWN",
            "ALERT_UNKNOWN_CA",
            "ALERT_ACCESS_DENIED",
        ),
    ),
    (TlsCause.NAME_REFUSED, ("UNRECOGNIZED_NAME",)),
    (TlsCause.WEAK_CERTIFICATE, ("EE_KEY_TOO_SMALL", "CA_KEY_TOO_SMALL", "CA_MD_TOO_WEAK")),
    (
        TlsCause.TOO_OLD,
        (
            "UNSUPPORTED_PROTOCOL",
            "PROTOCOL_VERSION",
            "NO_PROTOCOLS_AVAILABLE",
            "VERSION_TOO_LOW",
            "INSUFFICIENT_SECURITY",
            "HANDSHAKE_FAILURE",
            "DH_KEY_TOO_SMALL",
            "NO_SHARED_CIPHER",
            "UNSAFE_LEGACY_RENEGOTIATION",
        ),
    ),
    (
        TlsCause.NOT_TLS,
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER"),
    ),
)
"""Parts of OpenSSL's reasons. An alert about a certificate comes from the server, hence is about
the certificate that the client did not send."""

_HANDSHAKE_ALERT = "ALERT_HANDSHAKE_FAILURE"


def tls_cause(error: ssl.SSLError) -> TlsCause:
    """Return why TLS failed; OTHER if the library does not say.

    A server whose TLS is too old gives up at the client's first message. One that gives up after
    it has chosen the cipher misses the client's certificate (RFC 5246, 7.4.6).
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return _verification_cause(error)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return TlsCause.CLOSED
    reason = error.reason or ""
    if _HANDSHAKE_ALERT in reason and getattr(error, "cipher_was_chosen", False):
        return TlsCause.CLIENT_CERTIFICATE
    return next((cause for cause, parts in _BY_REASON if _has(reason, parts)), TlsCause.OTHER)


def _has(reason: str, parts: Sequence[str]) -> bool:
    return any(part in reason for part in parts)


def _verification_cause(error: ssl.SSLCertVerificationError) -> TlsCause:
    known = _BY_CODE.get(getattr(error, "verify_code", 0))
    if known is not None:
        return known
    text = (getattr(error, "verify_message", "") or str(error)).lower()
    return next((cause for words, cause in _BY_TEXT if words in text), TlsCause.OTHER)
