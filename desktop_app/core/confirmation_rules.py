"""Which saves ask a person first, and which answers hold for the rest of the day."""

from __future__ import annotations

from enum import Enum

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
)
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.core.profiles.profile import Environment, Profile

MAX_UNASKED_SAVES = 50
"""Most saves on a production profile that the button alone confirms by naming their number."""

KEEP_CHOICE = "keep"
"""The choice to save without a password although the server may clear the stored one."""


def needs_production_question(profile: Profile, count: int) -> bool:
    """Return whether to ask before this number of saves is sent to a profile."""
    return profile.environment is Environment.PRODUCTION and count > MAX_UNASKED_SAVES


def is_unproved_keep(draft: Draft, behaviour: KeepBehaviour) -> bool:
    """Return whether a save leaves out the password, and the server may clear the stored one."""
    changes = isinstance(draft.password, KeepPassword) and not (draft.is_new or draft.is_empty)
    return changes and behaviour is KeepBehaviour.UNPROVED


def daily_choices(draft: Draft, behaviour: KeepBehaviour) -> frozenset[str]:
    """Return the choices made by a save of this draft that hold on its profile for a day.

    Each is a word for the store, not for a window.
    """
    choices = {KEEP_CHOICE} if is_unproved_keep(draft, behaviour) else set()
    kind = draft.result.get(Field.SERVER_TYPE)
    if not draft.is_new and not is_supported_type(kind):
        choices.add(type_choice(kind))
    return frozenset(choices)


def type_choice(server_type: object) -> str:
    """Return the choice to save a mailbox of a type for which a save is untested."""
    known = server_type.name if isinstance(server_type, Enum) else str(server_type)
    return f"type {known}"
