"""Uses the store on a disk that is full, then read-only, then neither.

Run as a program by test_shelf_on_small_disk.py; prints one line of JSON for each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import StoreUnavailable
from desktop_app.core.journal import (
    JournalContext,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
)
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.services.store.local_store import LocalStore
from tests.servers.small_disk import fill, make_read_only

ACME = "acme"
FULL_LIST = [ListedMailbox(n, f"box{n:05}@example.com") for n in range(2000)]


def line(number: int) -> JournalEntry:
    case = JournalContext(ACME, "Acme", "Kim")
    return JournalEntry(
        case, number, "info@example.com", {}, {Field.PORT: 993}, PasswordAction.KEPT
    )


def opened(folder: Path) -> LocalStore:
    def aside(path: Path) -> None:
        raise AssertionError(f"a good file was set aside: {path}")

    return LocalStore(folder, aside)


def tried(work: Callable[[], object]) -> str:
    try:
        work()
    except StoreUnavailable as error:
        return f"NothingKept: {error.detail}"
    return ""


def used(folder: Path, number: int) -> dict[str, object]:
    """A new start: the list is read, a line is begun."""
    with closing(opened(folder)) as store:
        kept = store.run(lambda one: one.cached_lists.of_profile(ACME))
        message = tried(lambda: store.run(lambda one: one.journal.start(line(number))))
        grown = tried(lambda: store.run(lambda one: one.cached_lists.save(ACME, FULL_LIST, 2.0)))
        lines = store.run(lambda one: one.journal.find(JournalQuery()))
        return {"rows": len(kept.rows) if kept else 0, "begin": message, "keep": grown,
                "outcomes": [entry.outcome.name for entry in lines]}  # fmt: skip


def main(folder: Path) -> None:
    """A store is made while there is room; one save is under way when the disk fills up."""
    store = opened(folder)
    store.run(lambda one: one.cached_lists.save(ACME, [ListedMailbox(1, "a@example.com")], 1.0))
    number = store.run(lambda one: one.journal.start(line(1)))
    filler = fill(folder)
    ended = tried(lambda: store.run(lambda one: one.journal.finish(number, SaveOutcome.DONE)))
    store.close()
    print(json.dumps({"room": "none", "end": ended, **used(folder, 2)}))
    make_read_only(folder, read_only=True)
    print(json.dumps({"room": "read-only", **used(folder, 3)}))
    make_read_only(folder, read_only=False)
    filler.unlink()
    with closing(opened(folder)) as again:
        again.run(lambda one: one.journal.start(line(4)))
        lines = again.run(lambda one: one.journal.find(JournalQuery()))
    print(json.dumps({"room": "enough", "outcomes": [entry.outcome.name for entry in lines]}))


def without_room(folder: Path) -> None:
    """The store does not fit at all."""
    message = tried(lambda: opened(folder))
    print(json.dumps({"said": message, "left": [file.name for file in folder.iterdir()]}))


if __name__ == "__main__":
    (without_room if len(sys.argv) > 2 else main)(Path(sys.argv[1]))
