"""What a person has to confirm before an edit is sent, and the question for each."""

from __future__ import annotations

from desktop_app.core.mailbox.mailbox import Draft, Field, Keep, KeepVerdict, MailLogin, SendKept
from desktop_app.core.mailbox.mailbox_rules import is_vouched
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.confirmation_text import (
    Confirm,
    other_login_words,
    question,
    twin_words,
)

FOR_CREATE = (Confirm.OLD_MAIL, Confirm.AT_HAND, Confirm.AUTO_REPLY)


def to_confirm(draft: Draft, workplace: Workplace, *, collects: bool) -> dict[Confirm, str]:
    """Empty if nothing has to be. ``collects`` says that the edit waits to be sent."""
    wanted = FOR_CREATE if draft.creates else _for_change(draft, workplace, collects=collects)
    asked = {confirm: question(confirm) for confirm in wanted}
    twins = workplace.twins_of(draft) if draft.creates else []
    if twins:
        asked[Confirm.TWIN] = twin_words(twins)
    now = MailLogin.of(draft.result)
    if isinstance(draft.password, SendKept) and draft.password.typed_for != now:
        asked[Confirm.OTHER_LOGIN] = other_login_words(draft.password.typed_for, now)
    return asked


def _for_change(draft: Draft, workplace: Workplace, *, collects: bool) -> tuple[Confirm, ...]:
    unproved = workplace.learnt.keep_verdict is KeepVerdict.UNPROVED
    asks = {
        Confirm.KEEP: unproved and isinstance(draft.password, Keep) and not collects,
        Confirm.NOTES: workplace.learnt.asks_for_notes,
        Confirm.TYPE: not is_vouched(draft.result.get(Field.SERVER_TYPE)),
    }
    return tuple(confirm for confirm, asked in asks.items() if asked)
