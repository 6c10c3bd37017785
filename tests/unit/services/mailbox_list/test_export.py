"""Files for spreadsheets: whole or not at all, without formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Cancelled, FileNotWritten
from desktop_app.core.spreadsheet_text import escape_formula
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, MainThreadDispatcher, Success
from desktop_app.services.mailbox_list.export import (
    MAX_CELL_CHARACTERS,
    MAX_EXACT_INTEGER,
    Exporter,
    ExportFormat,
    Sheet,
    SheetRow,
    csv_bytes,
    write_sheet,
)

ROWS: list[SheetRow] = [
    ("=cmd|' /C calc'!A0", "blåbær 東京", -1, 42),
    ("line\nbreak; semi, comma", "", 993, MAX_EXACT_INTEGER),
    ("\ud800 half", "x" * (MAX_CELL_CHARACTERS + 1), 0, 7),
]
HEADER = ("Address", "User name", "Port", "Id")


def sheet(rows: Iterable[SheetRow] = ROWS, delimiter: str = ",", title: str = "Acme") -> Sheet:
    return Sheet(title, HEADER, lambda: rows, delimiter)


def read_csv(path: Path, delimiter: str = ",") -> list[list[str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_is_utf_8_with_its_mark_and_holds_no_formula(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "list.csv"
    write_sheet(path, ExportFormat.CSV, sheet(delimiter=delimiter), CancelToken())
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"Address"')
    lines = read_csv(path, delimiter)
    assert lines[0] == list(HEADER)
    assert lines[1] == ["'=cmd|' /C calc'!A0", "blåbær 東京", "-1", "42"]
    assert lines[2][0] == "line\nbreak; semi, comma"
    assert lines[3][0] == "? half"


def test_a_workbook_holds_texts_and_numbers_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_sheet(
        path, ExportFormat.XLSX, sheet(title="Acme/Support: [all] " + "x" * 40), CancelToken()
    )
    with zipfile.ZipFile(path) as profile_service:
        page = profile_service.read("xl/worksheets/sheet1.xml").decode()
        strings = profile_service.read("xl/sharedStrings.xml").decode()
        names = profile_service.read("xl/workbook.xml").decode()
    assert "<f>" not in page
    assert "=cmd|" in strings
    assert "blåbær 東京" in strings
    assert re.search(r'<c r="C2"><v>-1</v></c>', page), "a port is a number"
    assert re.search(r'<c r="D3" t="s">', page), "a number of 16 digits would lose some"
    assert 'name="Acme Support   all  xxxxxxxxxx' in names
    assert f">{'x' * MAX_CELL_CHARACTERS}<" in strings


def test_an_old_file_stays_where_the_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")

    def rows() -> Iterable[SheetRow]:
        yield ROWS[0]
        stop.cancel()
        yield ROWS[1]

    stop = CancelToken()
    with pytest.raises(Cancelled):
        write_sheet(path, ExportFormat.CSV, Sheet("", HEADER, rows), stop)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_reported(
    tmp_path: Path, dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    exporter = Exporter(dispatcher)
    heard: list[Success[None] | Failure] = []
    exporter.write(tmp_path / "no folder" / "list.csv", ExportFormat.CSV, sheet(), heard.append)
    exporter.write(tmp_path / "list.csv", ExportFormat.CSV, sheet(), heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert isinstance(heard[0], Failure)
    assert isinstance(heard[0].error, FileNotWritten)
    assert heard[1] == Success(None)
    exporter.close()


def test_an_empty_list_and_a_nameless_one_are_written_too(tmp_path: Path) -> None:
    for kind in ExportFormat:
        write_sheet(
            tmp_path / f"list.{kind.value}", kind, sheet([], title="[]:*?/\\"), CancelToken()
        )
    assert read_csv(tmp_path / "list.csv") == [list(HEADER)]


CELL = st.lists(
    st.sampled_from([*";,\t|\r\n\"' =+-@a", "\uff1d", "\u200b", "=cmd|' /C calc'!A0"]), max_size=8
).map("".join)


@pytest.mark.parametrize("other", [",", ";", "\t", "|"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@example(rows=[["a", "b;=cmd", "c,+1", "d\n@e"], ["=a", 'b"\t-c', "d|=e", ""]])
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=3))
def test_no_cell_is_a_formula_with_whatever_separator_the_file_is_opened(
    delimiter: str, other: str, rows: list[list[str]]
) -> None:
    data = csv_bytes(sheet(rows, delimiter), rows).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(data, newline=""), delimiter=other):
        for cell in line:
            assert escape_formula(cell.strip()) == cell.strip(), line


@pytest.mark.parametrize(
    "title", ["\U0001f7e2 " + "n" * 40, "n" * 30 + "\U0001f7e2", "History", "'"]
)
def test_any_profile_name_makes_a_sheet_that_excel_opens(tmp_path: Path, title: str) -> None:
    path = tmp_path / "list.xlsx"
    write_sheet(path, ExportFormat.XLSX, sheet(title=title), CancelToken())
    with zipfile.ZipFile(path) as book:
        (name,) = re.findall('sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    assert 0 < len(name.encode("utf-16-le")) <= 62
    assert name.casefold() != "history"


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".csv")
    write_sheet(path, ExportFormat.CSV, sheet(), CancelToken())
    assert list(tmp_path.iterdir()) == [path]
