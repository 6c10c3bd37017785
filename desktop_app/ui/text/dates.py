"""How old something is, in words."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from desktop_app.ui.i18n import translate

NAMED_DAYS = 2
"""Days that have a word of their own: today and yesterday."""


def clock_text(at: datetime) -> str:
    """The time of day as the user's locale writes it."""
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def date_text(at: date) -> str:
    """The day as the user's locale writes it."""
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


def date_time_text(at: datetime) -> str:
    """A moment as the user's locale writes it."""
    here = at.astimezone()
    moment = QDateTime(
        QDate(here.year, here.month, here.day), QTime(here.hour, here.minute, here.second)
    )
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def moment_text(at: datetime, now: datetime | None = None) -> str:
    """A moment and how long ago its day was: "yesterday, 13:58". Both are local times."""
    days = ((now or datetime.now().astimezone()).date() - at.date()).days
    time = clock_text(at)
    if days == 0:
        return translate("dates", "today, {time}").format(time=time)
    if days == 1:
        return translate("dates", "yesterday, {time}").format(time=time)
    day = f"{date_text(at)}, {time}"
    return (
        translate("dates", "{day} (%n day(s) ago)", None, days).format(day=day)
        if days >= NAMED_DAYS
        else day
    )


def as_of_text(at: datetime, now: datetime | None = None) -> str:
    """That what is shown may be old."""
    return translate("dates", "as of {moment}").format(moment=moment_text(at, now))


def local_time(seconds: float) -> datetime:
    """Seconds since 1970 (UTC) as a local time."""
    return datetime.fromtimestamp(seconds).astimezone()
