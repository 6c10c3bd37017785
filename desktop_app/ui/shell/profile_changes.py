"""Updates of the main window after profiles are loaded, saved, imported or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.profiles.profile_service import StoredProfile
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.shell.window_pages import WindowPages


class ProfileChanges(QObject):
    """Keeps panes, editors and workspaces in step with the stored profiles. GUI thread."""

    def __init__(
        self, window: ActionWindow, pages: WindowPages, workspaces: WorkspaceManager
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._workspaces = window, pages, workspaces
        self._just_started = True
        window.profile_flows.ends_workspace = self._ends_workspace
        window.profile_flows.saved.connect(self._on_saved)
        window.profile_flows.removed.connect(self._on_removed)
        window.profile_controller.signed_in.connect(self._on_signed_in)
        window.profile_service.changed.connect(self._on_changed)
        window.profile_service.imported.connect(self._on_imported)

    def _on_changed(self) -> None:
        window, service = self._window, self._window.profile_service
        window.toolbar.set_profiles(service.profiles)
        self._workspaces.update_settings(service.profiles, service.policy)
        just_started, self._just_started = self._just_started, False
        if self._pages.pane is not None:
            window.refresh_profile()
        # _on_saved shows a new profile: showing it here too would sign in twice
        elif just_started and (first := self._profile_to_open()) is not None:
            window.show_profile(first)
        else:
            window.show_start_page()

    def _profile_to_open(self) -> Profile | None:
        """Return the profile to open at the start: the only one, or the last if that is wanted."""
        service = self._window.profile_service
        if len(service.profiles) == 1:
            return service.profiles[0]
        last = service.start.last_profile if service.start.opens_last else ""
        return next((profile for profile in service.profiles if profile.id == last), None)

    def _on_saved(self, saved: StoredProfile) -> None:
        if self._ends_workspace(saved.profile, new_secret=saved.new_secret):
            self._remove_pane(saved.profile.id)
        elif saved.new_secret:
            self._workspaces.reconnect(saved.profile)
        self._window.show_profile(saved.profile)
        self._window.editors.move_to(self._workspaces.open(saved.profile))

    def _on_signed_in(self, saved: StoredProfile) -> None:
        """Connect with the new secret; a workspace that is saving mailboxes is replaced."""
        if self._ends_workspace(saved.profile, new_secret=True):
            self._on_saved(saved)
        else:
            self._workspaces.reconnect(saved.profile)

    def _ends_workspace(self, profile: Profile, *, new_secret: bool) -> bool:
        """Return whether saving this profile closes its open workspace."""
        return not self._workspaces.can_continue(profile, new_secret=new_secret)

    def _on_imported(self) -> None:
        """Replace the panes of profiles whose connection changed; open editors keep their edits."""
        pane = self._pages.pane
        shown = None if pane is None else pane.workspace.profile.id
        for profile in self._window.profile_service.profiles:
            opened = self._pages.pane_of(profile.id) is not None
            if opened and not self._workspaces.is_current(profile):
                self._remove_pane(profile.id)
                self._window.editors.move_to(self._workspaces.open(profile))
                if profile.id == shown:
                    self._window.show_profile(profile)

    def _on_removed(self, profile: Profile) -> None:
        self._window.editors.close_profile(profile.id)
        self._remove_pane(profile.id)
        self._workspaces.delete_profile(profile.id)
        self._window.show_start_page()

    def _remove_pane(self, profile_id: str) -> None:
        self._workspaces.close_workspace(profile_id)
        self._pages.remove_pane(profile_id)
