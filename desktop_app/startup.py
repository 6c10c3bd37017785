"""From a bare process to a window that can be used, and to its end.

Nothing is imported here at the top that the first paint does not need.
"""

from __future__ import annotations

import builtins
import gc
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.app import Program
from desktop_app.profiles.data_folder import find_data_folder

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from desktop_app.services.single_instance import SingleInstance

APPLICATION_NAME = "Mailbox Admin"

EXIT_NO_DISPLAY = 2
"""Exit status when there is no screen to show a window on."""
EXIT_ALREADY_RUNNING = 3
"""Exit status when another program has this data folder and does not answer."""
NO_PAINT_THREADS_VARIABLE = "QT_NO_GUI_THREADPOOL"
"""Qt asks for this variable of the environment before its first fill."""
NO_DISPLAY_ADVICE = (
    "Run it on a desktop, over ssh with -X, or on a virtual screen: xvfb-run mailbox-admin --demo"
)


def run_application(
    data_dir: Path | None, *, demo: bool, machine_wide: Path | None, log_level: str
) -> int:
    """Show the window until it is closed; returns the exit status of the command."""
    gc.disable()  # there is no garbage yet, and looking for it takes a while
    import_qt()
    from desktop_app.logs.crash_reports import CrashReporter  # lazy: start
    from desktop_app.process_hardening import forbid_core_dumps  # lazy: start
    from desktop_app.ui.i18n import install_catalogues  # lazy: start

    forbid_core_dumps()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own is heard only in the next slot
    application = make_application()
    install_catalogues(application)
    folder = None if demo else find_data_folder(data_dir)
    single = None if folder is None else _single_instance(folder)
    if single is not None and (status := _exit_status_if_running(single)) is not None:
        return status
    watch = CrashReporter(folder)
    watch.start()
    application.setApplicationName(APPLICATION_NAME)
    application.setDesktopFileName("mailbox-admin")
    program = Program(data_dir, demo=demo, machine_wide=machine_wide)
    status = _run_window(application, program, partial(_finish_start, program, single, log_level))
    watch.stop()
    if single is not None:
        single.close()
    application.shutdown()  # what was copied goes to the desktop's clipboard
    return status


def _run_window(
    application: QApplication, program: Program, on_first_paint: Callable[[], None]
) -> int:
    """The window, until it is closed. ``on_first_paint`` is called when it has been painted."""
    from PySide6.QtCore import qInstallMessageHandler  # lazy: start

    from desktop_app.ui.shell.after_first_paint import AfterFirstPaint  # lazy: start

    program.window.show()
    AfterFirstPaint(program.window, program.has_profiles, on_first_paint)
    status = application.exec()
    qInstallMessageHandler(None)  # before the log ends
    program.close()
    return status


def report_no_display(reason: str) -> int:
    """Say that there is no window, and how there could be one; returns the exit status."""
    sys.stderr.write(f"mailbox-admin: {reason}.\n{NO_DISPLAY_ADVICE}\n")
    sys.stderr.flush()
    return EXIT_NO_DISPLAY


def import_qt() -> None:
    """Import Qt, but not its hook.

    PySide6 puts a function in place of ``__import__`` that reads the source of every module that
    is imported from then on, to see whether it uses "features". Nothing here does, and it costs a
    start 7 ms, requests and keyring 30 ms, and the memory that keeps all that source.
    """
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401  # lazy: start

    builtins.__import__ = plain


def resume_garbage_collection() -> None:
    """From now on, but never again through what was there at the start."""
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """The application, which paints in its own thread alone.

    Qt would cut each fill into strips for a pool of threads: a scroll bar then takes four times as
    long, and still longer beside work. Its own answer to a display that cannot be used is to abort,
    and to advise reinstalling.
    """
    os.environ[NO_PAINT_THREADS_VARIABLE] = "1"
    from PySide6.QtCore import qInstallMessageHandler  # lazy: start
    from PySide6.QtWidgets import QApplication  # lazy: start

    qInstallMessageHandler(_exit_without_display)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(None)


def _exit_without_display(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    from PySide6.QtCore import QtMsgType  # lazy: start

    if kind is not QtMsgType.QtFatalMsg:
        if sys.stderr is not None:  # a windowed program of Windows has none
            sys.stderr.write(f"{text}\n")
        return
    os._exit(report_no_display("no window can be shown on this display"))


def _finish_start(program: Program, instance: SingleInstance | None, log_level: str) -> None:
    """What nobody waits for: the window is painted."""
    from desktop_app.services.qt_log import install_message_handler  # lazy: start

    resume_garbage_collection()
    program.window.finish_startup()
    if instance is not None:
        instance.listen(program.show)
    program.start_support(log_level)
    install_message_handler()


def _single_instance(data_folder: Path) -> SingleInstance:
    from desktop_app.services.single_instance import SingleInstance  # lazy: start

    return SingleInstance(data_folder)


def _exit_status_if_running(instance: SingleInstance) -> int | None:
    """With what status this one ends because another has its data folder; None if it goes on."""
    from desktop_app.services.single_instance import StartResult  # lazy: start

    start = instance.start()
    if start is StartResult.FIRST:
        return None
    if start is StartResult.HANDED_OVER:
        return 0
    from desktop_app.ui.dialogs.message_boxes import show_startup_error  # lazy: start

    show_startup_error(
        "mailbox-admin: it is running already on this data folder and does not answer.\n"
        "Close it first, or name another folder with --data-dir.\n"
    )
    return EXIT_ALREADY_RUNNING
