"""The head of the main window: which profile, what can be done, and the filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QWidget

from desktop_app.ui.profiles.profile_button import ProfileSwitcher
from desktop_app.ui.widgets.qt_enum_values import ICON_ONLY, NO_MENU, TEXT_BESIDE_ICON

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.ui.mailbox_list.filter.filter_box import FilterBox
    from desktop_app.ui.mailbox_list.filter.quick_filter_button import QuickButton
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane
    from desktop_app.ui.profiles.environment_badge import EnvironmentMark

ICON = 18
"""Side of an icon, in logical pixels."""
FILTER_WIDTH = 240
"""Width of the filter box, in logical pixels."""

NARROW = 1100
"""Below this width the words of all commands and the filter have no room beside each other."""


class Head(QToolBar):
    """A toolbar that cannot be moved."""

    chosen = Signal(object)
    """A Profile."""
    filtered = Signal(str)
    """What the list is to be filtered by."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Tools"))
        self.setMovable(False)
        self.setIconSize(QSize(ICON, ICON))
        self.setProperty(*NO_MENU)
        self.setProperty(*TEXT_BESIDE_ICON)
        self._mark: tuple[QLabel, QAction] | None = None
        self._kind: tuple[EnvironmentMark, QAction] | None = None
        self.switcher = ProfileSwitcher()
        self._filter: FilterBox | None = None
        self._quick: QuickButton | None = None
        self._arrange()
        self.switcher.chosen.connect(self.chosen)

    def _arrange(self) -> None:
        self._switcher_action = self.addWidget(self.switcher)
        self._separator = self.addSeparator()
        self._for_the_list: list[QAction] = []
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._gap = self.addWidget(gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, icons go without words: the filter is not to be pushed out."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self.setProperty(*(ICON_ONLY if narrow else TEXT_BESIDE_ICON))

    @property
    def filter(self) -> FilterBox:
        """The filter box; made for the first list, because Qt's first text field takes 7 ms."""
        if self._filter is None:
            from desktop_app.ui.mailbox_list.filter.filter_box import FilterBox

            self._filter = FilterBox()
            self._filter.setFixedWidth(FILTER_WIDTH)
            self._filter.textChanged.connect(self.filtered)
            self.addWidget(self._filter)
        return self._filter

    @property
    def quick(self) -> QuickButton:
        """The menu of quick filters, made with the filter box."""
        if self._quick is None:
            from desktop_app.ui.mailbox_list.filter.quick_filter_button import QuickButton

            self._quick = QuickButton()
            self.addWidget(self._quick)
        return self._quick

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.filter.setFocus()

    def offer(self, actions: list[QAction]) -> None:
        """What can be done beside a list; shown with the first one."""
        self._for_the_list = actions

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """The profiles to choose from."""
        self.switcher.set_profiles(profiles)
        self._switcher_action.setVisible(bool(profiles))

    def show_workplace(self, workplace: Workplace, pane: MailboxPane) -> None:
        """Another profile is shown now."""
        self._show_mark(is_demo=workplace.is_demo)
        self.show_profile(workplace.profile, is_demo=workplace.is_demo)
        self._show_list_actions(True)
        self.filter.view = pane.view
        self.filter.setEnabled(True)
        self.filter.setText(pane.filter_text)
        self.quick.follow(pane)

    def show_profile(self, profile: Profile, *, is_demo: bool) -> None:
        """Say by name, colour and word which profile is shown."""
        self.kind.show_environment(profile.environment)
        self._show_kind(not is_demo)
        self.switcher.show_profile(None if is_demo else profile)

    def show_none(self) -> None:
        """No profile is shown."""
        self._show_mark(is_demo=False)
        self._show_kind(False)
        self._show_list_actions(False)
        self._switcher_action.setVisible(self.switcher.count() > 0)
        self.switcher.show_profile(None)
        if self._filter is not None:
            self._filter.view = None
            self._filter.clear()
            self._filter.setEnabled(False)
            self.quick.follow(None)

    def _show_list_actions(self, shown: bool) -> None:
        """Where there is no list, there is nothing to do with one."""
        self._separator.setVisible(shown)
        if shown:
            self.insertActions(self._gap, self._for_the_list)
        else:
            for action in self._for_the_list:
                self.removeAction(action)

    @property
    def mark(self) -> QLabel:
        """The word DEMO, visible while the demo is shown; made when it is first asked for."""
        if self._mark is None:
            label = self._demo_mark()
            self._mark = (label, self.insertWidget(self._switcher_action, label))
            self._mark[1].setVisible(False)
        return self._mark[0]

    @property
    def kind(self) -> EnvironmentMark:
        """What the installation is for; made for the first profile that is shown."""
        if self._kind is None:
            from desktop_app.ui.profiles.environment_badge import EnvironmentMark

            made = EnvironmentMark()
            self._kind = (made, self.insertWidget(self._switcher_action, made))
        return self._kind[0]

    def _show_kind(self, shown: bool) -> None:
        if self._kind is not None:
            self._kind[1].setVisible(shown)

    def _show_mark(self, *, is_demo: bool) -> None:
        if is_demo:
            self.mark.show()
        if self._mark is not None:
            self._mark[1].setVisible(is_demo)

    def _demo_mark(self) -> QLabel:
        from desktop_app.ui.widgets.colors import demo_ground

        mark = QLabel(self.tr("DEMO"))
        color = demo_ground(self.palette()).name()
        mark.setStyleSheet(
            f"QLabel {{ background: {color}; color: white; font-weight: bold;"
            " border-radius: 4px; padding: 4px 10px; margin: 0 6px 0 2px }"
        )
        return mark
