"""Why a TLS handshake failed, from the error of OpenSSL or of the operating system's verifier."""

from __future__ import annotations

import ssl

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
    62: TlsCause.WRONG_NAME,
    64: TlsCause.WRONG_NAME,
    66: TlsCause.TOO_OLD,  # the key is too small
    67: TlsCause.TOO_OLD,
    68: TlsCause.TOO_OLD,  # signed with a broken hash
}
"""X509_V_ERR_... of openssl/x509_vfy.h."""

_BY_TEXT = (
    ("not trusted", TlsCause.UNKNOWN_ISSUER),
    ("untrusted", TlsCause.UNKNOWN_ISSUER),
    ("not standards compliant", TlsCause.WRONG_NAME),
    ("cn name", TlsCause.WRONG_NAME),
    ("name", TlsCause.WRONG_NAME),
    ("expired", TlsCause.EXPIRED),
    ("validity period", TlsCause.EXPIRED),
)
"""Phrases of macOS and Windows through truststore, whose error codes are not OpenSSL's."""

_TOO_OLD_REASONS = (
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "VERSION_TOO_LOW",
    "INSUFFICIENT_SECURITY",
    "HANDSHAKE_FAILURE",
    "DH_KEY_TOO_SMALL",
    "EE_KEY_TOO_SMALL",
    "NO_SHARED_CIPHER",
    "UNSAFE_LEGACY_RENEGOTIATION",
)
_NOT_TLS_REASONS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER",
)


def tls_cause(error: ssl.SSLError) -> TlsCause:
    """Return why the handshake failed; OTHER if the library does not say."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _verification_cause(error)
    reason = error.reason or ""
    if any(part in reason for part in _TOO_OLD_REASONS):
        return TlsCause.TOO_OLD
    return TlsCause.NOT_TLS if any(part in reason for part in _NOT_TLS_REASONS) else TlsCause.OTHER


def _verification_cause(error: ssl.SSLCertVerificationError) -> TlsCause:
    known = _BY_CODE.get(getattr(error, "verify_code", 0))
    if known is not None:
        return known
    text = (getattr(error, "verify_message", "") or str(error)).lower()
    return next((cause for words, cause in _BY_TEXT if words in text), TlsCause.OTHER)
