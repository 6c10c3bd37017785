"""Who may write the machine-wide file on Windows. The answers of Windows are faked here.

The real functions run only on Windows; what they return is judged on every system.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from desktop_app.profiles import administrator_file, machine_wide
from desktop_app.profiles.administrator_file import windows_fault
from desktop_app.profiles.machine_wide import DENY_ALL, read_machine_wide
from desktop_app.profiles.windows_security import AccessEntry, FileSecurity

SYSTEM, ADMINISTRATORS, USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
SOMEBODY = "S-1-5-21-1-2-3-1001"
FULL, READ_AND_EXECUTE = 0x1F01FF, 0x1200A9
CREATE_FILES, DELETE, WRITE_OWNER = 0x2, 0x10000, 0x80000
GOOD = FileSecurity(
    ADMINISTRATORS,
    (
        AccessEntry(SYSTEM, FULL),
        AccessEntry(ADMINISTRATORS, FULL),
        AccessEntry(USERS, READ_AND_EXECUTE),
    ),
)


def with_entry(*entry: AccessEntry) -> FileSecurity:
    assert GOOD.entries is not None
    return FileSecurity(ADMINISTRATORS, (*GOOD.entries, *entry))


@pytest.mark.parametrize(
    "found",
    [
        FileSecurity(SOMEBODY, GOOD.entries),
        FileSecurity(ADMINISTRATORS, None),
        with_entry(AccessEntry(SOMEBODY, FULL)),
        with_entry(AccessEntry(USERS, CREATE_FILES)),
        with_entry(AccessEntry("S-1-1-0", DELETE)),
        with_entry(AccessEntry("S-1-5-11", WRITE_OWNER)),
        with_entry(AccessEntry(USERS, 0x4000_0000)),
        with_entry(AccessEntry(USERS, 0x1000_0000)),
    ],
)
def test_what_others_can_have_written_is_refused(found: FileSecurity) -> None:
    assert windows_fault(found)


def test_what_the_installer_sets_is_good() -> None:
    assert windows_fault(GOOD) == ""
    creator = AccessEntry("S-1-3-0", 0x1000_0000, applies_here=False)
    assert windows_fault(with_entry(creator)) == "", "it says what new files below get"


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[Path, FileSecurity]:
    """A Windows whose answers can be set for each file; all is well at first."""
    answers: dict[Path, FileSecurity] = {}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(machine_wide, "program_data_folder", lambda: tmp_path)
    monkeypatch.setattr(administrator_file, "file_security", lambda path: answers.get(path, GOOD))
    folder = tmp_path / "Mailbox Admin"
    folder.mkdir()
    (folder / "profiles.json").write_text(json.dumps({"version": 2, "profiles": []}), "utf-8")
    return answers


@pytest.mark.usefixtures("windows")
def test_the_folder_for_all_users_is_not_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROGRAMDATA", "C:\\evil")
    assert machine_wide.machine_wide_path() == tmp_path / "Mailbox Admin" / "profiles.json"


@pytest.mark.parametrize("name", ["Mailbox Admin", "Mailbox Admin/profiles.json"])
def test_a_planted_folder_or_file_gives_nothing_and_forbids_everything(
    windows: dict[Path, FileSecurity], tmp_path: Path, name: str
) -> None:
    path = machine_wide.machine_wide_path()
    assert read_machine_wide(path).error is None
    windows[tmp_path / name] = FileSecurity(SOMEBODY, GOOD.entries)
    read = read_machine_wide(path)
    assert read.error is not None
    assert read.policy == DENY_ALL
