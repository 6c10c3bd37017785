"""What a server's refusals mean: by response code (RFC 2449, 3206, 5530), else by phrase."""

from __future__ import annotations

import re

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginRefused,
    MaildropLocked,
    ProtocolFault,
    ServerFault,
    TlsRequired,
    TooManyConnections,
    Verdict,
)

_SERVER_FAULT_CODES = (
    "UNAVAILABLE",
    "SYS/TEMP",
    "SYS/PERM",
    "SERVERBUG",
    "CONTACTADMIN",
    "OVERQUOTA",
    "REFERRAL",
)
MAX_REPLY_LENGTH = 300
"""Characters of a server's refusal that are shown."""

_PROTOCOL_PREFIX = re.compile(
    r"^(command: [A-Z]+ => )?(\* BYE|-ERR)?\s*(\[[A-Z/-]+[^\]]*\])?", re.IGNORECASE
)
_RESPONSE_CODE = re.compile(r"\[([A-Z/-]+)[^\]]*\]", re.IGNORECASE)
_REFERRAL = re.compile(r"\[REFERRAL ([^\]\s]+)", re.IGNORECASE)  # RFC 2221
_TOO_MANY = re.compile(
    r"too many|maximum number of connections|connection limit|limit reached", re.I
)
_LOCKED = re.compile(
    r"\block(ed)?\b|in use by|already (open|in use)|another (pop3? )?session", re.I
)
_TLS_FIRST = re.compile(
    r"(plaintext|cleartext|plain text)\b.*\b(disallowed|disabled|not allowed)"
    r"|(issue|use|must).*starttls|(requires?|need) (tls|ssl|encryption)|stls",
    re.I,
)
_TEMPORARY = re.compile(r"temporar|try again|later|internal error|unavailable", re.I)


def decode_line(line: bytes) -> str:
    """Return a server's line as text, without its line end."""
    return line.decode("utf-8", "replace").strip()


def parse_message_count(number: bytes | int) -> int:
    """Return a message count. Raises ValueError if out of range (RFC 3501, 9: 32 bits)."""
    count = int(number)
    if not 0 <= count < 2**32:
        raise ValueError("no number of messages")
    return count


def reply_text(text: str) -> str:
    """Return a refusal's foreign text without protocol marks, but with a referral's URL."""
    where = f" ({url[1]})" if (url := _REFERRAL.search(text[:MAX_REPLY_LENGTH])) else ""
    return _PROTOCOL_PREFIX.sub("", text).strip()[:MAX_REPLY_LENGTH] + where


def response_code(text: str) -> str:
    """Return the response code in upper case, or an empty text."""
    found = _RESPONSE_CODE.search(text[:80])
    return found[1].upper() if found else ""


def refusal_verdict(text: str, stage: CheckStage, *, encrypted: bool) -> Verdict:
    """Return the verdict for a refusal; ``encrypted`` says whether the connection uses TLS."""
    code, message = response_code(text), reply_text(text)
    if code in ("IN-USE", "INUSE"):
        return TooManyConnections(message) if _TOO_MANY.search(text) else MaildropLocked(message)
    if code in ("LIMIT", "LOGIN-DELAY") or _TOO_MANY.search(text):
        return TooManyConnections(message)
    if not encrypted and (code == "PRIVACYREQUIRED" or _TLS_FIRST.search(text)):
        return TlsRequired()
    if code in _SERVER_FAULT_CODES:
        return ServerFault(stage, ProtocolFault.REPORTED, message)
    if code not in ("AUTHENTICATIONFAILED", "AUTH"):
        if _LOCKED.search(text) and "account" not in text.lower():
            return MaildropLocked(message)
        if stage is not CheckStage.LOGIN or _TEMPORARY.search(text):
            return ServerFault(stage, ProtocolFault.REPORTED, message)
    return LoginRefused(message)


def detect_protocol(greeting: bytes) -> DetectedProtocol:
    """Return the protocol that a greeting belongs to."""
    if greeting[:1] in (b"\x15", b"\x16"):
        return DetectedProtocol.TLS
    for start, seen in _GREETINGS:
        if greeting.upper().startswith(start):
            return seen
    return DetectedProtocol.OTHER


_GREETINGS = (
    (b"* OK", DetectedProtocol.IMAP),
    (b"* PREAUTH", DetectedProtocol.IMAP),
    (b"* BYE", DetectedProtocol.IMAP),
    (b"+OK", DetectedProtocol.POP),
    (b"-ERR", DetectedProtocol.POP),
    (b"220", DetectedProtocol.SMTP),
    (b"421", DetectedProtocol.SMTP),
    (b"554", DetectedProtocol.SMTP),
    (b"HTTP/", DetectedProtocol.HTTP),
    (b"<!DOCTYPE", DetectedProtocol.HTTP),
    (b"<HTML", DetectedProtocol.HTTP),
    (b"SSH-", DetectedProtocol.SSH),
)
