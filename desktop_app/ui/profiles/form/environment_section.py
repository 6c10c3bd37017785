"""The part of the profile form for the environment and the write lock."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSpinBox, QWidget

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.form.environment_tiles import EnvironmentTiles
from desktop_app.ui.widgets.focus.buttons import CheckBox
from desktop_app.ui.widgets.form_rows import FormRows

DEFAULT_LOCK_MINUTES = 30
"""Minutes after which an unlock of a new production profile expires."""


class EnvironmentSection(FormRows):
    """Environment, read-only switch, and minutes until an unlock expires."""

    def __init__(self) -> None:
        super().__init__()
        self._tested = False
        self.environment = EnvironmentTiles()
        self.read_only = CheckBox(translate("profiles", "Rea&d-only"))
        self.lock_after = QSpinBox()
        self.lock_after.setRange(0, 24 * 60)
        self.lock_after.setSuffix(translate("profiles", " min"))
        self.lock_after.setSpecialValueText(translate("profiles", "never"))
        self.add_row(translate("profiles", "&Kind"), self.environment)
        self.add_row("", self.read_only)
        self.read_only.setAccessibleName(translate("profiles", "Read-only"))
        self.add_row(translate("profiles", "Lock aft&er"), self.lock_after)
        self.environment.changed.connect(self.changed)
        self.read_only.toggled.connect(self.changed)
        self.lock_after.setValue(DEFAULT_LOCK_MINUTES)
        self.changed.connect(self._update_rows)
        self.set_tested(False)

    def fill(self, profile: Profile) -> None:
        """Show the environment and the lock of a profile."""
        self.environment.choose(profile.environment)
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
        environment = self.environment.chosen
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
            "profiles", "Read-only until the connection has worked once. Then you can unlock it."
        )
        return {
            self.read_only: "" if self._tested else untested,
            self.lock_after: translate(
                "profiles", "The profile is read-only again this long after you unlock it."
            ),
        }

    def _update_rows(self) -> None:
        self.show_row(self.lock_after, self.environment.chosen is Environment.PRODUCTION)
