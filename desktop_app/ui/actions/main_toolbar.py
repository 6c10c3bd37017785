"""The toolbar and the menus of the main window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QActionEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget
from shiboken6 import isValid

from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.profile_button import MAX_WIDTH, MIN_WIDTH, ProfileButton
from desktop_app.ui.widgets.qt_enum_values import ICON_ONLY, NO_MENU, TEXT_BESIDE_ICON

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.session.write_lock import WriteLock
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.mailbox_list.filter.filter_box import FilterBox
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.mailbox_list.quick_filter_button import QuickFilterButton
    from desktop_app.ui.profiles.environment_badge import EnvironmentBadge


TOOLBAR_ICON_SIZE = 18
"""Width and height of an icon, in logical pixels."""
MINUTE_SECONDS = 60
FILTER_WIDTH = 240
"""Width of the filter box where there is room, in logical pixels."""


class ToolBarLook(NamedTuple):
    """What the toolbar leaves out to stay within its width; widths are in logical pixels."""

    actions: tuple[str, int]
    quick_filter: tuple[str, int]
    min_filter_width: int
    profile_width: int
    has_short_badge: bool = False


LOOKS = (
    ToolBarLook(TEXT_BESIDE_ICON, TEXT_BESIDE_ICON, 150, MAX_WIDTH),
    ToolBarLook(ICON_ONLY, TEXT_BESIDE_ICON, 150, MAX_WIDTH),
    ToolBarLook(ICON_ONLY, ICON_ONLY, 120, MAX_WIDTH),
    ToolBarLook(ICON_ONLY, ICON_ONLY, 120, MIN_WIDTH),
    ToolBarLook(ICON_ONLY, ICON_ONLY, 120, MIN_WIDTH, has_short_badge=True),
)
"""From the widest to the narrowest, which fits a screen of 1366 pixels at 200 %."""


class MainToolBar(QToolBar):
    """The toolbar: profile, actions on its list, and the filter; hidden without a profile."""

    profile_chosen = Signal(object)
    """A Profile."""
    filter_changed = Signal(str)
    """The text of the filter box."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(translate("shell", "Tools"))
        self.setMovable(False)
        self.setIconSize(QSize(TOOLBAR_ICON_SIZE, TOOLBAR_ICON_SIZE))
        self.setProperty(*NO_MENU)
        self.setProperty(*TEXT_BESIDE_ICON)
        self._demo_badge: tuple[QLabel, QAction] | None = None
        self._environment_badge: tuple[EnvironmentBadge, QAction] | None = None
        self._write_lock: WriteLock | None = None
        self._lock_timer = QTimer(self, singleShot=True)
        self._lock_timer.timeout.connect(self._update_lock)
        self.profile_button = ProfileButton()
        self._filter_box: FilterBox | None = None
        self._quick_filter: QuickFilterButton | None = None
        self._build_ui()
        self.profile_button.profile_chosen.connect(self.profile_chosen)

    def _build_ui(self) -> None:
        self._profile_button_action = self.addWidget(self.profile_button)
        self._separator = self.addSeparator()
        self._list_actions: list[QAction] = []
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._spacer_action = self.addWidget(gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the new width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit into the first width."""
        super().showEvent(event)
        self._fit()

    def actionEvent(self, event: QActionEvent) -> None:
        """Make room for an action that appears, and use that of one that goes."""
        super().actionEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what has no room: Qt would hide the filter box."""
        if self._filter_box is None or not self.isVisible():
            return
        for look in LOOKS:
            self.setProperty(*look.actions)
            self.profile_button.fit(look.profile_width)
            if self._environment_badge is not None:
                self._environment_badge[0].set_short(look.has_short_badge)
            self._filter_box.setFixedWidth(look.min_filter_width)
            if self._quick_filter is not None:
                self._quick_filter.setProperty(*look.quick_filter)
            room = self.width() - self.sizeHint().width()
            if room >= 0:
                self._filter_box.setFixedWidth(min(FILTER_WIDTH, look.min_filter_width + room))
                return

    @property
    def filter_box(self) -> FilterBox:
        """The filter box; created for the first list, because Qt's first text field takes 7 ms."""
        if self._filter_box is None:
            from desktop_app.ui.mailbox_list.filter.filter_box import FilterBox  # lazy: start

            self._filter_box = FilterBox()
            self._filter_box.textChanged.connect(self.filter_changed)
            self.addWidget(self._filter_box)
        return self._filter_box

    @property
    def quick_filter(self) -> QuickFilterButton:
        """The menu of quick filters, created with the filter box."""
        if self._quick_filter is None:
            from desktop_app.ui.mailbox_list.quick_filter_button import (  # lazy: start
                QuickFilterButton,
            )

            self._quick_filter = QuickFilterButton()
            self.addWidget(self._quick_filter)
        return self._quick_filter

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.filter_box.setFocus()

    def set_actions(self, actions: list[QAction]) -> None:
        """Set the actions that are shown beside a list, from the next list on."""
        self._list_actions = actions

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Set the profiles to choose from."""
        self.profile_button.set_profiles(profiles)
        self._profile_button_action.setVisible(bool(profiles))

    def show_workspace(self, workspace: Workspace, pane: ListPane) -> None:
        """Show badges, actions and filter for the workspace that is now current."""
        self._show_demo_badge(is_demo=workspace.is_demo)
        self.show_profile(workspace.profile, is_demo=workspace.is_demo)
        self._show_list_actions(True)
        self.show()
        self.filter_box.list_view = pane.view
        self.filter_box.setEnabled(True)
        self.filter_box.setText(pane.filter_text)
        self.quick_filter.set_pane(pane)

    def show_profile(self, profile: Profile, *, is_demo: bool) -> None:
        """Show the name and the environment of the current profile."""
        self.environment_badge.show_environment(profile.environment)
        self._show_environment_badge(not is_demo)
        self.profile_button.show_profile(None if is_demo else profile)
        self._fit()

    def show_lock(self, lock: WriteLock) -> None:
        """Show whether the current profile is read-only, or for how many minutes it is unlocked."""
        self._write_lock = lock
        self._update_lock()

    def _update_lock(self) -> None:
        """Show the lock, and again when a minute of the unlock is over."""
        from desktop_app.ui.text.profiles import lock_state_text  # lazy: start

        self._lock_timer.stop()
        lock = self._write_lock
        if lock is None or not isValid(lock) or self._environment_badge is None:
            return
        badge = self._environment_badge[0]
        before = badge.text()
        badge.show_lock(lock_state_text(lock))
        if badge.text() != before:
            self._fit()
        if lock.unlocked_until is not None:
            left = lock.unlocked_until.seconds_left
            self._lock_timer.start(int((left % MINUTE_SECONDS) * 1000) + 50)

    def clear_profile(self) -> None:
        """Hide, because there is no current profile; the filter is emptied."""
        self._write_lock = None
        self._show_demo_badge(is_demo=False)
        self._show_environment_badge(False)
        self._show_list_actions(False)
        self.hide()
        self.profile_button.show_profile(None)
        if self._filter_box is not None:
            self._filter_box.list_view = None
            self._filter_box.clear()
            self._filter_box.setEnabled(False)
            self.quick_filter.set_pane(None)

    def _show_list_actions(self, visible: bool) -> None:
        """Show or hide the actions that need a list."""
        self._separator.setVisible(visible)
        if visible:
            self.insertActions(self._spacer_action, self._list_actions)
        else:
            for action in self._list_actions:
                self.removeAction(action)

    @property
    def demo_badge(self) -> QLabel:
        """The word DEMO, visible while the demo is shown; created at the first use."""
        if self._demo_badge is None:
            label = self._make_demo_badge()
            self._demo_badge = (label, self.insertWidget(self._profile_button_action, label))
            self._demo_badge[1].setVisible(False)
        return self._demo_badge[0]

    @property
    def environment_badge(self) -> EnvironmentBadge:
        """The badge of the profile's environment; created for the first profile that is shown."""
        if self._environment_badge is None:
            from desktop_app.ui.profiles.environment_badge import EnvironmentBadge  # lazy: start

            made = EnvironmentBadge()
            self._environment_badge = (made, self.insertWidget(self._separator, made))
        return self._environment_badge[0]

    def _show_environment_badge(self, visible: bool) -> None:
        if self._environment_badge is not None:
            self._environment_badge[1].setVisible(visible)

    def _show_demo_badge(self, *, is_demo: bool) -> None:
        if is_demo:
            self.demo_badge.show()
        if self._demo_badge is not None:
            self._demo_badge[1].setVisible(is_demo)

    def _make_demo_badge(self) -> QLabel:
        from desktop_app.ui.widgets.colors import demo_background  # lazy: start

        mark = QLabel(translate("shell", "DEMO"))
        color = demo_background(self.palette()).name()
        mark.setStyleSheet(
            f"QLabel {{ background: {color}; color: white; font-weight: bold;"
            " border-radius: 4px; padding: 4px 10px; margin: 0 6px 0 2px }"
        )
        return mark


class Menus:
    """The menus of the menu bar, from left to right."""

    def __init__(self, bar: QMenuBar) -> None:
        self.profile = bar.addMenu(translate("shell", "&Profile"))
        self.mailbox = bar.addMenu(translate("shell", "&Mailbox"))
        self.list = bar.addMenu(translate("shell", "&List"))
        self.history = bar.addMenu(translate("shell", "H&istory"))
        self.help = bar.addMenu(translate("shell", "&Help"))

    def all(self) -> tuple[QMenu, ...]:
        """Return all menus, from left to right."""
        return (self.profile, self.mailbox, self.list, self.history, self.help)
