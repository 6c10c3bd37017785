"""Texts for dates, times and ages. All are translated."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from desktop_app.ui.i18n import translate

NAMED_DAYS = 2
"""Number of days that have a name: today and yesterday."""


def clock_text(at: datetime) -> str:
    """Return the time of day of ``at``, in its own time zone and the user's format."""
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def date_text(at: date) -> str:
    """Return a date in the user's format."""
    return QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)


def date_time_text(at: datetime) -> str:
    """Return a moment in local time and the user's format; ``at`` may be in any time zone."""
    here = at.astimezone()
    moment = QDateTime(
        QDate(here.year, here.month, here.day), QTime(here.hour, here.minute, here.second)
    )
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def moment_text(at: datetime, now: datetime | None = None) -> str:
    """Return a moment and its age in days: "yesterday, 13:58". Both times are local."""
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
    """Return "as of" and a moment, for data that may be outdated. Both times are local."""
    return translate("dates", "as of {moment}").format(moment=moment_text(at, now))


def local_time(seconds: float) -> datetime:
    """Return seconds since 1970 (UTC) as a local time."""
    return datetime.fromtimestamp(seconds).astimezone()
