"""What a person can do about a sign-in that is missing, refused or over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.core.errors import (
    AddressUnknown,
    BrowserSignInFailed,
    Cancelled,
    NotTheApi,
    PlainHttp,
    Reach,
    Redirected,
    SecretElsewhere,
    SecretMissing,
    SecretStoreTrouble,
    SignInNeeded,
    SignInRefused,
    TenantUnknown,
    Trouble,
    Unreachable,
)
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.services.background import Done, Failed
from desktop_app.services.workspace.workspace import Phase, Workplace
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.errors.message import Said
from desktop_app.ui.widgets.banner import Action

OF_THE_PROXY = (Reach.PROXY, Reach.PROXY_SIGN_IN)
OF_THE_PROFILE = (Reach.NAME_NOT_FOUND, Reach.REFUSED, Reach.TLS, *OF_THE_PROXY)
"""What is not reached because of what the profile says, perhaps."""

Say = Callable[[Said, list[Action]], None]
"""Shows what happened, and a button for each way out."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("ways_in", text)


def ways_in(
    trouble: Trouble, workplace: Workplace, type_secret: Callable[[], None]
) -> list[Action]:
    """How to get in again; none where the trouble is another one."""
    refused = isinstance(trouble, SignInRefused)
    by_browser = refused or isinstance(trouble, BrowserSignInFailed | SecretElsewhere)
    if workplace.browser_sign_in.possible and by_browser:
        return [(tr("&Sign in in the browser …"), lambda: sign_in(workplace))]
    if refused or isinstance(trouble, SecretMissing | SecretStoreTrouble):
        return [(_type_again(workplace.profile), type_secret)]
    return []


def is_about_the_profile(trouble: Trouble) -> bool:
    """Whether another address, proxy or CA file in the profile may help."""
    if isinstance(trouble, Unreachable):
        return trouble.reach in OF_THE_PROFILE
    return isinstance(trouble, NotTheApi | AddressUnknown | Redirected | TenantUnknown | PlainHttp)


def is_about_the_proxy(trouble: Trouble) -> bool:
    """Whether that is a matter of the profile's proxy."""
    return isinstance(trouble, Unreachable) and trouble.reach in OF_THE_PROXY


def _type_again(profile: Profile) -> str:
    return {
        SignInKind.TICKET: tr("Type the tic&ket …"),
        SignInKind.BEARER: tr("Type the to&ken …"),
        SignInKind.BROWSER: tr("Type the coo&kies …"),
    }.get(profile.sign_in, tr("Type the pass&word …"))


def sign_in(workplace: Workplace) -> None:
    """Open the browser for a person to sign in."""
    workplace.browser_sign_in.begin(
        tr("You are signed in. You can close this page and go back to Mailbox Admin.")
    )


def waits_for_browser() -> Said:
    """While the browser is open."""
    return Said(
        tr("Sign in in the browser window that opens."), tr("This window goes on by itself.")
    )


def given_up(outcome: Done[None] | Failed) -> Trouble | None:
    """Why nobody signed in; None if somebody did. Who stops waiting is just not signed in."""
    if isinstance(outcome, Done):
        return None
    return SignInNeeded() if isinstance(outcome.trouble, Cancelled) else outcome.trouble


class Interrupted(QObject):
    """Work of a dialog that a missing sign-in stopped: says so, and goes on when there is one.

    ``say`` of ``take`` is called again whenever there is something else to say.
    """

    go_on = Signal()
    """Somebody is signed in again."""
    secret_wanted = Signal()
    """The user wants to type the password, or what stands for it, again."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._say: Say | None = None
        self._workplace = workplace
        self._listen()

    def move_to(self, workplace: Workplace) -> None:
        """Wait for the changed profile instead."""
        if workplace is not self._workplace:
            self._workplace = workplace
            self._listen()

    def _listen(self) -> None:
        workplace = self._workplace
        workplace.browser_sign_in.began.connect(self._tell_browser)
        workplace.browser_sign_in.ended.connect(self._browser_ended)
        workplace.standing_changed.connect(self._stand)

    def take(self, trouble: Trouble, say: Say) -> bool:
        """Wait for a sign-in, if that is what is missing."""
        why = self._workplace.cause_of(trouble)
        if not ways_in(why, self._workplace, self.secret_wanted.emit):
            return False
        self._say = say
        self._tell(why)
        return True

    def forget(self) -> None:
        """The work is done, or not wanted any more."""
        self._say = None

    def _tell(self, trouble: Trouble) -> None:
        if self._workplace.browser_sign_in.under_way:
            self._tell_browser()
            return
        work, again = self._workplace, (tr("&Try again"), self._workplace.refresh)
        if self._say is not None:
            actions = ways_in(trouble, work, self.secret_wanted.emit)
            self._say(explain(trouble), actions or [again])

    def _tell_browser(self) -> None:
        if self._say is not None:
            stop = (tr("S&top waiting"), self._workplace.browser_sign_in.stop)
            self._say(waits_for_browser(), [stop])

    def _browser_ended(self, outcome: Done[None] | Failed) -> None:
        trouble = given_up(outcome)
        if trouble is not None:
            self._tell(trouble)

    def _stand(self) -> None:
        standing = self._workplace.standing
        if self._say is None:
            return
        if standing.phase is Phase.READY:
            self._say = None
            self.go_on.emit()
        elif standing.phase is Phase.FAILED and standing.trouble is not None:
            self._tell(standing.trouble)
