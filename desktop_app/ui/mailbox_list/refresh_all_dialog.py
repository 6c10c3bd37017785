"""The dialog that refreshes the stored lists of all profiles, for instance before a trip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box, set_cancel_text


class RefreshAllDialog(QDialog):
    """Shows the progress and errors of a RefreshAll; closing the dialog stops the refresh."""

    def __init__(self, run: RefreshAll, profiles: dict[str, Profile], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("mailbox_list", "Refresh all profiles"))
        self._run = run
        self._profiles = profiles
        self._is_finished = False
        self.current_label, self.errors_label, self.progress_bar = (
            ResultLabel(),
            QLabel(),
            QProgressBar(),
        )
        self.buttons = button_box(StandardButton.Cancel)
        self.errors_label.setTextFormat(Qt.TextFormat.PlainText)
        self.errors_label.setWordWrap(True)
        self.errors_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.progress_bar.setMaximum(run.total)
        self.progress_bar.setAccessibleName(translate("mailbox_list", "Profiles refreshed"))
        layout = QVBoxLayout(self)
        for widget in (self.current_label, self.progress_bar, self.errors_label, self.buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.errors_label, 1)
        self.buttons.rejected.connect(self.reject)
        run.progressed.connect(self._update_progress)
        run.ended.connect(self._on_ended)
        self._update_progress()
        self.resize(520, 220)

    def reject(self) -> None:
        """Stop an unfinished refresh, and close."""
        if not self._is_finished:
            self._run.stop()
        super().reject()

    def _update_progress(self) -> None:
        self.progress_bar.setValue(self._run.done_count)
        current = self._run.current
        self.current_label.setText(profile_title(current) if current is not None else "")
        lines = [
            f"{profile_title(self._profiles[each])}: {explain(error).what}"
            for each, error in self._run.errors.items()
            if each in self._profiles
        ]
        self.errors_label.setText("\n".join(lines))

    def _on_ended(self) -> None:
        self._is_finished = True
        self._update_progress()
        good = self._run.done_count - len(self._run.errors)
        self.progress_bar.hide()
        ended = translate("mailbox_list", "Refreshed {count} of {total}.").format(
            count=good, total=self._run.total
        )
        spoken = f"{ended} {self.errors_label.text()}".strip()
        self.current_label.show_result(ended, spoken=spoken)
        set_cancel_text(self.buttons, "", translate("mailbox_list", "&Close"), can_change=False)
