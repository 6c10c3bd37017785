"""What a mail server's refusals mean: by response code (RFC 2449, 3206, 5530), else by words."""

from __future__ import annotations

import re

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Fault,
    LoginRefused,
    MaildropLocked,
    Seen,
    ServerFault,
    TooManyConnections,
    Verdict,
    WantsTls,
)

_OF_THE_SERVER = (
    "UNAVAILABLE",
    "SYS/TEMP",
    "SYS/PERM",
    "SERVERBUG",
    "CONTACTADMIN",
    "OVERQUOTA",
    "REFERRAL",
)
LONGEST = 300
"""Characters of a server's refusal that are shown."""

_MARKS = re.compile(r"^(command: [A-Z]+ => )?(\* BYE|-ERR)?\s*(\[[A-Z/-]+[^\]]*\])?", re.IGNORECASE)
_CODE = re.compile(r"\[([A-Z/-]+)[^\]]*\]", re.IGNORECASE)
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
_NOT_NOW = re.compile(r"temporar|try again|later|internal error|unavailable", re.I)


def plain(line: bytes) -> str:
    """A server's line as text, without its end."""
    return line.decode("utf-8", "replace").strip()


def counted(number: bytes | int) -> int:
    """A number of messages. Raises ValueError if it cannot be one (RFC 3501, 9: 32 bits)."""
    count = int(number)
    if not 0 <= count < 2**32:
        raise ValueError("no number of messages")
    return count


def words(text: str) -> str:
    """What a refusal says to people: without the protocol's own marks, but for where to go."""
    where = f" ({url[1]})" if (url := _REFERRAL.search(text[:LONGEST])) else ""
    return _MARKS.sub("", text).strip()[:LONGEST] + where


def code_of(text: str) -> str:
    """The response code in upper case, or empty."""
    found = _CODE.search(text[:80])
    return found[1].upper() if found else ""


def refusal(text: str, stage: CheckStage, *, encrypted: bool) -> Verdict:
    """A refusal at the greeting or at the login."""
    code, said = code_of(text), words(text)
    if code in ("IN-USE", "INUSE"):
        return TooManyConnections(said) if _TOO_MANY.search(text) else MaildropLocked(said)
    if code in ("LIMIT", "LOGIN-DELAY") or _TOO_MANY.search(text):
        return TooManyConnections(said)
    if not encrypted and (code == "PRIVACYREQUIRED" or _TLS_FIRST.search(text)):
        return WantsTls()
    if code in _OF_THE_SERVER:
        return ServerFault(stage, Fault.SAID, said)
    if code not in ("AUTHENTICATIONFAILED", "AUTH"):
        if _LOCKED.search(text) and "account" not in text.lower():
            return MaildropLocked(said)
        if stage is not CheckStage.LOGIN or _NOT_NOW.search(text):
            return ServerFault(stage, Fault.SAID, said)
    return LoginRefused(said)


def seen_in(greeting: bytes) -> Seen:
    """What kind of server greets like this."""
    if greeting[:1] in (b"\x15", b"\x16"):
        return Seen.TLS
    for start, seen in _GREETINGS:
        if greeting.upper().startswith(start):
            return seen
    return Seen.OTHER


_GREETINGS = (
    (b"* OK", Seen.IMAP),
    (b"* PREAUTH", Seen.IMAP),
    (b"* BYE", Seen.IMAP),
    (b"+OK", Seen.POP),
    (b"-ERR", Seen.POP),
    (b"220", Seen.SMTP),
    (b"421", Seen.SMTP),
    (b"554", Seen.SMTP),
    (b"HTTP/", Seen.HTTP),
    (b"<!DOCTYPE", Seen.HTTP),
    (b"<HTML", Seen.HTTP),
    (b"SSH-", Seen.SSH),
)
