"""The strip with the stages of a mail server check."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from desktop_app.core.mail_check.check_verdicts import CheckStage
from desktop_app.core.mail_check.stage_states import StageState, StageStatus, is_verified
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import check_stage_name
from desktop_app.ui.widgets.mark_strip import MarkStrip, StageMark


class StageStrip(MarkStrip):
    """Shows each stage of a check; ticks are green only if the mail server took the password."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._statuses: tuple[StageStatus, ...] = ()

    @property
    def statuses(self) -> tuple[StageStatus, ...]:
        """The stages that are shown."""
        return self._statuses

    def set_stages(self, statuses: Iterable[StageStatus]) -> None:
        """Show these stages; none hides the strip."""
        self._statuses = tuple(statuses)
        self.set_marks(map(_mark, self._statuses), is_verified=is_verified(self._statuses))


def _mark(status: StageStatus) -> StageMark:
    """Return the mark of a stage; the label of a login that was not tried says so."""
    name = label = check_stage_name(status.stage)
    if status == StageStatus(CheckStage.LOGIN, StageState.NOT_TRIED):
        label = translate("mail_check", "Login not tried")
    return StageMark(name, status.state, label)
