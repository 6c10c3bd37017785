"""The windows that help."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.logs.crash_reports import FOLDER
from desktop_app.selftest import wait_until
from desktop_app.ui.dialogs.text_preview import Preview
from desktop_app.ui.support.about_dialog import About
from desktop_app.ui.support.help_window import HelpWindow
from tests.screenshots.windows import window_on

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow
    from tests.screenshots.take import Camera


def take_help(camera: Camera) -> None:
    """All of them, from a window that has met a fault."""
    with tempfile.TemporaryDirectory() as name:
        crashes = Path(name, FOLDER)
        crashes.mkdir()
        (crashes / "20261122T184041Z-abcdef.new.txt").write_text("Mailbox Admin met a fault\n")
        with window_on(Path(name)) as window:
            take_support(camera, window)


def take_support(camera: Camera, window: MainWindow) -> None:
    """The offer of a report, the diagnostics, the help and the about box."""
    commands = window.commands.help
    commands.offer_reports()
    wait_until(lambda: bool(window.banner.text), "the offer")
    camera.take("window-fault", window)
    commands.diagnostics.trigger()
    preview = window.findChildren(Preview)[0]
    wait_until(preview.save.isEnabled, "the diagnostics")
    camera.take("diagnostics", preview)
    commands.help.trigger()
    camera.take("help", window.findChildren(HelpWindow)[0])
    commands.about.trigger()
    about = window.findChildren(About)[0]
    wait_until(lambda: "MIT" in about.licences.toPlainText(), "the licences")
    about.pages.setCurrentWidget(about.licences)
    camera.take("about-licences", about)
