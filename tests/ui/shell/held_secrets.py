"""A process that signs in, locks, and says which of its live objects still hold the password.

Run as ``python -m tests.ui.shell.held_secrets URL FOLDER [refused] [vault]``; stdin has the user
name and the password, a line each. Each printed line names one object that holds the password, and
some that hold the object. The process is one of its own, so that neither the demo server nor a test
holds the password in it.
"""

from __future__ import annotations

import base64
import gc
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.services.background import Success
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.windows import end_program

LIMIT_MS = 3000
"""How long after *Lock now* an object may hold the password."""
TIMEOUT_MS = 60_000
LOOK_MS = 50
"""Time between two looks, unless something happens before."""


def main(url: str, folder: str, *options: str) -> None:
    """Sign in as a person does, lock, and print what holds the password."""
    application = QApplication([])
    user, _, password = sys.stdin.read().partition("\n")
    password += " of somebody else" if "refused" in options else ""
    needles = (password, base64.b64encode(f"{user}:{password}".encode()).decode())
    program = Program(Path(folder), demo=False, machine_wide=None)
    window = program.window
    window.show()
    until(lambda: window.profile_service.is_loaded)
    if "vault" in options:
        use_vault(window)
    make_profile(window, url, user, password)
    until(partial(is_refused if "refused" in options else is_at_rest, window))
    if not holders(needles) and "refused" not in options:
        sys.exit("The profile is at work, yet nothing was seen to hold its password.")
    window.all_actions.profile.lock.trigger()
    until(lambda: not holders(needles), LIMIT_MS)
    print("\n".join(holders(needles)), flush=True)
    end_program(program)
    application.quit()


def use_vault(window: MainWindow) -> None:
    """Keep secrets in the encrypted file from now on."""
    done: list[object] = []
    window.profile_service.secrets.create_vault("a long passphrase", done.append)
    window.profile_service.secrets.choose(Settings(StorageKind.VAULT), done.append)
    until(lambda: len(done) == 2)
    if not all(isinstance(outcome, Success) for outcome in done):
        sys.exit(f"no vault: {done}")


def make_profile(window: MainWindow, url: str, user: str, password: str) -> None:
    """Fill in the dialog of a new profile; the password is typed key by key."""
    window.all_actions.profile.create.trigger()
    (dialog,) = window.findChildren(ProfileDialog)
    dialog.form.name.setText("Acme")
    dialog.form.address.setText(url)
    dialog.form.user_name.setText(user)
    for key in password:
        QTest.keyClicks(dialog.form.password.line_edit, key)
    dialog.save()


def is_at_rest(window: MainWindow) -> bool:
    """Whether the list and the details of all mailboxes are there, and nothing is asked for."""
    if window.pane is None or window.pane.model.rowCount() == 0:
        return False
    details, unread = window.pane.workspace.details, window.pane.model.statistics().not_loaded
    return details.progress is None and unread == 0


def is_refused(window: MainWindow) -> bool:
    """Whether the sign-in has failed, and the window shows why."""
    return window.pane is not None and window.pane.workspace.list_state.error is not None


def until(condition: Callable[[], object], limit_ms: int = TIMEOUT_MS) -> None:
    """Let the program work until a condition holds, or the time is over."""
    deadline = QDeadlineTimer(limit_ms)
    while not condition() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, LOOK_MS)
        QApplication.sendPostedEvents(None, 0)


def holders(needles: Sequence[str]) -> list[str]:
    """Describe each live object that holds a text or bytes with one of the needles.

    Garbage in cycles counts: it lives until Python happens to look for it. So does what the frames
    of other threads hold, and what objects hold in which Python looks for no cycles.
    """
    coded = tuple(needle.encode() for needle in needles)
    own = threading.get_ident()
    frames = [frame for thread, frame in sys._current_frames().items() if thread != own]
    todo: list[object] = [*gc.get_objects(), *frames]
    seen = set(map(id, (todo, frames, needles, coded)))
    found = list[str]()
    while todo:
        each = todo.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        for inner in gc.get_referents(each):
            if type(inner) is str:
                is_held = any(needle in inner for needle in needles)
            elif type(inner) is bytes:
                is_held = any(needle in inner for needle in coded)
            else:
                is_held = False
                if not gc.is_tracked(inner):
                    todo.append(inner)
            if is_held:
                found.append(described(each))
    return found


def described(holder: object) -> str:
    outer = {type(each).__name__ for each in gc.get_referrers(holder)}
    return f"{type(holder).__module__}.{type(holder).__qualname__} held by {sorted(outer)}"


if __name__ == "__main__":
    main(*sys.argv[1:])
