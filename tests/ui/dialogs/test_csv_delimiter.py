"""The separator of CSV files: what the spreadsheet program of this computer expects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from desktop_app.ui.dialogs import save_file
from desktop_app.ui.dialogs.save_file import csv_delimiter


@pytest.fixture(autouse=True)
def locale_restored() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale", "delimiter"),
    [
        ("en_US", ","),
        ("en_GB", ","),
        ("nb_NO", ";"),
        ("de_DE", ";"),
        ("de_CH", ";"),
        ("fr_CH", ";"),
        ("de_LI", ";"),
        ("gsw_LI", ";"),
    ],
)
def test_the_country_decides_where_there_is_no_setting(locale: str, delimiter: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert csv_delimiter() == delimiter


@pytest.mark.parametrize(
    ("setting", "delimiter"), [(";", ";"), ("|", "|"), ("", ","), ("ab", ","), ('"', ",")]
)
def test_the_setting_of_windows_comes_first(
    monkeypatch: pytest.MonkeyPatch, setting: str, delimiter: str
) -> None:
    """With the registry read faked: this runs on every system."""
    QLocale.setDefault(QLocale("en_US"))
    monkeypatch.setattr(save_file, "windows_list_separator", lambda: setting)
    assert csv_delimiter() == delimiter
