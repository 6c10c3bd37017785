"""Finds duplicate mailboxes: the same address, or the same login on a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.characters import search_key
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value, value_text
from desktop_app.core.mailbox.unicode_names import to_punycode
from desktop_app.core.mailbox_list.listing import ListedMailbox

_ANGLE_BRACKETS = re.compile("<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class KnownMailbox:
    """An existing mailbox; ``source`` says where, ``details`` is None if they were not read."""

    source: str
    id: int
    address: str
    details: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An existing mailbox like a new one: with the same login (``same_login``) or address."""

    source: str
    address: str
    same_login: bool


def find_duplicates(values: dict[Field, Value], known: Iterable[KnownMailbox]) -> list[Duplicate]:
    """Return the mailboxes that already have the address, or the login, of these values."""
    address = bare_address(value_text(values.get(Field.ADDRESS)))
    login = login_key(values)
    duplicates = []
    for one in known:
        if address and bare_address(one.address) == address:
            duplicates.append(Duplicate(one.source, one.address, same_login=False))
        elif one.details is not None and login and login_key(one.details.values) == login:
            duplicates.append(Duplicate(one.source, one.address, same_login=True))
    return duplicates


def ids_with_address(rows: Iterable[ListedMailbox], address: Value) -> list[int]:
    """Return the ids of the rows that have an address, however it is written; none if empty."""
    wanted = bare_address(value_text(address))
    return [row.id for row in rows if wanted and bare_address(row.address or "") == wanted]


def login_key(values: Mapping[Field, Value]) -> tuple[str, str] | None:
    """Return server, in its ASCII form, and user name in lower case; None if one is empty."""
    server = value_text(values.get(Field.SERVER)).strip().casefold()
    if not server.isascii():
        server = to_punycode(server) or server
    user = search_key(value_text(values.get(Field.USER_NAME)).strip())
    return (server, user) if server and user else None


def duplicate_ids(known: Iterable[tuple[int, str, Mailbox | None]]) -> frozenset[int]:
    """Return the ids of mailboxes, given as (id, address, details), that share address or login.

    Lists have thousands of mailboxes, so addresses are compared without being validated.
    """
    first: dict[object, int] = {}
    duplicates: set[int] = set()
    for number, address, details in known:
        login = None if details is None else login_key(details.values)
        for mark in filter(None, (fast_bare_address(address), login)):
            other = first.setdefault(mark, number)
            if other != number:
                duplicates.update((other, number))
    return frozenset(duplicates)


def fast_bare_address(text: str) -> str:
    """Return the same as ``bare_address`` for a valid address, four times as fast for ASCII."""
    if not text.isascii():
        return bare_address(text)
    angles = _ANGLE_BRACKETS.search(text)
    return (angles[1] if angles else text.split("(", 1)[0]).strip().casefold()
