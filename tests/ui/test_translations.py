"""The program can be translated: proved with Qt's own tools."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from desktop_app.ui.i18n import translate
from tests.ui.text.source_texts import translated_calls

PROJECT = Path(__file__).parents[2]
SCREEN = {"name": "desk", "x": 0, "y": 0, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1}
"""As big as that of ``make screenshots``."""
LIMIT_SECONDS = 240


def make_translations(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "packaging/translations"), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_catalogues_are_what_the_source_gives() -> None:
    done = make_translations("--check")
    assert done.returncode == 0, f"run make translations: {done.stdout}{done.stderr}"


def test_the_tool_finds_every_text_of_the_source(tmp_path: Path) -> None:
    make_translations("--mark", str(tmp_path / "marked.qm")).check_returncode()
    found = {
        (context.findtext("name"), message.findtext("source"))
        for context in ElementTree.parse(tmp_path / "marked.ts").iter("context")
        for message in context.iter("message")
    }
    missed = [
        f"{place}: {ast.unparse(call)}"
        for place, call in translated_calls()
        if tuple(getattr(argument, "value", None) for argument in call.args[:2]) not in found
    ]
    assert not missed, missed


def test_there_is_one_way_to_translate() -> None:
    others = [
        f"{file.name}:{node.lineno}"
        for file in sorted((PROJECT / "desktop_app").rglob("*.py"))
        if file.name != "i18n.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "tr" or (node.func.attr == "translate" and len(node.args) > 1)
    ]
    assert not others, others


def test_english_has_its_plural_forms() -> None:
    told = [translate("mailbox_list", "%n mailbox(es)", None, count) for count in (0, 1, 2)]
    assert told == ["0 mailboxes", "1 mailbox", "2 mailboxes"]


def test_every_window_shows_only_what_can_be_translated(tmp_path: Path) -> None:
    """Each text is translated to «text» and foreign texts carry ‹›: what has neither is found."""
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.screenshots.marked"],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {"unmarked": [], "unopened": []}
