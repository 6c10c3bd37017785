"""Whether what the program told about a save is what the CRM holds."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import LookupFinding, SaveOutcomeUnknown
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import LOGIN_FIELDS, Draft, Field, ReplacePassword
from desktop_app.services.saving.save import SaveResult
from tests.servers.crm import Crm

NAMES = {
    Field.ADDRESS: "Address",
    Field.SERVER: "Server",
    Field.PORT: "Port",
    Field.USER_NAME: "Username",
}


@dataclass(frozen=True)
class Facts:
    """What really happened: executions until the program had looked, and in the end."""

    draft: Draft
    crm: Crm
    executed_by_then: int
    executed: int
    attempts: int
    refused: bool
    """The server got the save, and said that it did not carry it out."""


def untrue(outcome: SaveResult | AppError, facts: Facts) -> str:
    """What is wrong about the outcome; empty if it is true."""
    if facts.attempts > 1 or facts.executed > 1:
        return f"sent {facts.attempts} times, executed {facts.executed} times"
    if isinstance(outcome, SaveResult):
        return _untrue_success(outcome, facts)
    if isinstance(outcome, SaveOutcomeUnknown):
        return _untrue_doubt(outcome, facts)
    if outcome.may_have_run:
        return f"{type(outcome).__name__} leaves open whether it was saved, and nobody looked"
    if facts.executed:
        return f"{type(outcome).__name__} says that nothing was saved, but it was"
    return ""


def _untrue_success(saved: SaveResult, facts: Facts) -> str:
    if facts.executed_by_then != 1:
        return "told as saved, but it was not"
    box = facts.crm.boxes[saved.mailbox.id]
    draft = facts.draft
    asked = set(draft.result if draft.is_new else draft.changes)  # the rest is as others left it
    if isinstance(draft.password, ReplacePassword):
        asked.update(LOGIN_FIELDS)  # the password was typed for this login
    wrong = [f.name for f, name in NAMES.items() if f in asked and box[name] != draft.result[f]]
    if wrong:
        return f"told as saved, but the CRM holds other values: {wrong}"
    cleared = not draft.is_new and saved.mailbox.id not in facts.crm.shown
    if saved.password_lost is not (cleared and saved.proof is not SaveProof.ANSWER_ONLY):
        return f"told as lost: {saved.password_lost}, and the stored password is gone: {cleared}"
    password = facts.draft.password
    if (
        isinstance(password, ReplacePassword)
        and facts.crm.passwords[saved.mailbox.id] != password.text
    ):
        return "told as saved, but the CRM holds another password"
    return ""


def _untrue_doubt(doubt: SaveOutcomeUnknown, facts: Facts) -> str:
    if facts.refused:
        return "unknown, although the server refused"
    if doubt.finding is LookupFinding.NOT_THERE_YET and facts.executed_by_then:
        return "told as not there, but it is"
    if doubt.finding is LookupFinding.OTHER_VALUES:
        return "told of other values, but there are none"
    return ""
