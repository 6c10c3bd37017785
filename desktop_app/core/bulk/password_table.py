"""Parses a pasted table of new mailbox passwords. Nothing is stored, no repr shows a password."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Field, Mailbox, MailLogin
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox_list.duplicates import fast_bare_address
from desktop_app.core.mailbox_list.listing import ListedMailbox

MAX_LINES = 10_000
_LINE_END = re.compile(r"\r\n|\n|\r")


class PasswordWarning(Enum):
    """An oddity of a password that is probably an accident of copy and paste."""

    EDGE_SPACES = auto()
    QUOTED = auto()
    """The password is in quotation marks, which will be saved too."""
    EXTRA_COLUMN = auto()
    """The password contains the separator: part of the password, or an extra column."""


@dataclass(frozen=True, slots=True)
class PasswordRow:
    """One line of the table; ``line_number`` starts at 1, ``login`` is an address or user name."""

    line_number: int
    login: str
    password: str = field(repr=False)
    warnings: tuple[PasswordWarning, ...] = ()


class TooManyLines(ValueError):
    """The table has more than ``MAX_LINES`` lines."""


def parse_table(text: str) -> tuple[PasswordRow, ...]:
    """Read address or user name, separator and password from each line that is not blank.

    The separator is the first tab, else the first semicolon or comma, else whitespace. Passwords
    are not trimmed or changed; a line without a separator has neither login nor password.

    Raises: TooManyLines.
    """
    lines = [(n, line) for n, line in enumerate(_LINE_END.split(text), start=1) if line.strip()]
    if len(lines) > MAX_LINES:
        raise TooManyLines
    return tuple(_parse_line(number, line) for number, line in lines)


def _parse_line(number: int, line: str) -> PasswordRow:
    who, separator, password = _split_line(line)
    return PasswordRow(number, who.strip(), password, _warnings(password, separator))


def _split_line(line: str) -> tuple[str, str, str]:
    if "\t" in line:
        return line.partition("\t")
    line = line.lstrip()
    for mark in (r"[;,]", r"\s+(?=\S)"):
        found = re.search(mark, line)
        if found is not None:
            return line[: found.start()], found[0], line[found.end() :]
    return "", "", ""  # a lone word may be a password, and the window shows the login


def _warnings(password: str, separator: str) -> tuple[PasswordWarning, ...]:
    quoted = len(password) > 1 and password[0] == password[-1] == '"'
    found = {
        PasswordWarning.EDGE_SPACES: password != password.strip(),
        PasswordWarning.QUOTED: quoted,
        PasswordWarning.EXTRA_COLUMN: separator in {"\t", ";"} and separator in password,
    }
    return tuple(oddity for oddity, is_so in found.items() if is_so)


class UnmatchedReason(Enum):
    """Why a line of the table is not used."""

    NO_PASSWORD = auto()
    UNKNOWN = auto()
    """No mailbox has this address or user name."""
    AMBIGUOUS_MAILBOX = auto()
    """More than one mailbox has this address or user name."""
    DUPLICATE_ROW = auto()
    """Another line names the same mailbox; neither line is used."""
    LOCKED = auto()
    """The password of this mailbox may not be changed."""
    CONFLICTING_PASSWORDS = auto()
    """Another line has another password for the same user on the same mail server."""
    NOT_LOADED = auto()
    """SuperOffice did not return the details of the mailbox."""


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A line of the table and the mailbox that gets its password."""

    row: PasswordRow
    mailbox: Mailbox


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A line that is not used, the reason, and its mailbox (None unless exactly one matches)."""

    row: PasswordRow
    reason: UnmatchedReason
    mailbox: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The lines of a table that match a mailbox and those that do not, in line order."""

    matches: tuple[MatchedRow, ...]
    unmatched: tuple[UnmatchedRow, ...]


def match_rows(rows: Iterable[PasswordRow], mailboxes: Iterable[Mailbox]) -> MatchResult:
    """Find the mailbox of each line by address, else by user name, ignoring case."""
    rows = tuple(rows)
    found = _index_mailboxes(rows, mailboxes)
    results = [(line, _match_row(line, found)) for line in rows]
    named = Counter(one.id for _line, one in results if isinstance(one, Mailbox))
    matches, unused = list[MatchedRow](), list[UnmatchedRow]()
    for line, one in results:
        if isinstance(one, UnmatchedReason):
            unused.append(UnmatchedRow(line, one))
        elif named[one.id] > 1:
            unused.append(UnmatchedRow(line, UnmatchedReason.DUPLICATE_ROW, one))
        elif not field_access_for(one)[Field.PASSWORD].can_write:
            unused.append(UnmatchedRow(line, UnmatchedReason.LOCKED, one))
        else:
            matches.append(MatchedRow(line, one))
    odd = _with_conflicting_passwords(matches)
    unused += [
        UnmatchedRow(each.row, UnmatchedReason.CONFLICTING_PASSWORDS, each.mailbox) for each in odd
    ]
    sure = tuple(each for each in matches if each not in odd)
    return MatchResult(sure, tuple(sorted(unused, key=lambda each: each.row.line_number)))


def _with_conflicting_passwords(matches: Iterable[MatchedRow]) -> list[MatchedRow]:
    """Return the matches that have different passwords for the same login.

    Testing both would be a second sign-in attempt for that user after the first was refused.
    """
    by_login = defaultdict[MailLogin, list[MatchedRow]](list)
    for each in matches:
        by_login[MailLogin.of(each.mailbox.values)].append(each)
    groups = [g for g in by_login.values() if len({m.row.password for m in g}) > 1]
    return [each for group in groups for each in group]


def ids_named_by_address(lines: Iterable[PasswordRow], rows: Iterable[ListedMailbox]) -> set[int]:
    """Return the ids of the listed mailboxes whose address is in the table."""
    named = {bare_address(line.login) for line in lines if line.login}
    return {row.id for row in rows if row.address and fast_bare_address(row.address) in named}


_MailboxIndex = tuple[Mapping[str, list[Mailbox]], Mapping[str, list[Mailbox]]]


def _index_mailboxes(rows: Iterable[PasswordRow], mailboxes: Iterable[Mailbox]) -> _MailboxIndex:
    """Index by address and by user name the few mailboxes that some line could mean."""
    by_address = {bare_address(line.login): list[Mailbox]() for line in rows}
    by_user = {line.login.casefold(): list[Mailbox]() for line in rows}
    for mailbox in mailboxes:
        address = by_address.get(fast_bare_address(mailbox.text(Field.ADDRESS)))
        if address is not None:
            address.append(mailbox)
        user = by_user.get(mailbox.text(Field.USER_NAME).strip().casefold())
        if user is not None:
            user.append(mailbox)
    return by_address, by_user


def _match_row(row: PasswordRow, index: _MailboxIndex) -> Mailbox | UnmatchedReason:
    by_address, by_user = index
    if not row.password:
        return UnmatchedReason.NO_PASSWORD
    several = by_address.get(bare_address(row.login)) or by_user.get(row.login.casefold()) or []
    if not row.login or not several:
        return UnmatchedReason.UNKNOWN
    if len(several) > 1:
        return UnmatchedReason.AMBIGUOUS_MAILBOX
    return several[0]
