"""The profiles at work in this window, each with a session of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import SignInKind, same_connection

if TYPE_CHECKING:  # a workplace is made after the first paint
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.background import Courier
    from desktop_app.services.deadline import Deadline
    from desktop_app.services.mail_check.check_scheduler import MailChecks
    from desktop_app.services.mailbox_list.export import Exporter
    from desktop_app.services.mailbox_list.other_profile_logins import KeptLogins
    from desktop_app.services.pending.change_set import ChangeSet
    from desktop_app.services.profiles.profile_service import Secrets
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
    from desktop_app.services.session.client_setup import Connect, OpenAccess, OpenBrowser
    from desktop_app.services.session.connection_state import Connection
    from desktop_app.services.session.reconnect import Lookout
    from desktop_app.services.store.store_service import Keeping
    from desktop_app.services.workspace.workspace import Workplace


CALM = 1000
"""Milliseconds after which the others hear what a profile has read meanwhile."""


class Workplaces(QObject):
    """Makes a workplace when a profile is first shown, and keeps it until it is dropped.

    It is their parent and deletes them on the GUI thread: left to Python's garbage collector,
    which runs in whichever thread comes along, a QObject may be deleted in a worker.
    ``open_browser`` shows the page on which a person signs in.
    """

    changes_changed = Signal()
    """Other edits wait to be sent."""

    def __init__(
        self,
        secrets: Secrets,
        open_access: OpenAccess,
        courier: Courier,
        keeping: Keeping | None = None,
        passwords: MailboxPasswords | None = None,
        open_browser: OpenBrowser | None = None,
    ) -> None:
        super().__init__()
        self._open_browser = open_browser
        self.keeping = keeping
        """What is kept on this computer; None where nothing is."""
        self.passwords = passwords
        self._secrets = secrets
        self._open_access = open_access
        self._courier = courier
        self._open: dict[str, Workplace] = {}
        self._connects: dict[str, Connect] = {}
        self._policy = ALLOWS_ALL
        self._mail_checks: MailChecks | None = None
        self._unlocked: dict[str, Deadline] = {}
        self._lookout: Lookout | None = None
        self._exporter: Exporter | None = None
        self._profiles: Sequence[Profile] = ()
        self._logins: KeptLogins | None = None
        self._has_news = False
        self.change_set: ChangeSet | None = None
        """The edits that wait; None until a profile is shown, or where nothing is kept."""

    def at(self, profile: Profile) -> Workplace:
        """The workplace of a profile."""
        from desktop_app.services.session.client_setup import Connect, no_browser, proxy_password
        from desktop_app.services.workspace.workspace import Workplace

        if profile.id not in self._open:
            browser = self._open_browser or no_browser
            connect = Connect(profile, self._secrets, self._open_access, browser)
            self._connects[profile.id] = connect
            made = Workplace(
                profile,
                connect,
                self._courier,
                keeping=self.keeping,
                neighbours=self._open.values,
                policy=self._policy,
                sign_in=connect.sign_in if profile.sign_in is SignInKind.OAUTH else None,
                passwords=self.passwords,
                change_set=self._changes(),
                mail_checks=self._checks,
                proxy_password=partial(proxy_password, profile, self._secrets),
            )
            self.add(made)
            if (until := self._unlocked.pop(profile.id, None)) is not None:
                made.lock.unlock_until(until)
        return self._open[profile.id]

    def _checks(self) -> MailChecks:
        """One for all profiles: two of them may fetch from the same mailbox."""
        from desktop_app.services.mail_check.check_scheduler import MailChecks

        if self._mail_checks is None:
            self._mail_checks = MailChecks(self._courier, self)
        return self._mail_checks

    def add(self, workplace: Workplace) -> None:
        """Keep one that was made elsewhere, as the demo's is."""
        workplace.setParent(self)
        workplace.standing_changed.connect(self._watch)
        workplace.listed.connect(self._note_news)
        workplace.details.arrived.connect(self._note_news)
        if (logins := self._kept_logins()) is not None:
            workplace.risks.know(logins)
        self._open[workplace.profile.id] = workplace

    def _changes(self) -> ChangeSet | None:
        """The edits that wait, of all profiles; read when the first one is shown."""
        if self.change_set is None and self.keeping is not None:
            from desktop_app.services.pending.change_set import ChangeSet

            self.change_set = ChangeSet(self.keeping, self.passwords)
            self.change_set.changed.connect(self.changes_changed)
            self.change_set.load()
        return self.change_set

    def _kept_logins(self) -> KeptLogins | None:
        """What is kept of the profiles that are not open; made when the first one is."""
        if self._logins is None and self.keeping is not None:
            from desktop_app.services.mailbox_list.other_profile_logins import KeptLogins

            self._logins = KeptLogins(self.keeping, self)
            self._logins.follow(self._profiles)
        return self._logins

    def _note_news(self) -> None:
        if len(self._open) > 1 and not self._has_news:
            self._has_news = True
            # no timer of its own: this object may be destroyed by a worker's garbage collection
            QTimer.singleShot(CALM, self, self._tell_neighbours)

    def _tell_neighbours(self) -> None:
        """What one profile has read may be a risk in another."""
        self._has_news = False
        for workplace in self._open.values():
            workplace.risks.changed.emit()

    @property
    def exporter(self) -> Exporter:
        """Writes files that belong to no profile."""
        if self._exporter is None:
            from desktop_app.services.mailbox_list.export import Exporter

            self._exporter = Exporter(self._courier)
        return self._exporter

    def _watch(self) -> None:
        """A connection that is lost is looked for, carefully, until it is back."""
        if self._lookout is None:
            from desktop_app.services.session.reconnect import Lookout

            self._lookout = Lookout(self._links, parent=self)
        self._lookout.watch()

    def _links(self) -> list[Connection]:
        return [workplace.connection for workplace in self._open.values()]

    def forget(self, profile_id: str) -> None:
        """A profile was deleted: end its work, and keep nothing of it but its journal."""
        self.drop(profile_id)
        if self.keeping is not None:
            from desktop_app.services.mailbox_list.list_cache import forget

            forget(self.keeping, profile_id)
            self.keeping.looks.keep(profile_id, None)
            self.keeping.batches.forget(profile_id)
        if self.change_set is not None:
            self.change_set.forget(profile_id)

    def drop(self, profile_id: str) -> None:
        """End the work of a profile: it was changed or deleted.

        Its unlock for a time goes on in the next workplace, if that leads where this one led.
        """
        workplace = self._open.pop(profile_id, None)
        self._connects.pop(profile_id, None)
        if workplace is not None:
            if (until := workplace.lock.unlocked_until) is not None:
                self._unlocked[profile_id] = until
            workplace.close()
            workplace.deleteLater()
            if self._logins is not None:
                self._logins.reread(profile_id)

    def follow(self, profiles: Sequence[Profile], policy: Policy) -> None:
        """The profiles are these now; those at work that lead where they led go on."""
        self._policy = policy
        self._profiles = profiles
        if self._logins is not None:
            self._logins.follow(profiles)
        if self.keeping is not None:
            self.keeping.follow(policy.journal)
        for profile in profiles:
            workplace = self._open.get(profile.id)
            if workplace is not None and same_session(workplace.profile, profile):
                workplace.follow(profile, policy)

    def goes_on(self, profile: Profile) -> bool:
        """Whether the session of this profile, if there is one, serves it as it is now."""
        workplace = self._open.get(profile.id)
        return workplace is not None and same_session(workplace.profile, profile)

    def may_go_on(self, profile: Profile, *, new_secret: bool) -> bool:
        """Whether its work need not begin anew: it leads where it led, no save has an old one."""
        if not self.goes_on(profile):
            return False
        return not (new_secret and self._open[profile.id].saves_under_way)

    def renew(self, profile: Profile) -> None:
        """Go on with another secret, and with all that is open; the user has just typed it."""
        self._connects[profile.id].forget()
        self._open[profile.id].drop_secrets()
        self._open[profile.id].refresh()

    def lock(self) -> None:
        """Let go of every secret, and end every unlock that is for a time."""
        for profile_id, connect in self._connects.items():
            connect.forget()
            self._open[profile_id].drop_secrets()
        self._unlocked.clear()
        for workplace in self._open.values():
            workplace.lock.lock()

    @property
    def saves_under_way(self) -> int:
        """How many saves are queued or running, in all profiles."""
        return sum(workplace.saves_under_way for workplace in self._open.values())

    def close(self) -> None:
        """End all work."""
        if self._exporter is not None:
            self._exporter.close()
        if self._mail_checks is not None:
            self._mail_checks.close()
        for profile_id in tuple(self._open):
            self.drop(profile_id)


def same_session(one: Profile, other: Profile) -> bool:
    """Whether a session opened for one serves the other: only words and locks differ."""
    spoken = (one.language, one.culture, one.time_zone) == (
        other.language,
        other.culture,
        other.time_zone,
    )
    return spoken and one.oauth == other.oauth and same_connection(one, other)
