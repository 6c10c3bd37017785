"""The windows that help."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.logs.crash_reports import REPORT_FOLDER
from desktop_app.selftest import wait_until
from desktop_app.ui.dialogs.text_preview import TextPreviewDialog
from desktop_app.ui.support.about_dialog import AboutDialog
from desktop_app.ui.support.help_window import HelpWindow
from tests.screenshots.windows import window_on

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow
    from tests.screenshots.take import Camera


def take_help(camera: Camera) -> None:
    """All of them, from a window that has met a fault."""
    with tempfile.TemporaryDirectory() as name:
        crashes = Path(name, REPORT_FOLDER)
        crashes.mkdir()
        (crashes / "20261122T184041Z-abcdef.new.txt").write_text(
            "Mailbox Admin did not close properly\n"
        )
        with window_on(Path(name)) as window:
            take_support(camera, window)


def take_support(camera: Camera, window: MainWindow) -> None:
    """The offer of a report, the diagnostics, the help and the about box."""
    commands = window.all_actions.help
    commands.offer_crash_reports()
    wait_until(lambda: bool(window.banner.text), "the offer")
    camera.take("window-fault", window)
    commands.diagnostics.trigger()
    preview = window.findChildren(TextPreviewDialog)[0]
    wait_until(preview.save_button.isEnabled, "the diagnostics")
    camera.take("diagnostics", preview)
    commands.help.trigger()
    camera.take("help", window.findChildren(HelpWindow)[0])
    commands.about.trigger()
    about = window.findChildren(AboutDialog)[0]
    wait_until(lambda: "MIT" in about.licence_view.toPlainText(), "the licences")
    about.pages.setCurrentWidget(about.licence_view)
    camera.take("about-licences", about)
