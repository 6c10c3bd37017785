"""Every window in a language in which each text is «marked»: what has no mark, nobody translates.

``python -m tests.screenshots.marked``, on an offscreen screen, prints one line of JSON: the texts
without a mark and the windows that no scene opens.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPlainTextEdit, QTextEdit, QWidget

from desktop_app import ui
from desktop_app.demo import http_server, static_endpoints
from desktop_app.demo.samples import sample_mailboxes, translations
from desktop_app.demo.samples.store import StoredMailbox
from desktop_app.resource_paths import resource_path
from desktop_app.ui.support import help_window
from tests.screenshots import foreign_text
from tests.screenshots.foreign_text import foreign
from tests.screenshots.take import Camera, take_all
from tests.screenshots.window_texts import window_texts

PROJECT = Path(__file__).parents[2]
NAME = "Mailbox Admin"
"""The name of the program is the same in every language."""
FOREIGN_MARKS = ("‹", "›")
MARKED = re.compile(r"«[^«»]*»|‹[^‹›]*›(@[\w.-]+)?|“[^“”]*”")
"""A translation; a foreign text, with the domain behind a marked user name; a quoted value."""
UNCLOSED = re.compile("[«‹].*", re.DOTALL)
"""A long text is cut, and its end with it."""
KEYS = re.compile(r"\b((Ctrl|Alt|Shift|Meta)\+)+\w+|\bF\d+")
PROTOCOL = re.compile(r"\bTLS 1\.\d\b")
"""The version of a protocol is written alike in every language."""
USER_NAME, FULL_NAME = re.compile(r"[^\s<@]+(?=@)"), re.compile(r"(?<= \()(.*)(?=\)$)")


class Reader(Camera):
    """Reads windows in place of taking pictures of them."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application, "", "", Path())
        self.unmarked: set[str] = set()
        self.opened: set[type] = set()

    def take(self, name: str, window: QWidget) -> None:
        """Read the window, and every other one that is open."""
        self.settle(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for shown in QApplication.topLevelWidgets():
            if shown is window or shown.isVisible():
                self._read(name, shown)

    def _read(self, name: str, window: QWidget) -> None:
        self.opened.add(type(window))
        for owner, text in window_texts(window):
            rest = unmarked_part(text)
            if isinstance(owner, QTextEdit | QPlainTextEdit) and rest != text:
                continue  # a report quotes servers, packages and logs
            if any(map(str.isalpha, rest)):
                self.unmarked.add(f"{name}: {type(owner).__name__}: {text[:100]!r}: {rest[:60]!r}")


def unmarked_part(text: str) -> str:
    """Return what is left of a text without its marked parts, keys and the program's name."""
    if text.startswith("<qt>"):
        text = unescape(text.removeprefix("<qt>").removesuffix("</qt>"))
    text = PROTOCOL.sub("", KEYS.sub("", text.replace(NAME, "")))
    before = ""
    while before != text:  # a value in a text is marked too
        before, text = text, MARKED.sub("", text)
    return UNCLOSED.sub("", text)


def window_classes() -> Iterator[type[QWidget]]:
    """Every window of the program."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        for made in vars(importlib.import_module(module.name)).values():
            own = isinstance(made, type) and made.__module__ == module.name
            if own and issubclass(made, QDialog | QMainWindow):
                yield made


def mark_foreign_texts(folder: Path) -> None:
    """Give the server's texts and the pages of the help marks of their own."""
    foreign_text.MARKS[:] = FOREIGN_MARKS
    plain = sample_mailboxes.sample_mailboxes
    vars(http_server)["sample_mailboxes"] = lambda size: map(_marked_mailbox, plain(size))
    who = static_endpoints.principal_carrier
    vars(static_endpoints)["principal_carrier"] = lambda name: _marked_person(who(name))
    for texts in translations.RESOURCES.values():
        texts.update({language: foreign(text) for language, text in texts.items()})
    pages = folder / "help"
    shutil.copytree(resource_path("help"), pages)
    for page in pages.glob("*.md"):
        page.write_text(re.sub(r"\A# (.*)", r"# ‹\1›", page.read_text("utf-8")), "utf-8")
    vars(help_window)["resource_path"] = folder.__truediv__


def _marked_person(person: dict[str, Any]) -> dict[str, Any]:
    return {**person, "FullName": foreign(person["FullName"])}


def _marked_mailbox(box: StoredMailbox) -> StoredMailbox:
    """Mark what has words; an address stays one."""
    texts: dict[str, Any] = {
        name: foreign(getattr(box, name))
        for name in ("username", "server", "category", "priority")
        if getattr(box, name)
    }
    address = USER_NAME.sub(lambda found: foreign(found[0]), box.address, count=1)
    address = FULL_NAME.sub(lambda found: foreign(found[0]), address, count=1)
    return replace(box, address=address if "@" in address else foreign(address), **texts)


def main() -> int:
    """Read them all."""
    application = QApplication([])
    application.setStyle("fusion")
    QLocale.setDefault(QLocale("nb_NO"))  # whose dates are numbers
    with tempfile.TemporaryDirectory() as name:
        catalogue = Path(name, "marked.qm")
        command = [
            sys.executable,
            str(PROJECT / "packaging/translations"),
            "--mark",
            str(catalogue),
        ]
        subprocess.run(command, check=True)
        translator = QTranslator()
        if not translator.load(str(catalogue)):
            raise RuntimeError("no catalogue")
        application.installTranslator(translator)
        mark_foreign_texts(Path(name))
        reader = Reader(application)
        take_all(reader)
    unopened = [
        made.__name__
        for made in window_classes()
        if not any(issubclass(opened, made) for opened in reader.opened)
    ]
    output = {"unmarked": sorted(reader.unmarked), "unopened": sorted(unopened)}
    sys.stdout.write(json.dumps(output, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
