"""Mailboxes that are the same one twice: the same address, or the same login on a mail server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.addresses import bare_address
from desktop_app.core.mailbox import Field, Mailbox, Value, value_text


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a mailbox somewhere: its list row, and its details if they were read."""

    place: str
    id: int
    address: str
    details: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """A mailbox like the one that is to be made. ``same_login`` says how, if not by address."""

    place: str
    address: str
    same_login: bool


def find_twins(values: dict[Field, Value], known: Iterable[Known]) -> list[Twin]:
    """The mailboxes that already have this address, or this login on this server."""
    address = bare_address(value_text(values.get(Field.ADDRESS)))
    login = _login(values)
    twins = []
    for one in known:
        if address and bare_address(one.address) == address:
            twins.append(Twin(one.place, one.address, same_login=False))
        elif one.details is not None and login and _login(dict(one.details.values)) == login:
            twins.append(Twin(one.place, one.address, same_login=True))
    return twins


def _login(values: dict[Field, Value]) -> tuple[str, str] | None:
    server = value_text(values.get(Field.SERVER)).strip().casefold()
    user = value_text(values.get(Field.USER_NAME)).strip().casefold()
    return (server, user) if server and user else None
