"""How old something is, in words."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

NAMED_DAYS = 2
"""Days that have a word of their own: today and yesterday."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("ages", text)


def clock_text(at: datetime) -> str:
    """The time of day as the user's locale writes it."""
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def date_text(at: date) -> str:
    """The day as the user's locale writes it."""
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


def moment_text(at: datetime, now: datetime | None = None) -> str:
    """A moment and how long ago its day was: "yesterday, 13:58". Both are local times."""
    days = ((now or datetime.now().astimezone()).date() - at.date()).days
    time = clock_text(at)
    if days == 0:
        return tr("today, %s") % time
    if days == 1:
        return tr("yesterday, %s") % time
    day = f"{date_text(at)}, {time}"
    return tr("%s (%d days ago)") % (day, days) if days >= NAMED_DAYS else day


def as_of_text(at: datetime, now: datetime | None = None) -> str:
    """That what is shown may be old."""
    return tr("as of %s") % moment_text(at, now)


def local_time(seconds: float) -> datetime:
    """Seconds since 1970 (UTC) as a local time."""
    return datetime.fromtimestamp(seconds).astimezone()
