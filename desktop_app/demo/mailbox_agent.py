"""The four mailbox methods of SuperOffice's CustomerService agent, and the rights they enforce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.demo import faults
from desktop_app.demo.carriers import DEFAULTS, Carrier, mailbox_entity, visible_values
from desktop_app.demo.list_response_cache import ListResponseCache, ResponseBody
from desktop_app.demo.request_binding import PostedMailbox
from desktop_app.demo.samples.rights_scenarios import (
    CREATE_FORBIDDEN_SCENARIO,
    CREATED_SCENARIO,
    DEFAULT_ENTITY_SCENARIO,
)
from desktop_app.demo.samples.sample_mailboxes import PASSWORD_READINGS
from desktop_app.demo.samples.sample_rights import (
    UNRESTRICTED,
    FieldRule,
    field_rules,
    may_insert,
    may_update,
)
from desktop_app.demo.samples.store import DemoStore, StoredMailbox

_COLUMN_LIMIT = 255  # characters, of every text column of mail_in_filter

FieldChanges = Mapping[str, str | int]


class CustomerServiceAgent:
    """Executes the agent's methods on a store. `may_create` False withholds the Insert right.

    `language` None returns raw texts. The methods may be called from any thread.
    """

    def __init__(self, store: DemoStore, may_create: bool = True) -> None:
        self._store = store
        self._list_cache = ListResponseCache(store)
        situation = DEFAULT_ENTITY_SCENARIO if may_create else CREATE_FORBIDDEN_SCENARIO
        self._default_mailbox = StoredMailbox(
            id=0,
            server_type=str(DEFAULTS["ServerType"]),
            address="",
            table_right=situation.table_right,
            field_properties=situation.field_properties,
        )

    def mailboxes(self, language: str | None) -> ResponseBody:
        """Answer GetMailboxes: the list of all mailboxes as JSON."""
        return self._list_cache.body(language)

    def mailbox_entity(self, mailbox_id: int, language: str | None) -> Carrier | None:
        """Answer GetMailboxEntity; None if no mailbox has this id."""
        box = self._store.mailbox(mailbox_id)
        return None if box is None else mailbox_entity(box, language)

    def default_entity(self, language: str | None) -> Carrier:
        """Answer CreateDefaultMailboxEntity: an entity with id 0 to start a new mailbox from."""
        return mailbox_entity(self._default_mailbox, language)

    def save(self, posted: PostedMailbox, language: str | None) -> Carrier:
        """Answer SaveMailboxEntity with the saved entity.

        Raises: ErrorResponse if rights or field rules forbid the save.
        """
        with self._store.lock:
            saved = self._create(posted) if posted.id == 0 else self._update(posted)
        return mailbox_entity(saved, language)

    def _update(self, posted: PostedMailbox) -> StoredMailbox:
        held = self._store.mailbox(posted.id)
        if held is None:
            raise faults.unknown_mailbox_error(posted.id)
        if not may_update(held.table_right):
            raise faults.permission_error("You may not change this mailbox.")
        changed = _apply_draft(held, posted)
        self._store.update(changed)
        return changed

    def _create(self, posted: PostedMailbox) -> StoredMailbox:
        if not may_insert(self._default_mailbox.table_right):
            raise faults.permission_error("You may not create mailboxes.")
        wanted = _apply_draft(self._default_mailbox, posted)
        return self._store.add(
            replace(
                wanted,
                table_right=CREATED_SCENARIO.table_right,
                field_properties=CREATED_SCENARIO.field_properties,
                password_reading=PASSWORD_READINGS[len(wanted.address) % len(PASSWORD_READINGS)],
            )
        )


def _apply_draft(stored: StoredMailbox, posted: PostedMailbox) -> StoredMailbox:
    """Return the stored mailbox with the posted values, after checking every changed field."""
    rules = field_rules(stored.field_properties)
    changes = _changed_fields(stored, posted)
    for name, value in changes.items():
        _check_change(name, value, rules.get(name, UNRESTRICTED))
    after = _with_changes(stored, changes)
    for name, rule in rules.items():
        if rule.mandatory and _is_empty(after, name):
            raise faults.mandatory_field_error(name)
    return after


def _changed_fields(stored: StoredMailbox, posted: PostedMailbox) -> FieldChanges:
    """Return the posted values that differ from a read; an entity posted back changes nothing.

    A read never shows the password, so any posted text counts, even the stars of a read.
    """
    before = visible_values(stored)
    asked: dict[str, str | int] = {
        "ServerType": posted.server_type,
        "Address": posted.address,
        "Username": posted.username,
        "Server": posted.server,
        "Port": posted.port,
    }
    changes = {name: value for name, value in asked.items() if value != before[name]}
    if posted.password is not None and posted.password != stored.password:
        changes["Password"] = posted.password
    return changes


def _check_change(name: str, value: str | int, rule: FieldRule) -> None:
    if not rule.writable:
        raise faults.permission_error(f"You may not change {name}.")
    limit = rule.length or _COLUMN_LIMIT
    if isinstance(value, str) and _utf16_length(value) > limit:
        raise faults.too_long_error(name, limit)


def _utf16_length(text: str) -> int:
    """Count UTF-16 code units, as .NET does."""
    return len(text.encode("utf-16-le")) // 2


def _with_changes(stored: StoredMailbox, changes: FieldChanges) -> StoredMailbox:
    return replace(
        stored,
        server_type=str(changes.get("ServerType", stored.server_type)),
        address=str(changes.get("Address", stored.address)),
        username=str(changes.get("Username", stored.username)),
        password=str(changes.get("Password", stored.password)),
        server=str(changes.get("Server", stored.server)),
        port=int(changes.get("Port", stored.port)),
    )


def _is_empty(mailbox: StoredMailbox, name: str) -> bool:
    held: dict[str, str | int] = {
        "ServerType": mailbox.server_type,
        "Address": mailbox.address,
        "Username": mailbox.username,
        "Password": mailbox.password,
        "Server": mailbox.server,
        "Port": mailbox.port,
    }
    return name in held and held[name] == DEFAULTS.get(name, "")
