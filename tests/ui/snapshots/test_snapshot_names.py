"""A snapshot is called by its name, or by what was saved right after it was taken."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from desktop_app.core.snapshot import SavesAfterSnapshot, Snapshot
from desktop_app.ui.snapshots.snapshot_text import snapshot_text

BY_HAND = Snapshot(1, "acme", "Acme", "", time.time(), is_automatic=False, mailbox_count=43)
AUTOMATIC = replace(BY_HAND, is_automatic=True)


@pytest.mark.parametrize(
    ("snapshot", "name"),
    [
        (replace(BY_HAND, name="before the move"), "before the move"),
        (BY_HAND, "kept by hand"),
        (AUTOMATIC, "before a save"),
        (
            replace(AUTOMATIC, saves_after=SavesAfterSnapshot(12)),
            "before the bulk run of 12 mailboxes",
        ),
        (
            replace(AUTOMATIC, saves_after=SavesAfterSnapshot(address="<info@example.com> (Info)")),
            "before the save of info@example.com",
        ),
    ],
)
def test_a_snapshot_says_what_it_preceded(snapshot: Snapshot, name: str) -> None:
    said = snapshot_text(snapshot)
    assert said.startswith(f"Acme: {name}, today, ")
