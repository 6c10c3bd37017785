"""The four mailbox methods of the CustomerService agent, and the rights they enforce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.demo import faults
from desktop_app.demo.carriers import DEFAULTS, Carrier, entity, shown
from desktop_app.demo.list_response_cache import Body, Listing
from desktop_app.demo.request_binding import Draft
from desktop_app.demo.samples.rights_scenarios import CREATE_FORBIDDEN, CREATED, DEFAULT_ENTITY
from desktop_app.demo.samples.sample_mailboxes import READINGS
from desktop_app.demo.samples.sample_rights import (
    FREE,
    FieldRule,
    field_rules,
    may_insert,
    may_update,
)
from desktop_app.demo.samples.store import Store, StoredMailbox

_COLUMN_LIMIT = 255  # characters, of every text column of mail_in_filter

Changes = Mapping[str, str | int]


class CustomerService:
    """Answers the agent's calls from a store. `may_create` False withholds the Insert right."""

    def __init__(self, store: Store, may_create: bool = True) -> None:
        self._store = store
        self._listing = Listing(store)
        situation = DEFAULT_ENTITY if may_create else CREATE_FORBIDDEN
        self._blank = StoredMailbox(
            id=0,
            server_type=str(DEFAULTS["ServerType"]),
            address="",
            table_right=situation.table_right,
            field_properties=situation.field_properties,
        )

    def mailboxes(self, language: str | None) -> Body:
        """Answer GetMailboxes."""
        return self._listing.body(language)

    def mailbox_entity(self, mailbox_id: int, language: str | None) -> Carrier | None:
        """Answer GetMailboxEntity; an unknown id gives None."""
        box = self._store.mailbox(mailbox_id)
        return None if box is None else entity(box, language)

    def default_entity(self, language: str | None) -> Carrier:
        """Answer CreateDefaultMailboxEntity."""
        return entity(self._blank, language)

    def save(self, draft: Draft, language: str | None) -> Carrier:
        """Answer SaveMailboxEntity; raises Fault when rights or rules forbid the save."""
        with self._store.lock:
            saved = self._create(draft) if draft.id == 0 else self._update(draft)
        return entity(saved, language)

    def _update(self, draft: Draft) -> StoredMailbox:
        held = self._store.mailbox(draft.id)
        if held is None:
            raise faults.unknown_mailbox(draft.id)
        if not may_update(held.table_right):
            raise faults.no_right("You may not change this mailbox.")
        changed = _changed(held, draft)
        self._store.put(changed)
        return changed

    def _create(self, draft: Draft) -> StoredMailbox:
        if not may_insert(self._blank.table_right):
            raise faults.no_right("You may not create mailboxes.")
        wanted = _changed(self._blank, draft)
        return self._store.add(
            replace(
                wanted,
                table_right=CREATED.table_right,
                field_properties=CREATED.field_properties,
                password_reading=READINGS[len(wanted.address) % len(READINGS)],
            )
        )


def _changed(held: StoredMailbox, draft: Draft) -> StoredMailbox:
    """Apply a draft to what is held, after checking every field it changes."""
    rules = field_rules(held.field_properties)
    changes = _changes(held, draft)
    for name, value in changes.items():
        _check(name, value, rules.get(name, FREE))
    after = _applied(held, changes)
    for name, rule in rules.items():
        if rule.mandatory and _is_empty(after, name):
            raise faults.mandatory(name)
    return after


def _changes(held: StoredMailbox, draft: Draft) -> Changes:
    """Give what differs from what a read shows: posting back what was read changes nothing.

    The password is never shown, so any text sent for it counts, stars that a read gave too.
    """
    before = shown(held)
    asked: dict[str, str | int] = {
        "ServerType": draft.server_type,
        "Address": draft.address,
        "Username": draft.username,
        "Server": draft.server,
        "Port": draft.port,
    }
    changes = {name: value for name, value in asked.items() if value != before[name]}
    if draft.password is not None and draft.password != held.password:
        changes["Password"] = draft.password
    return changes


def _check(name: str, value: str | int, rule: FieldRule) -> None:
    if not rule.writable:
        raise faults.no_right(f"You may not change {name}.")
    limit = rule.length or _COLUMN_LIMIT
    if isinstance(value, str) and _length(value) > limit:
        raise faults.too_long(name, limit)


def _length(text: str) -> int:
    """Count UTF-16 code units, as .NET does."""
    return len(text.encode("utf-16-le")) // 2


def _applied(held: StoredMailbox, changes: Changes) -> StoredMailbox:
    return replace(
        held,
        server_type=str(changes.get("ServerType", held.server_type)),
        address=str(changes.get("Address", held.address)),
        username=str(changes.get("Username", held.username)),
        password=str(changes.get("Password", held.password)),
        server=str(changes.get("Server", held.server)),
        port=int(changes.get("Port", held.port)),
    )


def _is_empty(box: StoredMailbox, name: str) -> bool:
    held: dict[str, str | int] = {
        "ServerType": box.server_type,
        "Address": box.address,
        "Username": box.username,
        "Password": box.password,
        "Server": box.server,
        "Port": box.port,
    }
    return name in held and held[name] == DEFAULTS.get(name, "")
