"""The part of the profile form for the environment and the write lock."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import environment_name
from desktop_app.ui.widgets.colors import environment_background
from desktop_app.ui.widgets.focus.buttons import CheckBox
from desktop_app.ui.widgets.form_rows import FormRows, select_value

DEFAULT_LOCK_MINUTES = 30
"""Minutes after which an unlock of a new production profile expires."""
COLOR_ICON_SIZE = 14
"""Width and height of a colour icon, in logical pixels."""


class EnvironmentSection(FormRows):
    """Environment, read-only switch, and minutes until an unlock expires."""

    def __init__(self) -> None:
        super().__init__()
        self._tested = False
        self.environment = QComboBox()
        self.read_only = CheckBox(translate("profiles", "Rea&d-only"))
        self.lock_after = QSpinBox()
        for environment in Environment:
            color = environment_background(environment, self.palette())
            self.environment.addItem(color_icon(color), environment_name(environment), environment)
        self.lock_after.setRange(0, 24 * 60)
        self.lock_after.setSuffix(translate("profiles", " min"))
        self.lock_after.setSpecialValueText(translate("profiles", "never"))
        self.add_row(translate("profiles", "&Kind"), self.environment)
        self.add_row("", self.read_only)
        self.read_only.setAccessibleName(translate("profiles", "Read-only"))
        self.add_row(translate("profiles", "Lock aft&er"), self.lock_after)
        self.read_only.toggled.connect(self.changed)
        self.lock_after.setValue(DEFAULT_LOCK_MINUTES)
        self.changed.connect(self._update_rows)
        self.set_tested(False)

    def fill(self, profile: Profile) -> None:
        """Show the environment and the lock of a profile."""
        select_value(self.environment, profile.environment)
        self.lock_after.setValue(profile.lock_after)
        self.read_only.setChecked(profile.read_only)
        self.set_tested(profile.tested)

    def set_tested(self, tested: bool) -> None:
        """Set whether the connection has worked; an untested profile stays read-only."""
        self._tested = tested
        self.read_only.setEnabled(tested)
        if not tested:
            self.read_only.setChecked(True)
        self._update_rows()

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the environment and the lock chosen here."""
        environment = self.environment.currentData()
        production = environment is Environment.PRODUCTION
        return replace(
            profile,
            environment=environment,
            lock_after=self.lock_after.value() if production else profile.lock_after,
            read_only=self.read_only.isChecked() or not self._tested,
            tested=self._tested,
        )

    def hints(self) -> dict[QWidget, str]:
        """Return what the read-only switch and the minutes mean. Translated."""
        untested = translate(
            "profiles", "Until its connection has worked once; then you can unlock it."
        )
        return {
            self.read_only: "" if self._tested else untested,
            self.lock_after: translate("profiles", "How long an unlock lasts."),
        }

    def _update_rows(self) -> None:
        self.show_row(self.lock_after, self.environment.currentData() is Environment.PRODUCTION)


def color_icon(color: QColor) -> QIcon:
    """Return a square icon of one colour."""
    picture = QPixmap(COLOR_ICON_SIZE, COLOR_ICON_SIZE)
    picture.fill(color)
    return QIcon(picture)
