"""What helps: the pages, the diagnostics file, the report of a crash, and what the program is."""

from __future__ import annotations

import io
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPalette, QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app import VERSION
from desktop_app.core.profiles.profile import Profile
from desktop_app.logs.crash_reports import REPORT_FOLDER
from desktop_app.resource_paths import resource_path
from desktop_app.ui.dialogs.message_boxes import show_startup_error
from desktop_app.ui.dialogs.text_preview import TextPreviewDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.support.about_dialog import AboutDialog
from desktop_app.ui.support.help_pages import PAGE_BY_CLASS, PAGES
from desktop_app.ui.support.help_window import HelpWindow
from tests.ui.conftest import RunProgram, Start
from tests.ui.windows import delete_now, press


@pytest.fixture
def start(run_program: RunProgram) -> Start:
    """Runs the program with its log, and gives its main window."""

    def start_one(*profiles: Profile) -> MainWindow:
        program = run_program(*profiles)
        program.start_support("info")
        return program.window

    return start_one


@pytest.fixture
def pages() -> Iterator[HelpWindow]:
    window = HelpWindow()
    yield window
    window.deleteLater()
    delete_now()


def page_text(name: str) -> str:
    return resource_path(f"help/{name}.md").read_text("utf-8")


def test_every_page_is_in_the_contents_and_every_link_leads_to_a_page_or_picture() -> None:
    there = {file.stem for file in resource_path("help").glob("*.md")}
    assert there == set(PAGES)
    assert set(PAGE_BY_CLASS.values()) <= there
    for name in PAGES:
        for target in re.findall(r"\]\(([^)]*)\)", page_text(name)):
            assert resource_path(f"help/{target}").is_file(), f"{name}: {target}"


def test_the_windows_that_have_a_page_of_their_own_are_there() -> None:
    source = "".join(file.read_text("utf-8") for file in Path("desktop_app/ui").rglob("*.py"))
    assert [name for name in PAGE_BY_CLASS if f"class {name}(" not in source] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_and_marked_in_the_contents(pages: HelpWindow, name: str) -> None:
    pages.show_page(name)
    title = page_text(name).splitlines()[0].removeprefix("# ")
    assert pages.browser.toPlainText().startswith(title)
    assert pages.contents.currentIndex().data() == title


def test_links_lead_to_pages_and_nowhere_else(pages: HelpWindow) -> None:
    pages.show_page("start")
    for url in ("https://example.com/", "file:///etc/passwd", "../licences/GPL-3.0.txt", "x.md"):
        pages.browser.anchorClicked.emit(QUrl(url))
        assert pages.browser.page_name == "start"
    pages.browser.anchorClicked.emit(QUrl("profiles.md"))
    assert pages.browser.page_name == "profiles"
    pages.back_button.click()
    assert pages.browser.page_name == "start"


def test_nothing_is_loaded_from_elsewhere(pages: HelpWindow) -> None:
    pages.show_page("start")
    image = QTextDocument.ResourceType.ImageResource
    for url in ("https://example.com/a.png", "file:///etc/passwd", "../icons/plus.svg"):
        assert pages.browser.loadResource(image.value, QUrl(url)) is None
    assert pages.browser.loadResource(image.value, QUrl("main-window.png")) is not None


def test_dark_windows_have_dark_pictures(pages: HelpWindow) -> None:
    pages.show_page("start")
    assert lightness(pages) > 128
    pages.browser.setPalette(QPalette(QColor("#31363b")))
    assert lightness(pages) < 128
    pages.browser.setPalette(QPalette(QColor("#efefef")))
    assert lightness(pages) > 128


def test_every_picture_has_a_dark_one() -> None:
    pictures = {file.stem for file in resource_path("help").glob("*.png")}
    light = {name for name in pictures if not name.endswith("-dark")}
    assert light
    assert pictures - light == {f"{name}-dark" for name in light}


def lightness(pages: HelpWindow) -> int:
    """The mean lightness of the page's picture as its document has it, from 0 to 255."""
    image = QTextDocument.ResourceType.ImageResource
    picture = pages.browser.document().resource(image.value, QUrl("main-window.png"))
    assert isinstance(picture, QImage)
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(QSize(1, 1), mode=smooth).pixelColor(0, 0).lightness()


