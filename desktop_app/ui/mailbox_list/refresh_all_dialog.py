"""All profiles refreshed before a journey, with progress."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box, name_way_out


class RefreshAllView(QDialog):
    """Shows how far it is; closing it stops."""

    def __init__(self, run: RefreshAll, profiles: dict[str, Profile], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Refresh all profiles"))
        self._run = run
        self._profiles = profiles
        self._over = False
        self.now, self.told, self.bar = QLabel(), QLabel(), QProgressBar()
        self.buttons = button_box(Standard.Cancel)
        for label in (self.now, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bar.setMaximum(run.total)
        self.bar.setAccessibleName(self.tr("Profiles refreshed"))
        layout = QVBoxLayout(self)
        for widget in (self.now, self.bar, self.told, self.buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.told, 1)
        self.buttons.rejected.connect(self.reject)
        run.progressed.connect(self._show)
        run.ended.connect(self._end)
        self._show()
        self.resize(520, 220)

    def reject(self) -> None:
        """Stop, and close."""
        if not self._over:
            self._run.stop()
        super().reject()

    def _show(self) -> None:
        self.bar.setValue(self._run.done)
        current = self._run.current
        self.now.setText(profile_title(current) if current is not None else "")
        lines = [
            f"{profile_title(self._profiles[each])}: {explain(trouble).happened}"
            for each, trouble in self._run.troubles.items()
            if each in self._profiles
        ]
        self.told.setText("\n".join(lines))

    def _end(self) -> None:
        self._over = True
        self._show()
        good = self._run.done - len(self._run.troubles)
        self.bar.hide()
        self.now.setText(self.tr("Refreshed: %d of %d.") % (good, self._run.total))
        name_way_out(self.buttons, "", self.tr("&Close"), can_change=False)
