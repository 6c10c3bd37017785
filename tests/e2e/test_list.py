"""Somebody looks through the list, and takes a part of it along, with nothing but the keyboard."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.screen_reader import Thing
from tests.e2e.steps import sees_list

TITLE = "Demo — Mailbox Admin"


def begins(start: Start) -> tuple[Person, Thing]:
    me = start("--demo")
    me.window(TITLE)
    table = sees_list(me)
    me.until(lambda: table.is_("focused"), "the keyboard in the list")
    me.until(lambda: table.rows == 43 and table.cell(42, 5).name, "the details of the last row")
    return me, table


def test_groups_quick_filters_and_export(start: Start, home: Path) -> None:
    me, table = begins(start)
    me.presses("ctrl+g")
    me.until(lambda: table.cell(0, 0).name == "192.0.2.25 (1)", "a line for the first server")
    me.presses("ctrl+g")
    me.until(lambda: table.rows == 43, "the list without such lines")

    me.presses("ctrl+shift+f")
    me.presses("Down", "Return")
    me.sees("Shown are only: Insecure (no TLS).")
    me.until(lambda: table.rows == 6, "six mailboxes")

    me.presses("ctrl+shift+x")
    me.window("Export the list")
    me.presses("alt+c", "alt+s")
    me.window("Save as")
    me.presses("ctrl+a")
    me.types(str(home / "insecure.csv"))
    me.presses("Return")
    me.sees(f"Saved 6 mailboxes as {home / 'insecure.csv'}.")
    with open(home / "insecure.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[4] for line in lines] == ["Security", *["no TLS"] * 6]
    me.presses("Escape")
    me.window(TITLE)

    me.presses("Escape")
    me.until(lambda: table.rows == 43, "all mailboxes again")
    me.ends()


def test_columns_and_several_rows(start: Start) -> None:
    me, table = begins(start)
    me.presses("ctrl+shift+c")
    dialog = me.window("Columns")
    me.finds("list", "Columns, from left to right", within=dialog)
    me.presses("Down", "alt+Down", "Escape")
    me.window(TITLE)
    me.until(lambda: table.is_("focused"), "the keyboard in the list")
    me.presses("ctrl+Home", "shift+Down", "shift+Down")
    me.until(
        lambda: sum(table.cell(row, 0).is_("selected") for row in range(5)) == 3,
        "three rows selected",
    )
    me.presses("F6")
    box = me.finds("text", "Filter the mailboxes")
    me.until(lambda: box.is_("focused"), "the keyboard at the filter")
    me.presses("F6")
    me.until(lambda: table.is_("focused"), "the keyboard in the list")