def test_words_are_found_and_found_again(pages: HelpWindow) -> None:
    pages.show_page("deploy")
    pages.search_field.setText("policy")
    first = pages.browser.textCursor().position()
    assert pages.browser.textCursor().selectedText().lower() == "policy"
    pages.search_field.returnPressed.emit()
    assert pages.browser.textCursor().position() > first
    for _ in range(20):
        pages.search_field.returnPressed.emit()
    assert pages.browser.textCursor().selectedText().lower() == "policy", "from the start again"


def test_f1_opens_the_page_for_the_window(start: Start, qtbot: QtBot) -> None:
    window = start()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.all_actions.help.help.trigger()
    (shown,) = window.findChildren(HelpWindow)
    assert shown.browser.page_name == "start"
    window.all_actions.profile.secret_storage.trigger()
    qtbot.waitUntil(lambda: type(QApplication.activeWindow()).__name__ == "SecretStorageDialog")
    window.all_actions.help.help.trigger()
    assert window.findChildren(HelpWindow) == [shown]
    assert shown.browser.page_name == "secrets"


def test_the_diagnostics_are_shown_first_and_saved_for_their_owner(
    start: Start, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    monkeypatch.setenv("https_proxy", "http://jens:canary@proxy.example:8080")
    made = [
        Profile.new(f"Canary {n}", "https://crm.canary.example", "canary-user") for n in range(2)
    ]
    window = start(*made)
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.help.diagnostics.trigger()
    (preview,) = window.findChildren(TextPreviewDialog)
    qtbot.waitUntil(preview.save_button.isEnabled)
    text = preview.text_view.toPlainText()
    assert "canary" not in text.lower()
    for part in (
        f"Version: {VERSION}",
        "on site, production, User name and password",
        "This computer has no keyring for passwords.",
        "SSL_CERT_FILE=",
        "cannot be used: FileNotFoundError",
        "@proxy.example:8080",
        "requests 2.",
        f"Mailbox Admin {VERSION} starts",
    ):
        assert part in text
    file = tmp_path / "diagnostics.txt"
    preview.save_to(file)
    qtbot.waitUntil(lambda: "Saved as" in preview.message_label.text())
    assert file.read_text("utf-8") == text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    preview.save_to(tmp_path / "missing" / "x.txt")
    qtbot.waitUntil(lambda: "could not be saved" in preview.message_label.text())


def test_the_report_of_a_crash_is_offered_once_and_shown_as_a_whole(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "data" / REPORT_FOLDER
    folder.mkdir(parents=True)
    (folder / "20261122T184041Z-abcdef.new.txt").write_text("ValueError\nroom.py:12 work\n")
    window = start()
    qtbot.waitUntil(lambda: "did not close properly" in window.banner.text)
    press(window.banner, "report", qtbot)
    (preview,) = window.findChildren(TextPreviewDialog)
    assert preview.text_view.toPlainText() == "ValueError\nroom.py:12 work\n"
    assert window.banner.text == ""
    assert [file.name for file in folder.iterdir()] == ["20261122T184041Z-abcdef.txt"]


def test_about_tells_versions_licences_and_where_data_lives(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    window = start()
    window.all_actions.help.about.trigger()
    (about,) = window.findChildren(AboutDialog)
    qtbot.waitUntil(lambda: "Apache License" in about.licence_view.toPlainText())
    told = about.licence_view.toPlainText()
    for words in ("PySide6_Essentials 6.", "GNU LESSER GENERAL PUBLIC LICENSE", "Lucide", "ISC"):
        assert words in told
    assert str(tmp_path / "data") in about.data_label.text()
    about.close()


def test_without_a_terminal_a_start_that_cannot_be_is_reported_in_a_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    for stream in (None, io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        show_startup_error("It is running already.")
    assert told == ["It is running already."] * 2


def test_in_a_terminal_a_start_that_cannot_be_is_reported_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    show_startup_error("It is running already.")
    assert terminal.getvalue() == "It is running already."
