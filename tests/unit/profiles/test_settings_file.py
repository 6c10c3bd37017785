"""The settings of the secrets and those of the start share a file, and leave each other alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings, StartSettings
from desktop_app.profiles.settings_file import SettingsFile


def test_both_kinds_of_settings_stay(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.load_start() == StartSettings()
    file.save_start(StartSettings(True, "one"))
    file.save(Settings(StorageKind.SESSION, 5))
    assert file.load_start() == StartSettings(True, "one")
    file.save_start(StartSettings())
    assert file.load() == Settings(StorageKind.SESSION, 5)


@pytest.mark.parametrize("text", ['{"open_last_profile": 1, "last_profile": 2}', "[]", "no JSON"])
def test_what_is_no_setting_counts_as_not_chosen(tmp_path: Path, text: str) -> None:
    file = SettingsFile(tmp_path)
    file.path.write_text(text, "utf-8")
    assert file.load_start() == StartSettings()
