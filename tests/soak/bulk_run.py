"""The scene of a batch: five mailboxes are saved in one run; after a kill it is gone on with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.journal import SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, ReplacePassword
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.bulk.save_queue import RunState
from tests.soak.desk import ID, Desk, Stuck
from tests.soak.story import TRIES, Wish

Say = Callable[[Mapping[str, object]], None]
ROWS = (
    Wish(2, {Field.PORT: 1993}, "s3cret-of-two"),
    Wish(3, {Field.SERVER: "imap.agreed.example", Field.PORT: 1993}, "s3cret-of-three"),
    Wish(37, {Field.SERVER: "imap.agreed.example"}),
    Wish(39, {Field.USER_NAME: "agreed"}),
    Wish(40, {Field.PORT: 2993}),
)
THEIRS: dict[int, dict[str, Any]] = {
    37: {"server": "imap.theirs.example"},
    40: {"username": "theirs"},
}
"""What another administrator changes meanwhile: the very field of ours, and one beside ours."""


CONFLICT = 37
"""Where both changed the same field."""


def prepare(context: Desk, _say: Say) -> None:
    """Earlier: the mailboxes were read, and Keep was proved."""
    context.connect()
    context.work.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    context.work.details.load_all(wish.mailbox for wish in ROWS)
    known = context.work.last_known
    context.wait(lambda: all(known(wish.mailbox) for wish in ROWS), "the details")


def batch(context: Desk, say: Say) -> None:
    """Begin the run, or go on with the one that was cut, until nothing is left to do."""
    context.connect()
    context.settle_store()
    for _ in range(TRIES):
        kept = _kept(context)
        say({"standing": _standing(kept)})
        if kept is None:
            _send(context, _reviewed(context), "")
            continue
        if context.unknown():
            context.a_minute_passes()
            continue
        left = _left(kept)
        if not left:
            break
        _send(context, [_typed_again(draft, kept) for draft in left], kept.bulk_run.key)
    context.settle_store()
    say({"left": 0 if kept is None else len(_left(kept))})


def _reviewed(context: Desk) -> list[Draft]:
    """The edits, made when another administrator had not yet changed what he has by now."""
    ids = [wish.mailbox for wish in ROWS]
    context.work.details.retry(ids)
    known = context.work.details
    context.wait(
        lambda: all(known.get(i) and known.cached_at(i) is None for i in ids), "the details"
    )
    drafts = [wish.draft(context) for wish in ROWS]
    return [_as_before(draft) if draft.original.id == CONFLICT else draft for draft in drafts]


def _as_before(draft: Draft) -> Draft:
    values = {**draft.original.values, Field.SERVER: "imap.before.example"}
    return replace(draft, original=replace(draft.original, values=values))


def _kept(context: Desk) -> BulkRunRecord | None:
    found: list[list[BulkRunRecord]] = []
    assert context.work.run_history is not None
    context.work.run_history.load(ID, found.append)
    context.wait(lambda: found, "the runs")
    if len(found[0]) > 1:
        raise Stuck("more than one run was written down")
    return found[0][0] if found[0] else None


def _left(kept: BulkRunRecord) -> list[Draft]:
    """A conflict is told, and stays one: nobody has resolved it."""
    last = kept.last_entries
    refused = {n for n, line in last.items() if line.outcome is SaveOutcome.REFUSED}
    return [draft for draft in kept.remaining_drafts if draft.original.id not in refused]


def _typed_again(draft: Draft, kept: BulkRunRecord) -> Draft:
    if draft.original.id not in kept.bulk_run.typed_ids:
        return draft
    wish = next(wish for wish in ROWS if wish.mailbox == draft.original.id)
    return replace(draft, password=ReplacePassword(wish.password))


def _send(context: Desk, drafts: list[Draft], key: str) -> None:
    run = BulkRunner(context.work, BulkRunKind.EDIT, drafts, bulk_run_key=key)
    failed: list[object] = []
    run.start_failed.connect(failed.append)
    run.start()
    over = (RunState.DONE, RunState.PAUSED, RunState.STOPPED)
    sending = run.queue
    context.wait(lambda: failed or (sending.state in over and not sending.is_busy), "the run")
    if failed:
        raise Stuck(f"not begun: {failed[0]!r}")
    context.settle_store()


def _standing(kept: BulkRunRecord | None) -> dict[str, list[str]]:
    """What the journal says of each row, before anything more is sent."""
    lines = kept.last_entries.values() if kept is not None else ()
    return {str(line.mailbox_id): [line.outcome.name] for line in lines}


SCENES = {"prepare batch": prepare, "batch": batch}
