"""Somebody looks through the list, and takes a part of it along, with nothing but the keyboard."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import DEMO_TITLE, sees_list, starts_demo
from tests.e2e.user import DesktopUser


def begins(start: Start) -> tuple[DesktopUser, AccessibleObject]:
    user = starts_demo(start)
    table = sees_list(user)
    user.until(lambda: table.is_("focused"), "the keyboard in the list")
    user.until(lambda: table.rows == 43 and table.cell(42, 6).name, "the details of the last row")
    return user, table


def test_groups_quick_filters_and_export(start: Start, home: Path) -> None:
    user, table = begins(start)
    user.presses("ctrl+g")
    user.until(lambda: table.cell(0, 1).name == "192.0.2.25 (1)", "a line for the first server")
    user.presses("ctrl+g")
    user.until(lambda: table.rows == 43, "the list without such lines")

    user.presses("ctrl+shift+f")
    user.presses("Down", "Return")
    user.sees("Showing only: No TLS.")
    user.until(lambda: table.rows == 6, "six mailboxes")

    user.presses("ctrl+shift+x")
    user.window("Export the list")
    user.presses("alt+c", "alt+s")
    user.window("Save as")
    user.presses("ctrl+a")
    user.types(str(home / "insecure.csv"))
    user.presses("Return")
    user.sees(f"Saved 6 mailboxes as {home / 'insecure.csv'}.")
    with open(home / "insecure.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[8] for line in lines] == ["Security", *["no TLS"] * 6]
    user.presses("Escape")
    user.window(DEMO_TITLE)

    user.presses("Escape")
    user.until(lambda: table.rows == 43, "all mailboxes again")
    user.ends()


def test_columns_and_several_rows(start: Start) -> None:
    user, table = begins(start)
    user.presses("ctrl+shift+c")
    dialog = user.window("Columns")
    user.finds("list", "Columns, from left to right", within=dialog)
    user.presses("Down", "alt+Down", "Escape")
    user.window(DEMO_TITLE)
    user.until(lambda: table.is_("focused"), "the keyboard in the list")
    user.presses("ctrl+Home", "shift+Down", "shift+Down")
    user.until(
        lambda: sum(table.cell(row, 0).is_("selected") for row in range(5)) == 3,
        "three rows selected",
    )
    user.presses("shift+F6")
    box = user.finds("text", "Filter the mailboxes")
    user.until(lambda: box.is_("focused"), "the keyboard at the filter")
    user.presses("F6")
    user.until(lambda: table.is_("focused"), "the keyboard in the list")
