"""The traits that mailboxes are counted and filtered by, and the quick filter for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value, value_text
from desktop_app.core.mailbox.mailbox_rules import can_save
from desktop_app.core.mailbox.rights import TableRight, row_lock
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.risks import Risk


class Security(Enum):
    """How the connection to the mail server is secured, as far as the server type says."""

    PLAINTEXT = auto()
    TLS = auto()
    OAUTH = auto()
    NOT_STATED = auto()


class EditRight(Enum):
    """What the user may do with a mailbox as a whole."""

    CHANGE = auto()
    READ_ONLY = auto()  # the row may be updated, but its type or all of its fields are locked
    NO_UPDATE = auto()  # the row itself may not be updated


_SECURITY = {
    ServerType.POP: Security.PLAINTEXT,
    ServerType.IMAP: Security.PLAINTEXT,
    ServerType.POPS: Security.TLS,
    ServerType.IMAPS: Security.TLS,
    ServerType.IMAP_OAUTH: Security.OAUTH,
}

TypeTrait = ServerType | str
"""A server type; for a type that this program does not know, the server's text."""


@dataclass(frozen=True, slots=True)
class FilterTraits:
    """The traits of one mailbox. A trait is None while it is unknown.

    ``server`` is the host in lower case, empty if the mailbox has none.
    """

    type: TypeTrait | None = None
    security: Security | None = None
    server: str | None = None
    right: EditRight | None = None
    is_duplicate: bool | None = None
    risks: frozenset[Risk] | None = None
    states: frozenset[MailboxState] | None = None


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """A filter on traits. A mailbox must match one member of each set; an empty set matches all."""

    types: frozenset[TypeTrait] = frozenset()
    securities: frozenset[Security] = frozenset()
    servers: frozenset[str] = frozenset()
    rights: frozenset[EditRight] = frozenset()
    duplicates: bool = False
    risks: frozenset[Risk] = frozenset()
    states: frozenset[MailboxState] = frozenset()

    def __bool__(self) -> bool:
        """Return whether the filter can hide any mailbox."""
        return self != NO_FILTER

    def matches(self, traits: FilterTraits) -> bool | None:
        """Return whether a mailbox matches; None if its traits are not known well enough yet."""
        answers = (
            _is_in(traits.type, self.types),
            _is_in(traits.security, self.securities),
            _is_in(traits.server, self.servers),
            _is_in(traits.right, self.rights),
            traits.is_duplicate if self.duplicates else True,
            _has_any(traits.risks, self.risks),
            _has_any(traits.states, self.states),
        )
        if False in answers:
            return False
        return None if None in answers else True


NO_FILTER = QuickFilter()
"""The filter that every mailbox matches."""
Finding = TypeVar("Finding", Risk, MailboxState)


def _is_in(value: object, asked: frozenset[object]) -> bool | None:
    if not asked:
        return True
    return None if value is None else value in asked


def _has_any(found: frozenset[Finding] | None, asked: frozenset[Finding]) -> bool | None:
    if not asked:
        return True
    return None if found is None else bool(found & asked)


def security_for(server_type: Value) -> Security:
    """Return how a server type secures the connection to the mail server."""
    if not isinstance(server_type, ServerType):
        return Security.NOT_STATED
    return _SECURITY.get(server_type, Security.NOT_STATED)


def server_key(mailbox: Mailbox) -> str:
    """Return the mail server of a mailbox in lower case, or empty; the key for counting."""
    return mailbox.text(Field.SERVER).strip().casefold()


def edit_right_for(listed: TableRight | None, mailbox: Mailbox | None) -> EditRight | None:
    """Return what the user may do, from the list's right and the details; None if still unknown.

    ``mailbox`` is None while the details are not read.
    """
    if row_lock(listed, is_new=False):
        return EditRight.NO_UPDATE
    if mailbox is None:
        return None
    if row_lock(mailbox.table_right, is_new=False):
        return EditRight.NO_UPDATE
    return EditRight.CHANGE if can_save(mailbox) else EditRight.READ_ONLY


def traits_for(listed: TableRight | None, mailbox: Mailbox | None) -> FilterTraits:
    """Return the traits of a mailbox, except duplicates and risks, which need the whole list."""
    right = edit_right_for(listed, mailbox)
    if mailbox is None:
        return FilterTraits(right=right)
    kind = mailbox.values.get(Field.SERVER_TYPE)
    return FilterTraits(
        type=kind if isinstance(kind, ServerType) else value_text(kind),
        security=security_for(kind),
        server=server_key(mailbox),
        right=right,
    )
