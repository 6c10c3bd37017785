"""The machine-wide file counts only if nobody but an administrator can have written it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from desktop_app.core.errors import MachineProfilesInvalid
from desktop_app.profiles import machine_wide
from desktop_app.profiles.machine_wide import DENY_ALL, read_machine_wide

ENTRY = {
    "id": "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10",
    "name": "Planted",
    "address": "https://evil.example/crm",
}
STRANGER = 4711


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The usual file of this computer, as an administrator made it."""
    path = tmp_path / "etc" / "profiles.json"
    path.parent.mkdir(mode=0o755)
    path.write_text(json.dumps({"version": 2, "profiles": [ENTRY]}), "utf-8")
    path.chmod(0o644)
    monkeypatch.setattr(machine_wide, "machine_wide_path", lambda: path)
    return path


def assert_refused(path: Path, reason: str) -> None:
    read = read_machine_wide(path)
    assert (read.profiles, read.policy) == ((), DENY_ALL)
    assert isinstance(read.error, MachineProfilesInvalid)
    assert reason in read.error.detail


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to other users")
class TestAsRoot:
    """Real files and owners; ``make test`` runs as root on the machine that accepts changes."""

    def test_what_an_administrator_made_is_used(self, file: Path) -> None:
        assert [p.name for p in read_machine_wide(file).profiles] == ["Planted"]

    def test_a_file_of_another_user_is_refused(self, file: Path) -> None:
        os.chown(file, STRANGER, -1)
        assert_refused(file, "does not belong to an administrator")

    @pytest.mark.parametrize("mode", [0o646, 0o666])
    def test_a_file_that_others_may_write_is_refused(self, file: Path, mode: int) -> None:
        file.chmod(mode)
        assert_refused(file, "others may write it")

    def test_a_file_that_a_group_of_users_may_write_is_refused(self, file: Path) -> None:
        os.chown(file, -1, STRANGER)
        file.chmod(0o664)
        assert_refused(file, "others may write it")

    @pytest.mark.parametrize("mode", [0o757, 0o777])
    def test_a_folder_in_which_others_can_exchange_the_file_is_refused(
        self, file: Path, mode: int
    ) -> None:
        file.parent.chmod(mode)
        assert_refused(file, "others may write it")

    def test_a_folder_that_another_user_made_first_is_refused(self, file: Path) -> None:
        os.chown(file.parent, STRANGER, -1)
        assert_refused(file, "does not belong to an administrator")

    def test_a_link_to_a_file_of_another_user_is_refused(self, file: Path, tmp_path: Path) -> None:
        planted = file.rename(tmp_path / "planted.json")
        os.chown(planted, STRANGER, -1)
        file.symlink_to(planted)
        assert_refused(file, "does not belong to an administrator")

    def test_a_folder_further_up_that_others_may_write_is_refused(self, file: Path) -> None:
        file.parent.parent.chmod(0o777)
        assert_refused(file, "others may write it")
        file.parent.parent.chmod(0o1777)  # as /tmp: nobody can exchange what is another's
        assert read_machine_wide(file).error is None

    def test_a_file_that_the_user_names_may_not_be_another_user_s_either(
        self, file: Path, tmp_path: Path
    ) -> None:
        named = file.rename(tmp_path / "named.json")
        assert read_machine_wide(named).error is None
        os.chown(named, STRANGER, -1)
        assert_refused(named, "does not belong to an administrator")
