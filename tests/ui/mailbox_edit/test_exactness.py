"""From any bytes that are a mailbox to the bytes of its save: only what the user changed differs.

The entities are as a server might write them: unknown properties, names in any case, odd ports and
types, rights of every kind, passwords absent, null, empty or masked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, Mailbox, ServerType
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo.samples.rights_scenarios import SCENARIOS
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.webapi.client_factory import open_client
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save
from tests.ui.edits import type_password

NAMES = {
    Field.SERVER_TYPE: "ServerType",
    Field.ADDRESS: "Address",
    Field.USER_NAME: "Username",
    Field.PASSWORD: "Password",
    Field.SERVER: "Server",
    Field.PORT: "Port",
}
OURS = {name.lower() for name in NAMES.values()}
NOT_SENT = {"tableright", "fieldproperties", "password"}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBER = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
MASKS = ["FULL", "None", "Read", "Write", "Update", "Select", "Insert", "Read, Write", "Sparkle"]
HINTS = ["", "Uninitialized", "Update, UIHintMandatory", "Update, UIHintReadOnly", "Select, Update"]
MASK = st.sampled_from([*MASKS, *HINTS]) | TEXT
RIGHT = st.none() | st.fixed_dictionaries({"Mask": MASK, "Reason": st.none() | TEXT}) | ANYTHING
PROPERTY = st.fixed_dictionaries(
    {"FieldRight": RIGHT, "FieldType": TEXT | st.just("System.String"), "FieldLength": ANYTHING}
)
RIGHTS = st.dictionaries(
    st.sampled_from([*NAMES.values(), "PopServer", "pop_user", "popport", "Else"]),
    PROPERTY | ANYTHING,
    max_size=6,
)
KNOWN_RIGHTS = st.sampled_from([json.loads(s.field_properties) for s in SCENARIOS.values()])
KNOWN_ROWS = st.sampled_from([json.loads(s.table_right) for s in SCENARIOS.values()])
TYPES = ["Imaps", "Imap", "Pop", "Pops", "IMAPS", "Mapi", "ImapOAuth", "Unknown", "Frobnicate"]
MAYBE: dict[str, st.SearchStrategy[Any]] = {
    "Address": TEXT | ANYTHING,
    "Username": TEXT | ANYTHING,
    "Server": TEXT | ANYTHING,
    "Port": st.integers(1, 65535) | st.sampled_from([0, -1, 70000, 2**31, 993.0]) | ANYTHING,
    "ServerType": st.sampled_from(TYPES) | ANYTHING,
    "Password": st.none() | st.sampled_from(["", "********", "•••", "plain"]) | ANYTHING,
    "TableRight": KNOWN_ROWS | RIGHT,
    "FieldProperties": KNOWN_RIGHTS | RIGHTS | ANYTHING,
}


@st.composite
def entities(draw: st.DrawFn) -> dict[str, Any]:
    """A mailbox on the wire, its properties in any order."""
    likely = {"ServerType": draw(st.sampled_from(TYPES[:5])), "Port": 993}
    entity = {**likely, **draw(st.fixed_dictionaries({}, optional=MAYBE))}
    entity["MailInFilterId"] = draw(st.integers(1, 2**62))
    for name, value in draw(st.dictionaries(TEXT, ANYTHING, max_size=4)).items():
        if name.lower() not in {each.lower() for each in entity} | OURS | NOT_SENT:
            entity[name] = value
    return dict(draw(st.permutations(list(entity.items()))))


def written(entity: dict[str, Any]) -> bytes:
    return json.dumps(entity).encode()


def exact(body: bytes) -> dict[str, Any]:
    """What is in it, numbers as they are written."""
    read: dict[str, Any] = json.loads(body, parse_float=str, parse_int=str)
    return read


def as_loaded(entity: dict[str, Any]) -> dict[str, Any]:
    """What a save of an untouched mailbox would have to say, type names in their usual case."""
    loaded = {n: v for n, v in exact(written(entity)).items() if n.lower() not in NOT_SENT}
    return {
        n: v.lower() if n == "ServerType" and isinstance(v, str) else v for n, v in loaded.items()
    }


def sent(draft: Draft) -> dict[str, Any]:
    found = exact(encode_save(draft))
    if isinstance(found.get("ServerType"), str):
        found["ServerType"] = found["ServerType"].lower()
    return found


def decoded(entity: dict[str, Any]) -> Mailbox:
    mailbox = decode_entity(written(entity))
    assert mailbox is not None
    return mailbox


@pytest.fixture
def editor(dispatcher: MainThreadDispatcher, profile: Profile) -> Iterator[MailboxEditor]:
    workspace = Workspace(profile, lambda: open_client(profile, "never asked", "en"), dispatcher)
    made = MailboxEditor(workspace)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    workspace.close()
    workspace.deleteLater()


arbitrary = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@arbitrary
@given(entity=entities())
def test_untouched_there_is_nothing_to_send(editor: MailboxEditor, entity: dict[str, Any]) -> None:
    mailbox = decoded(entity)
    editor.show_mailbox(mailbox)
    assert editor.draft.is_empty
    assert not editor.can_send
    assert editor.confirmation_panel.isHidden()
    assert sent(editor.draft) == as_loaded(entity), "and if it were sent, nothing would change"


@arbitrary
@given(entity=entities(), which=st.sampled_from(sorted(Field, key=str)), typed=TEXT, odd=st.data())
def test_a_save_changes_what_the_user_changed_and_nothing_else(
    editor: MailboxEditor, entity: dict[str, Any], which: Field, typed: str, odd: st.DataObject
) -> None:
    editor.show_mailbox(decoded(entity))
    if odd.draw(st.booleans(), label="edit anyway"):
        editor.form.allow_unsupported_type()
    may = editor.form.rows[which].access.can_write
    event(f"{which.name} {'written' if may else 'locked'}")
    type_into(editor, which, typed)
    draft, now = editor.draft, sent(editor.draft)
    before = as_loaded(entity)
    if not may:
        assert draft.is_empty
        assert now == before, "what is locked cannot be changed"
        return
    name = NAMES[which]
    other = {n for n in {*before, *now} - {name} if before.get(n) != now.get(n)}
    follows = {"Port"} if which is Field.SERVER_TYPE else set()
    assert other <= follows, "the port may follow its type, and is marked as changed"
    assert [n for n in now if n.lower() in NOT_SENT - {name.lower()}] == []
    assert editor.can_send is not draft.is_empty
    if which in editor.form.text_editors and which in draft.changes:
        assert now.get(name) == typed, "to the letter"
    if which is Field.PASSWORD:
        assert now.get(name) == (editor.form.password_editor.secret_field.text() or None)


def type_into(editor: MailboxEditor, which: Field, typed: str) -> None:
    """What a person does to a field, as far as it lets them."""
    form = editor.form
    if which in form.text_editors:
        form.text_editors[which].setText(typed)
    elif which is Field.PORT:
        form.port_editor.setValue(4711)
    elif which is Field.SERVER_TYPE:
        form.type_editor.set_value(ServerType.POPS)
    else:
        type_password(form, typed)


@arbitrary
@given(entity=entities(), typed=st.lists(st.tuples(st.sampled_from(sorted(Field, key=str)), TEXT)))
def test_undoing_everything_leaves_nothing_to_send(
    editor: MailboxEditor, entity: dict[str, Any], typed: list[tuple[Field, str]]
) -> None:
    editor.show_mailbox(decoded(entity))
    for field, text in typed:
        type_into(editor, field, text)
    for field, row in editor.form.rows.items():
        row.undo_requested.emit(field)
    assert editor.draft.is_empty
    assert editor.draft.password == KeepPassword()
    assert not editor.can_send
    assert sent(editor.draft) == as_loaded(entity)
