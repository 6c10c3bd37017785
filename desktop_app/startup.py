"""Start the application, run its window and shut everything down.

No module that the first paint does not need is imported at the top of this file.
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
from desktop_app.core.errors import DataFolderUnsafe
from desktop_app.profiles.data_folder import find_data_folder, require_own_folder

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from desktop_app.services.single_instance import SingleInstance

APPLICATION_NAME = "Mailbox Admin"

EXIT_NO_DISPLAY = 2
"""Exit status if there is no display to show a window on."""
EXIT_ALREADY_RUNNING = 3
"""Exit status if another process uses this data folder and does not answer."""
EXIT_UNSAFE_FOLDER = 4
"""Exit status if the data folder is another user's, or everyone may write there."""
NO_PAINT_THREADS_VARIABLE = "QT_NO_GUI_THREADPOOL"
"""Environment variable that keeps Qt from painting with a thread pool; read at the first fill."""
NO_DISPLAY_ADVICE = (
    "Run it on a desktop, over ssh with -X, or on a virtual screen: xvfb-run mailbox-admin --demo"
)


def run_application(
    data_dir: Path | None, *, demo: bool, machine_wide: Path | None, log_level: str
) -> int:
    """Show the main window until it is closed and return the exit status of the command."""
    gc.disable()  # no garbage yet, and a collection takes time
    import_qt()
    from desktop_app.logs.crash_reports import CrashReporter  # lazy: start
    from desktop_app.process_hardening import forbid_core_dumps  # lazy: start
    from desktop_app.ui.i18n import install_catalogues  # lazy: start

    forbid_core_dumps()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing to keep before the first paint
    application = make_application()
    install_catalogues(application)
    folder = None if demo else find_data_folder(data_dir)
    if folder is not None and not _is_own_folder(folder):
        return EXIT_UNSAFE_FOLDER
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
    application.shutdown()  # hands copied text to the desktop's clipboard
    return status


def _run_window(
    application: QApplication, program: Program, on_first_paint: Callable[[], None]
) -> int:
    """Show the window until it is closed; call ``on_first_paint`` once it has been painted."""
    from PySide6.QtCore import qInstallMessageHandler  # lazy: start

    from desktop_app.ui.shell.after_first_paint import AfterFirstPaint  # lazy: start

    window = program.window
    window.show()
    AfterFirstPaint(window, program.has_profiles, window.finish_start_page, settle_ms=0)
    AfterFirstPaint(window, lambda: window.pages.is_finished, on_first_paint)
    status = application.exec()
    qInstallMessageHandler(None)  # before the log ends
    program.close()
    return status


def report_no_display(reason: str) -> int:
    """Print why no window can be shown and what to do about it; return the exit status."""
    sys.stderr.write(f"mailbox-admin: {reason}.\n{NO_DISPLAY_ADVICE}\n")
    sys.stderr.flush()
    return EXIT_NO_DISPLAY


def import_qt() -> None:
    """Import Qt without PySide6's import hook.

    PySide6 replaces ``__import__`` by a function that reads the source of every module imported
    later, to see whether it uses PySide6 "features". This program uses none; the hook costs a start
    7 ms, the import of requests and keyring 30 ms, and the memory for all that source.
    """
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401  # lazy: start

    builtins.__import__ = plain


def resume_garbage_collection() -> None:
    """Turn the garbage collector on, exempting all objects created so far."""
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """Return a new QApplication that paints in its own thread alone; exit if there is no display.

    Qt would split each fill among a pool of threads: painting a scroll bar then takes four times as
    long, and longer still beside other work. Without a usable display Qt would abort and advise
    reinstalling; this program prints NO_DISPLAY_ADVICE instead.
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
        if sys.stderr is not None:  # None in a Windows GUI program
            sys.stderr.write(f"{text}\n")
        return
    os._exit(report_no_display("no window can be shown on this display"))


def _finish_start(program: Program, instance: SingleInstance | None, log_level: str) -> None:
    """Do what can wait until the window is painted: collect garbage, listen, start the log."""
    from desktop_app.services.qt_log import install_message_handler  # lazy: start
    from desktop_app.ui.shell.termination_signals import TerminationSignals  # lazy: start

    resume_garbage_collection()
    program.window.finish_startup()
    if instance is not None:
        instance.listen(program.show)
    program.start_support(log_level)
    install_message_handler()
    TerminationSignals(program.keep_work, program.window)


def _is_own_folder(folder: Path) -> bool:
    """Return whether the data folder may be used; tell the user if not."""
    try:
        require_own_folder(folder)
    except DataFolderUnsafe as error:
        from desktop_app.ui.dialogs.message_boxes import show_startup_error  # lazy: start
        from desktop_app.ui.text.errors.explain import explain  # lazy: start

        show_startup_error(f"mailbox-admin: {explain(error).text}\n")
        return False
    return True


def _single_instance(data_folder: Path) -> SingleInstance:
    from desktop_app.services.single_instance import SingleInstance  # lazy: start

    return SingleInstance(data_folder)


def _exit_status_if_running(instance: SingleInstance) -> int | None:
    """Return the exit status if another process uses the data folder, otherwise None."""
    from desktop_app.services.single_instance import StartResult  # lazy: start

    start = instance.start()
    if start is StartResult.FIRST:
        return None
    if start is StartResult.HANDED_OVER:
        return 0
    from desktop_app.ui.dialogs.message_boxes import show_startup_error  # lazy: start

    show_startup_error(
        "mailbox-admin: another process uses this data folder and does not answer.\n"
        "Close it first, or name another folder with --data-dir.\n"
    )
    return EXIT_ALREADY_RUNNING
