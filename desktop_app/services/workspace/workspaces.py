"""The open workspaces, one for each profile that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import SignInKind, same_connection

if TYPE_CHECKING:  # lazy: a workspace is created after the first paint
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.background import MainThreadDispatcher
    from desktop_app.services.deadline import Deadline
    from desktop_app.services.mail_check.check_scheduler import CheckScheduler
    from desktop_app.services.mailbox_list.export import Exporter
    from desktop_app.services.mailbox_list.other_profile_logins import OtherProfileLogins
    from desktop_app.services.pending.change_set import ChangeSet
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
    from desktop_app.services.secrets.profile_secrets import Secrets
    from desktop_app.services.session.client_setup import AccessFactory, ClientProvider, OpenBrowser
    from desktop_app.services.session.connection_state import ConnectionState
    from desktop_app.services.session.reconnect import ReconnectScheduler
    from desktop_app.services.workspace.profile_data import ProfileData
    from desktop_app.services.workspace.workspace import Workspace


NOTIFY_DELAY_MS = 1000
"""Milliseconds until the other workspaces learn of data that one of them has read."""


class WorkspaceManager(QObject):
    """Creates the workspace of a profile when the profile is first shown. GUI thread.

    The manager is the Qt parent of the workspaces and deletes them on the GUI thread: Python's
    garbage collector runs in any thread, and would delete a QObject in a worker. ``open_browser``
    opens the sign-in page in the user's browser.
    """

    pending_run_started = Signal(object)
    """The SaveQueue in which pending changes are about to be sent."""
    pending_changes_changed = Signal()
    """The set of pending changes changed."""

    def __init__(
        self,
        secrets: Secrets,
        make_access: AccessFactory,
        dispatcher: MainThreadDispatcher,
        store: ProfileData | None = None,
        passwords: MailboxPasswordService | None = None,
        open_browser: OpenBrowser | None = None,
    ) -> None:
        super().__init__()
        self._open_browser = open_browser
        self.store = store
        """The data on this computer; None if nothing is stored."""
        self.passwords = passwords
        self._secrets = secrets
        self._make_access = make_access
        self._dispatcher = dispatcher
        self._workspaces: dict[str, Workspace] = {}
        self._client_providers: dict[str, ClientProvider] = {}
        self._policy = UNRESTRICTED
        self._check_scheduler: CheckScheduler | None = None
        self._unlocked: dict[str, Deadline] = {}
        self._reconnect_scheduler: ReconnectScheduler | None = None
        self._exporter: Exporter | None = None
        self._profiles: Sequence[Profile] = ()
        self._other_logins: OtherProfileLogins | None = None
        self._is_notify_pending = False
        self.change_set: ChangeSet | None = None
        """The pending changes; None until a profile is opened, or if nothing is stored."""

    def open(self, profile: Profile) -> Workspace:
        """Return the workspace of a profile; create the workspace on the first call."""
        from desktop_app.services.session.client_setup import (  # lazy: start
            ClientProvider,
            no_browser,
            proxy_password,
        )
        from desktop_app.services.workspace.workspace import Workspace  # lazy: start

        if profile.id not in self._workspaces:
            browser = self._open_browser or no_browser
            connect = ClientProvider(profile, self._secrets, self._make_access, browser)
            self._client_providers[profile.id] = connect
            made = Workspace(
                profile,
                connect,
                self._dispatcher,
                store=self.store,
                open_workspaces=self._workspaces.values,
                policy=self._policy,
                sign_in=connect.sign_in if profile.sign_in is SignInKind.OAUTH else None,
                passwords=self.passwords,
                change_set=self._get_change_set(),
                get_check_scheduler=self._get_check_scheduler,
                proxy_password=partial(proxy_password, profile, self._secrets),
            )
            self.add(made)
            if (until := self._unlocked.pop(profile.id, None)) is not None:
                made.write_lock.unlock_until(until)
        return self._workspaces[profile.id]

    def _get_check_scheduler(self) -> CheckScheduler:
        """Return the scheduler shared by all profiles: two may use the same mail server login."""
        from desktop_app.services.mail_check.check_scheduler import CheckScheduler  # lazy: start

        if self._check_scheduler is None:
            self._check_scheduler = CheckScheduler(self._dispatcher, self, self.store)
        return self._check_scheduler

    def add(self, workspace: Workspace) -> None:
        """Take over a workspace that was created elsewhere, such as the demo's."""
        workspace.setParent(self)
        workspace.state_changed.connect(self._watch_connections)
        workspace.list_changed.connect(self._schedule_notify)
        workspace.details.arrived.connect(self._schedule_notify)
        if (logins := self._get_other_logins()) is not None:
            workspace.risks.use_other_logins(logins)
        self._workspaces[workspace.profile.id] = workspace

    def _get_change_set(self) -> ChangeSet | None:
        """Return the pending changes of all profiles; load them on the first call."""
        if self.change_set is None and self.store is not None:
            from desktop_app.services.pending.change_set import ChangeSet  # lazy: start

            self.change_set = ChangeSet(self.store, self.passwords)
            self.change_set.changed.connect(self.pending_changes_changed)
            self.change_set.run_started.connect(self.pending_run_started)
            self.change_set.load()
        return self.change_set

    def _get_other_logins(self) -> OtherProfileLogins | None:
        """Return the stored logins of all profiles, created on first use; None without a store."""
        if self._other_logins is None and self.store is not None:
            from desktop_app.services.mailbox_list.other_profile_logins import (  # lazy: start
                OtherProfileLogins,
            )

            self._other_logins = OtherProfileLogins(self.store, self)
            self._other_logins.update_profiles(self._profiles)
        return self._other_logins

    def _schedule_notify(self) -> None:
        if len(self._workspaces) > 1 and not self._is_notify_pending:
            self._is_notify_pending = True
            # no timer of its own: this object may be destroyed by a worker's garbage collection
            QTimer.singleShot(NOTIFY_DELAY_MS, self, self._notify_workspaces)

    def _notify_workspaces(self) -> None:
        """Recalculate the risks of all workspaces: data of one profile may be a risk in another."""
        self._is_notify_pending = False
        for workspace in self._workspaces.values():
            workspace.risks.changed.emit()

    @property
    def exporter(self) -> Exporter:
        """The exporter of files that belong to no single profile."""
        if self._exporter is None:
            from desktop_app.services.mailbox_list.export import Exporter  # lazy: start

            self._exporter = Exporter(self._dispatcher)
        return self._exporter

    def _watch_connections(self) -> None:
        """Let the reconnect scheduler look for lost connections."""
        if self._reconnect_scheduler is None:
            from desktop_app.services.session.reconnect import ReconnectScheduler  # lazy: start

            self._reconnect_scheduler = ReconnectScheduler(self._connections, parent=self)
        self._reconnect_scheduler.update()

    def _connections(self) -> list[ConnectionState]:
        return [workspace.connection for workspace in self._workspaces.values()]

    def delete_profile(self, profile_id: str) -> None:
        """Close the workspace of a deleted profile, and delete its data except for the journal."""
        self.close_workspace(profile_id)
        if self.store is not None:
            from desktop_app.services.mailbox_list.list_cache import delete_profile  # lazy: start

            delete_profile(self.store, profile_id)
            self.store.column_layouts.save(profile_id, None)
            self.store.run_history.delete_profile(profile_id)
        if self.change_set is not None:
            self.change_set.delete_profile(profile_id)

    def close_workspace(self, profile_id: str) -> None:
        """Close the workspace of a profile that was changed or deleted.

        A timed unlock carries over to the next workspace, unless that is locked for another reason.
        """
        workspace = self._workspaces.pop(profile_id, None)
        self._client_providers.pop(profile_id, None)
        if workspace is not None:
            if (until := workspace.write_lock.unlocked_until) is not None:
                self._unlocked[profile_id] = until
            workspace.close()
            workspace.deleteLater()
            if self._other_logins is not None:
                self._other_logins.reload(profile_id)

    def update_settings(self, profiles: Sequence[Profile], policy: Policy) -> None:
        """Apply changed profiles and policy to the open workspaces with an unchanged connection."""
        self._policy = policy
        self._profiles = profiles
        if self._other_logins is not None:
            self._other_logins.update_profiles(profiles)
        if self.store is not None:
            self.store.update_settings(policy.journal)
        for profile in profiles:
            workspace = self._workspaces.get(profile.id)
            if workspace is not None and same_session(workspace.profile, profile):
                workspace.update_settings(profile, policy)

    def is_current(self, profile: Profile) -> bool:
        """Return whether the profile is open with the connection settings that ``profile`` has."""
        workspace = self._workspaces.get(profile.id)
        return workspace is not None and same_session(workspace.profile, profile)

    def can_continue(self, profile: Profile, *, new_secret: bool) -> bool:
        """Return whether the workspace of a changed profile can stay open.

        The connection must be the same; with ``new_secret`` no save may be queued or running.
        """
        if not self.is_current(profile):
            return False
        return not (new_secret and self._workspaces[profile.id].active_save_count)

    def reconnect(self, profile: Profile) -> None:
        """Refresh an open profile with the secret or consent that the user has just given."""
        self._client_providers[profile.id].use_profile(profile)
        self._workspaces[profile.id].discard_secrets()
        self._workspaces[profile.id].refresh()

    def lock(self) -> None:
        """Discard all secrets in memory, and end all timed unlocks."""
        for profile_id, connect in self._client_providers.items():
            connect.clear_credentials()
            self._workspaces[profile_id].discard_secrets()
        self._unlocked.clear()
        for workspace in self._workspaces.values():
            workspace.write_lock.lock()

    @property
    def active_save_count(self) -> int:
        """How many saves of all profiles are queued or running."""
        return sum(workspace.active_save_count for workspace in self._workspaces.values())

    def close(self) -> None:
        """Close all workspaces and shared services."""
        if self._exporter is not None:
            self._exporter.close()
        if self._check_scheduler is not None:
            self._check_scheduler.close()
        for profile_id in tuple(self._workspaces):
            self.close_workspace(profile_id)


def same_session(one: Profile, other: Profile) -> bool:
    """Return whether two profiles connect alike and share language, culture and time zone."""
    spoken = (one.language, one.culture, one.time_zone) == (
        other.language,
        other.culture,
        other.time_zone,
    )
    return spoken and one.oauth == other.oauth and same_connection(one, other)
