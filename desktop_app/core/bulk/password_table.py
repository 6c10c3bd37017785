"""A pasted table of mailboxes and their new passwords. It is never kept, and its repr is blind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Field, Mailbox, MailLogin
from desktop_app.core.mailbox.mailbox_rules import access_of
from desktop_app.core.mailbox_list.duplicates import quick_address
from desktop_app.core.mailbox_list.listing import ListedMailbox

MOST_LINES = 10_000
_LINE_END = re.compile(r"\r\n|\n|\r")


class Oddity(Enum):
    """What is unusual about a password, and likely to have come from the pasting."""

    BLANKS_AT_EDGE = auto()
    QUOTED = auto()
    """It stands in quotation marks; they are sent with it."""
    MORE_COLUMNS = auto()
    """A separator follows: part of the password, or a column too many."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, whose password, and the password."""

    number: int
    who: str
    password: str = field(repr=False)
    oddities: tuple[Oddity, ...] = ()


class TooManyLines(ValueError):
    """The table has more than MOST_LINES lines."""


def read_table(text: str) -> tuple[Line, ...]:
    """Read address or user name, separator, password from each line that is not blank.

    A tab separates first, else the first semicolon or comma, else blanks. Nothing of a password is
    cut or changed; a line without one has an empty password. Raises TooManyLines.
    """
    lines = [(n, line) for n, line in enumerate(_LINE_END.split(text), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise TooManyLines
    return tuple(_read(number, line) for number, line in lines)


def _read(number: int, line: str) -> Line:
    who, separator, password = _split(line)
    return Line(number, who.strip(), password, _oddities(password, separator))


def _split(line: str) -> tuple[str, str, str]:
    if "\t" in line:
        return line.partition("\t")
    line = line.lstrip()
    for mark in (r"[;,]", r"\s+(?=\S)"):
        found = re.search(mark, line)
        if found is not None:
            return line[: found.start()], found[0], line[found.end() :]
    return "", "", ""  # alone on its line it may be a password, and whose a line is gets shown


def _oddities(password: str, separator: str) -> tuple[Oddity, ...]:
    quoted = len(password) > 1 and password[0] == password[-1] == '"'
    found = {
        Oddity.BLANKS_AT_EDGE: password != password.strip(),
        Oddity.QUOTED: quoted,
        Oddity.MORE_COLUMNS: separator in {"\t", ";"} and separator in password,
    }
    return tuple(oddity for oddity, is_so in found.items() if is_so)


class Miss(Enum):
    """Why a line gives no password to a mailbox."""

    NO_PASSWORD = auto()
    UNKNOWN = auto()
    """No mailbox has this address or user name."""
    SEVERAL_MAILBOXES = auto()
    """More than one mailbox has it."""
    SEVERAL_LINES = auto()
    """Another line names the same mailbox; none of them is used."""
    LOCKED = auto()
    """The password of this mailbox may not be changed."""
    SEVERAL_PASSWORDS = auto()
    """Another line has another password for the same user on the same mail server."""
    NOT_READ = auto()
    """SuperOffice did not give the details of its mailbox."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line and the mailbox it is for."""

    line: Line
    mailbox: Mailbox


@dataclass(frozen=True, slots=True)
class Unused:
    """A line that is not used, and why; and the one mailbox that it names, if it does."""

    line: Line
    miss: Miss
    mailbox: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """What a table comes to, both in the order of its lines."""

    matches: tuple[Match, ...]
    unused: tuple[Unused, ...]


def match(lines: Iterable[Line], mailboxes: Iterable[Mailbox]) -> Matching:
    """Find the mailbox of each line: by address, else by user name, the case not counting."""
    lines = tuple(lines)
    found = _finder(lines, mailboxes)
    results = [(line, _match_one(line, found)) for line in lines]
    named = Counter(one.id for _line, one in results if isinstance(one, Mailbox))
    matches, unused = list[Match](), list[Unused]()
    for line, one in results:
        if isinstance(one, Miss):
            unused.append(Unused(line, one))
        elif named[one.id] > 1:
            unused.append(Unused(line, Miss.SEVERAL_LINES, one))
        elif not access_of(one)[Field.PASSWORD].can_write:
            unused.append(Unused(line, Miss.LOCKED, one))
        else:
            matches.append(Match(line, one))
    odd = _with_several_passwords(matches)
    unused += [Unused(each.line, Miss.SEVERAL_PASSWORDS, each.mailbox) for each in odd]
    sure = tuple(each for each in matches if each not in odd)
    return Matching(sure, tuple(sorted(unused, key=lambda each: each.line.number)))


def _with_several_passwords(matches: Iterable[Match]) -> list[Match]:
    """To try them would be a second try for that user, after the first was refused."""
    by_login = defaultdict[MailLogin, list[Match]](list)
    for each in matches:
        by_login[MailLogin.of(each.mailbox.values)].append(each)
    groups = [g for g in by_login.values() if len({m.line.password for m in g}) > 1]
    return [each for group in groups for each in group]


def named_by_address(lines: Iterable[Line], rows: Iterable[ListedMailbox]) -> set[int]:
    """The mailboxes of a list that a table names by their address."""
    named = {bare_address(line.who) for line in lines if line.who}
    return {row.id for row in rows if row.address and quick_address(row.address) in named}


_Found = tuple[Mapping[str, list[Mailbox]], Mapping[str, list[Mailbox]]]


def _finder(lines: Iterable[Line], mailboxes: Iterable[Mailbox]) -> _Found:
    """The mailboxes that some line may mean; a list has thousands that none does."""
    by_address = {bare_address(line.who): list[Mailbox]() for line in lines}
    by_user = {line.who.casefold(): list[Mailbox]() for line in lines}
    for mailbox in mailboxes:
        address = by_address.get(quick_address(mailbox.text(Field.ADDRESS)))
        if address is not None:
            address.append(mailbox)
        user = by_user.get(mailbox.text(Field.USER_NAME).strip().casefold())
        if user is not None:
            user.append(mailbox)
    return by_address, by_user


def _match_one(line: Line, found: _Found) -> Mailbox | Miss:
    by_address, by_user = found
    if not line.password:
        return Miss.NO_PASSWORD
    several = by_address.get(bare_address(line.who)) or by_user.get(line.who.casefold()) or []
    if not line.who or not several:
        return Miss.UNKNOWN
    if len(several) > 1:
        return Miss.SEVERAL_MAILBOXES
    return several[0]
