"""What a server's refusals mean: by response code (RFC 2449, 3206, 5530), else by phrase."""

from __future__ import annotations

import re

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginRefused,
    LoginUnclear,
    MaildropLocked,
    ProtocolFault,
    ServerFault,
    TlsRequired,
    TooManyConnections,
    Verdict,
)

_IN_USE_CODES = ("IN-USE", "INUSE")
_TOO_OFTEN_CODES = ("LIMIT", "LOGIN-DELAY")
_FAULT_CODES = ("UNAVAILABLE", "SYS/TEMP", "SYS/PERM", "SERVERBUG")
_UNJUDGED_CODES = {*_IN_USE_CODES, *_TOO_OFTEN_CODES, *_FAULT_CODES}
"""Codes which say that the server, not the password, is why the login failed."""
_OTHER_FAULT_CODES = ("CONTACTADMIN", "OVERQUOTA", "REFERRAL")
_REFUSAL_CODES = ("AUTHENTICATIONFAILED", "AUTH", "EXPIRED")
MAX_REPLY_LENGTH = 300
"""Characters of a server's text that are judged, and that are shown.

A text is cut to be shown only after it was redacted: the cut may go through the password.
"""

_PROTOCOL_PREFIX = re.compile(
    r"^\s*(?:\* (?:BYE|BAD|NO)\b|[-+]ERR\b)?\s*(?:\[(?P<code>[A-Z][A-Z0-9/-]*)[^\]]*\])?", re.I
)
_REFERRAL = re.compile(r"\[REFERRAL ([^\]\s]+)", re.IGNORECASE)  # RFC 2221


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_TOO_MANY = _words(
    "too (many|often|frequent)",
    "maximum number of connections",
    "connection limit",
    "limit (reached|exceeded)",
    "rate.?limit",
    "throttl",
)
_TLS_FIRST = _words(
    r"(plaintext|cleartext|plain text)\b.*\b(disallowed|disabled|not allowed)",
    "(issue|use|must).*starttls",
    "(requires?|need) (tls|ssl|encryption)",
    "stls",
)
_BROKEN_SERVER = _words(
    "internal (server )?error",
    "system error",
    r"\b(database|back-?end|ldap)\b",
    "unavailable",
    "maintenance",
    r"\bbusy\b",
    "overload",
)
_COMMAND_WORDS = "command|argument|syntax|tag|state|base64|parameter|request"
_WRONG_PASSWORD = _words(
    r"\bpass(word|wort|ord|wd|phrase)",
    r"\b(credentials?|incorrect|wrong)\b",
    rf"\binvalid\b(?! ({_COMMAND_WORDS}))",
    "kennwort|wachtwoord|adgangskode|lösenord|mot de passe|contraseña",
)
_LOCKED = _words(
    r"\block(ed)?\b",
    r"\bin use\b",
    "already open",
    "another (pop3? )?session",
)
_NO_MAILDROP = _words(
    "temporar",
    r"(can(not|'t| not)|could(n't| not)|unable to|fail(ed|s)? to) "
    r"(enter|open|access|read|select|find|chdir|create)\b.*"
    r"(folder|mailbox|maildrop|maildir|mail drop|inbox|spool|directory)",
)
_LOGIN_FAILED = _words(
    r"\b(auth(entication|enticate|orization)?|log-?in|log-?on|sign-?in)\b.{0,12}"
    r"\b(failed|failure|unsuccessful|denied|error|rejected)\b",
    r"\b(failed|failure)\b.{0,12}\b(auth\w*|log-?in|log-?on|sign-?in)\b",
    "(unknown|no such) user|user( name)? (is )?(unknown|not found)",
)


def decode_line(line: bytes) -> str:
    """Return a server's line as text, without its line end."""
    return line.decode("utf-8", "replace").strip()


def parse_message_count(number: bytes | str) -> int:
    """Return a message count. Raises ValueError if out of range (RFC 3501, 9: 32 bits)."""
    count = int(number)
    if not 0 <= count < 2**32:
        raise ValueError("no number of messages")
    return count


def reply_text(text: str) -> str:
    """Return a refusal's whole foreign text without protocol marks, but with a referral's URL."""
    where = f" ({url[1]})" if (url := _REFERRAL.search(text)) else ""
    return _PROTOCOL_PREFIX.sub("", text, count=1).strip() + where


def response_code(text: str) -> str:
    """Return the response code that a refusal begins with, in upper case, or an empty text."""
    begins = _PROTOCOL_PREFIX.match(text)
    return (begins["code"] or "").upper() if begins else ""


def is_unjudged(text: str) -> bool:
    """Whether a refusal has a response code which says that the password was not the cause.

    Any other login that did not succeed may count as a wrong password on the server, whatever its
    words are.
    """
    return response_code(text) in _UNJUDGED_CODES


def refusal_verdict(text: str, stage: CheckStage, *, encrypted: bool) -> Verdict:
    """Return the verdict for a refusal; ``encrypted`` says whether the connection uses TLS.

    Response codes decide first, then words. Only a code or clear words mean the password.
    """
    code, message = response_code(text), reply_text(text)
    if code in _IN_USE_CODES:
        many = _TOO_MANY.search(message[:MAX_REPLY_LENGTH])
        return TooManyConnections(message) if many else MaildropLocked(message)
    if code in _TOO_OFTEN_CODES:
        return TooManyConnections(message)
    start = message[:MAX_REPLY_LENGTH]
    if not encrypted and (code == "PRIVACYREQUIRED" or _TLS_FIRST.search(start)):
        return TlsRequired()
    if code in _FAULT_CODES or code in _OTHER_FAULT_CODES:
        return ServerFault(stage, ProtocolFault.REPORTED, message)
    if stage is CheckStage.LOGIN and code in _REFUSAL_CODES:
        return LoginRefused(message)
    return _verdict_of_words(message, stage)


def _verdict_of_words(message: str, stage: CheckStage) -> Verdict:
    """Return the verdict for a refusal without a code that decides."""
    fault, start = ServerFault(stage, ProtocolFault.REPORTED, message), message[:MAX_REPLY_LENGTH]
    if _TOO_MANY.search(start):
        return TooManyConnections(message)
    if _BROKEN_SERVER.search(start):
        return fault
    if stage is CheckStage.LOGIN and _WRONG_PASSWORD.search(start):
        return LoginRefused(message)
    if _LOCKED.search(start) and "account" not in start.lower():
        return MaildropLocked(message)
    if stage is not CheckStage.LOGIN or _NO_MAILDROP.search(start):
        return fault
    return LoginRefused(message) if _LOGIN_FAILED.search(start) else LoginUnclear(message)


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
