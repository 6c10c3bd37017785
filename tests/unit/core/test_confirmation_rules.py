"""Which saves ask first, and which answers hold for a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.confirmation_rules import (
    KEEP_CHOICE,
    daily_choices,
    needs_production_question,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    Mailbox,
    ReplacePassword,
    ServerType,
)
from desktop_app.core.profiles.profile import Environment, Profile

PROFILE = Profile.new("Acme", "https://crm.example.com/api", "kim")
OLD = Mailbox(1, {Field.SERVER_TYPE: ServerType.IMAPS, Field.PORT: 993})
CHANGE = Draft(OLD, {Field.PORT: 143})


@pytest.mark.parametrize("environment", Environment)
def test_only_more_than_fifty_saves_on_production_are_asked_about(environment: Environment) -> None:
    profile = replace(PROFILE, environment=environment)
    assert not needs_production_question(profile, 50)
    assert needs_production_question(profile, 51) is (environment is Environment.PRODUCTION)


@pytest.mark.parametrize(
    ("draft", "behaviour", "choices"),
    [
        (CHANGE, KeepBehaviour.UNPROVED, {KEEP_CHOICE}),
        (CHANGE, KeepBehaviour.PROVED, set()),
        (CHANGE, KeepBehaviour.DESTROYS, set()),
        (replace(CHANGE, password=ReplacePassword("new")), KeepBehaviour.UNPROVED, set()),
        (Draft(OLD, {}), KeepBehaviour.UNPROVED, set()),
        (Draft(Mailbox(0, {}), {Field.PORT: 993}), KeepBehaviour.UNPROVED, set()),
        (Draft(OLD, {Field.SERVER_TYPE: ServerType.MAPI}), KeepBehaviour.PROVED, {"type MAPI"}),
        (Draft(OLD, {Field.SERVER_TYPE: "Odd"}), KeepBehaviour.PROVED, {"type Odd"}),
    ],
)
def test_choices_that_hold_for_a_day(
    draft: Draft, behaviour: KeepBehaviour, choices: set[str]
) -> None:
    assert daily_choices(draft, behaviour) == choices
