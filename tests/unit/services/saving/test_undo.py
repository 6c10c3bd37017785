"""The undo of a save: what it sends, and when a person has to do it in the dialog."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    Mailbox,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from desktop_app.services.saving.undo import UndoObstacle, undo_draft, undo_obstacle
from tests.unit.services.fake_client import FakeCrm
from tests.unit.services.saving.test_save import NEW

PROVED = KeepBehaviour.PROVED


def saved(crm: FakeCrm, password: str = "", **values: Value) -> SaveResult:
    """Save mailbox 1 with these values."""
    draft = Draft(crm.boxes[1], {Field[name.upper()]: value for name, value in values.items()})
    draft = replace(draft, password=ReplacePassword(password)) if password else draft
    return save(crm.client(), SaveRequest(draft), CancelToken())


def undone(crm: FakeCrm, first: SaveResult) -> SaveResult:
    return save(crm.client(), SaveRequest(undo_draft(first)), CancelToken())


def test_an_undo_restores_the_changed_fields_alone_and_can_be_undone(crm: FakeCrm) -> None:
    first = saved(crm, port=1993, server="new.example.com")
    assert first.before == {Field.PORT: 993, Field.SERVER: "imap.example.com"}
    crm.change(1, address="theirs@example.com")
    back = undone(crm, first)
    assert crm.boxes[1].values[Field.PORT] == 993
    assert crm.boxes[1].values[Field.SERVER] == "imap.example.com"
    assert crm.boxes[1].values[Field.ADDRESS] == "theirs@example.com"
    assert undone(crm, back).mailbox.values[Field.PORT] == 1993


def test_an_undo_restores_what_was_there_just_before_the_save(crm: FakeCrm) -> None:
    draft = Draft(crm.boxes[1], {Field.PORT: 1993})
    crm.change(1, user_name="theirs")
    first = save(crm.client(), SaveRequest(draft), CancelToken())
    assert undo_draft(first).changes == {Field.PORT: 993}


def test_an_undo_sends_nothing_over_a_later_change(crm: FakeCrm) -> None:
    first = saved(crm, port=1993)
    crm.change(1, port=143)
    with pytest.raises(Conflict):
        undone(crm, first)
    assert crm.boxes[1].values[Field.PORT] == 143


def test_a_replaced_password_cannot_be_undone(crm: FakeCrm) -> None:
    both = saved(crm, "new-password", port=1993)
    assert undo_obstacle(both, PROVED) is UndoObstacle.PASSWORD_REPLACED
    alone = saved(crm, "other-password")
    assert undo_obstacle(alone, PROVED) is UndoObstacle.PASSWORD_REPLACED


def test_a_created_mailbox_cannot_be_undone(crm: FakeCrm) -> None:
    draft = Draft(crm.default, NEW, ReplacePassword("secret"))
    made = save(crm.client(), SaveRequest(draft, frozenset(crm.boxes)), CancelToken())
    assert undo_obstacle(made, PROVED) is UndoObstacle.CREATED


def test_what_was_not_sent_cannot_be_undone(crm: FakeCrm) -> None:
    draft = Draft(crm.boxes[1], {Field.PORT: 1993})
    crm.change(1, port=1993)
    same = save(crm.client(), SaveRequest(draft), CancelToken())
    assert undo_obstacle(same, PROVED) is UndoObstacle.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("behaviour", "obstacle"),
    [
        (KeepBehaviour.PROVED, None),
        (KeepBehaviour.UNPROVED, UndoObstacle.KEEP_UNPROVED),
        (KeepBehaviour.DESTROYS, UndoObstacle.KEEP_DESTROYS),
    ],
)
def test_an_undo_leaves_the_password_out_only_where_it_is_known_to_stay(
    crm: FakeCrm, behaviour: KeepBehaviour, obstacle: UndoObstacle | None
) -> None:
    assert undo_obstacle(saved(crm, port=1993), behaviour) is obstacle


def test_a_type_whose_saves_must_be_confirmed_is_not_restored_at_once() -> None:
    now = Mailbox(1, {Field.SERVER_TYPE: ServerType.IMAP})
    first = SaveResult(now, SaveProof.READ_BACK, before={Field.SERVER_TYPE: ServerType.FACEBOOK})
    assert undo_obstacle(first, PROVED) is UndoObstacle.UNSUPPORTED_TYPE
