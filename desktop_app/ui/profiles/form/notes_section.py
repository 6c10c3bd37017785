"""The part of the profile form for the customer group and the note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_app.core.profiles.profile import Profile, sanitized_name
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.form_rows import FormRows

NOTE_LINES = 6
"""Lines of the note that are in sight."""


class NotesSection(FormRows):
    """Customer group and note: what people want to know of a profile."""

    def __init__(self) -> None:
        super().__init__()
        self.group = QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note.setFixedHeight((NOTE_LINES + 1) * self.note.fontMetrics().lineSpacing())
        self.add_row(translate("profiles", "Custo&mer group"), self.group)
        self.add_row(translate("profiles", "N&ote"), self.note)

    def set_managed(self) -> None:
        """Lock both fields: the administrator has set them. They can still be copied."""
        self.group.setEnabled(False)
        self.note.setEnabled(False)

    def fill(self, profile: Profile) -> None:
        """Show the group and the note of a profile."""
        self.group.setText(profile.group)
        self.note.setPlainText(profile.note)

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the group and the note entered here."""
        return replace(
            profile,
            group=sanitized_name(self.group.text()),
            note=self.note.toPlainText().strip(),
        )

    def hints(self) -> dict[QWidget, str]:
        """Return what the two are for. Translated."""
        return {
            self.group: translate(
                "profiles", "Shown behind the name in the list of profiles, and found there."
            ),
            self.note: translate(
                "profiles", "Found by typing in the list of profiles. Never enter passwords here."
            ),
        }
