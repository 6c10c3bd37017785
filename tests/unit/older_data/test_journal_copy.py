"""The copy of the journal that an administrator of version 0.1.0 collected goes on unchanged."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.storage.journal_export import export_entry, export_file_name
from tests.unit.older_data.files import ROOT
from tests.unit.older_data.journal import ENTRIES, EXPORTED


def test_the_same_lines_go_into_a_file_of_the_same_name(tmp_path: Path) -> None:
    exported = [entry for entry in ENTRIES if entry.id in EXPORTED]
    for entry in exported:
        export_entry(entry, JournalPolicy(folder=str(tmp_path)))
    (before,) = (ROOT / "journal_copy").iterdir()
    (now,) = tmp_path.iterdir()
    assert now.name == before.name == export_file_name(exported[0])
    assert now.read_text("ascii").splitlines() == before.read_text("ascii").splitlines()
