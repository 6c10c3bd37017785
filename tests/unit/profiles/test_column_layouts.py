"""How lists are arranged, kept by profile in a file that survives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.errors import FileNotWritten
from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.profiles.column_layouts import ColumnLayoutsFile

LOOK = ColumnLayout(
    order=("server", "address"),
    widths={"address": 200},
    hidden=frozenset({"id"}),
    sort="server",
    descending=True,
    grouped=True,
)


def test_each_profile_has_its_own_look(tmp_path: Path) -> None:
    file = ColumnLayoutsFile(tmp_path / "new folder")
    assert file.load("a") is None
    assert not file.path.exists(), "reading writes nothing"
    file.save("a", LOOK)
    file.save("b", ColumnLayout())
    again = ColumnLayoutsFile(tmp_path / "new folder")
    assert again.load("a") == LOOK
    assert again.load("b") == ColumnLayout()
    again.save("a", None)
    assert again.load("a") is None
    assert again.load("b") == ColumnLayout()


def test_forgetting_what_was_not_kept_writes_nothing(tmp_path: Path) -> None:
    file = ColumnLayoutsFile(tmp_path)
    file.save("a", None)
    assert not file.path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"lists": []}',
        '{"lists": {"a": []}}',
        '{"lists": {"a": null}}',
        "[" * 9999,
    ],
)
def test_what_cannot_be_read_is_as_at_first_and_is_written_anew(tmp_path: Path, text: str) -> None:
    file = ColumnLayoutsFile(tmp_path)
    file.path.write_text(text)
    assert file.load("a") is None
    file.save("a", LOOK)
    assert file.load("a") == LOOK


def test_parts_that_make_no_sense_do_not_take_the_others_along(tmp_path: Path) -> None:
    file = ColumnLayoutsFile(tmp_path)
    entry = {
        "order": ["server", 7, "server", None],
        "widths": {"address": 10**9, "server": True, "port": "80", "type": 80},
        "hidden": "all",
        "sort": ["server"],
        "backwards": 1,
        "grouped": True,
        "from the future": {},
    }
    file.path.write_text(json.dumps({"version": 1, "lists": {"a": entry}}))
    assert file.load("a") == ColumnLayout(order=("server",), widths={"type": 80}, grouped=True)


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    file = ColumnLayoutsFile(tmp_path)
    newer = json.dumps({"version": 2, "lists": {"a": {"sort": "server"}}})
    file.path.write_text(newer)
    assert file.load("a") is None
    file.save("a", LOOK)
    assert file.path.read_text() == newer


def test_a_folder_in_its_place_is_reported(tmp_path: Path) -> None:
    file = ColumnLayoutsFile(tmp_path)
    file.path.mkdir()
    (file.path / "full").touch()
    assert file.load("a") is None
    with pytest.raises(FileNotWritten):
        file.save("a", LOOK)
