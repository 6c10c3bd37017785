"""Finds the mailbox of each line of a pasted password table, without guessing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.characters import search_key
from desktop_app.core.mailbox.mailbox import Field, Mailbox, MailLogin
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox_list.duplicates import fast_bare_address
from desktop_app.core.mailbox_list.listing import ListedMailbox


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
    LOGIN_CHANGED = auto()
    """Someone has changed the login of the mailbox since the line was added."""


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
    conflicting = UnmatchedReason.CONFLICTING_PASSWORDS
    unused += [UnmatchedRow(each.row, conflicting, each.mailbox) for each in odd]
    unsure = {each.mailbox.id for each in odd}
    sure = tuple(each for each in matches if each.mailbox.id not in unsure)
    return MatchResult(sure, tuple(sorted(unused, key=lambda each: each.row.line_number)))


def _with_conflicting_passwords(matches: Iterable[MatchedRow]) -> list[MatchedRow]:
    """Return the matches that have different passwords for one user of one mail server.

    Testing both would be a second sign-in attempt for that user after the first was refused.
    """
    by_account = defaultdict[tuple[str, str], list[MatchedRow]](list)
    for each in matches:
        by_account[MailLogin.of(each.mailbox.values).account].append(each)
    groups = [g for g in by_account.values() if len({m.row.password for m in g}) > 1]
    return [each for group in groups for each in group]


def ids_named_by_address(lines: Iterable[PasswordRow], rows: Iterable[ListedMailbox]) -> set[int]:
    """Return the ids of the listed mailboxes whose address is in the table."""
    named = {bare_address(line.login) for line in lines if line.login}
    return {row.id for row in rows if row.address and fast_bare_address(row.address) in named}


_MailboxIndex = tuple[Mapping[str, list[Mailbox]], Mapping[str, list[Mailbox]]]


def _index_mailboxes(rows: Iterable[PasswordRow], mailboxes: Iterable[Mailbox]) -> _MailboxIndex:
    """Index by address and by user name the few mailboxes that some line could mean."""
    by_address = {bare_address(line.login): list[Mailbox]() for line in rows}
    by_user = {search_key(line.login): list[Mailbox]() for line in rows}
    for mailbox in mailboxes:
        address = by_address.get(fast_bare_address(mailbox.text(Field.ADDRESS)))
        if address is not None:
            address.append(mailbox)
        user = by_user.get(search_key(mailbox.text(Field.USER_NAME).strip()))
        if user is not None:
            user.append(mailbox)
    return by_address, by_user


def _match_row(row: PasswordRow, index: _MailboxIndex) -> Mailbox | UnmatchedReason:
    by_address, by_user = index
    if not row.password:
        return UnmatchedReason.NO_PASSWORD
    several = by_address.get(bare_address(row.login)) or by_user.get(search_key(row.login)) or []
    if not row.login or not several:
        return UnmatchedReason.UNKNOWN
    if len(several) > 1:
        return UnmatchedReason.AMBIGUOUS_MAILBOX
    return several[0]
