"""What a connection test found, and the request for a right that is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.errors import NoRight
from desktop_app.core.profiles.connection_test import (
    Certificate,
    MailboxCount,
    Missed,
    Outcome,
    Passed,
    Reached,
    Stage,
    TenantRuns,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.ui.text.errors.explain import explain

HINTS = ("cs-system", "admin-all")
"""Functional rights that let a user administer the Service; a hint only."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("connection", text)


def stage_name(stage: Stage) -> str:
    """What is tried, in a word or two."""
    return {
        Stage.ADDRESS: tr("Address"),
        Stage.TLS: tr("Certificate"),
        Stage.TENANT: tr("Tenant"),
        Stage.VERSION: tr("Version"),
        Stage.IDENTITY: tr("Sign-in"),
        Stage.MAILBOXES: tr("Mailboxes"),
    }[stage]


def stage_words(outcome: Outcome) -> str:
    """A stage in one line: whether it went well, what it found, and how long it took."""
    seconds = tr("%s s") % QLocale().toString(outcome.seconds, "f", 2)
    mark = "✓" if isinstance(outcome, Passed) else "✗"
    return f"{mark} {stage_name(outcome.stage)}: {outcome_words(outcome)} ({seconds})"


def outcome_words(outcome: Outcome) -> str:
    """What a stage found, or why it failed and what to do."""
    if isinstance(outcome, Missed):
        return explain(outcome.trouble).text
    found = outcome.found
    if isinstance(found, Reached):
        return _reached(found)
    if isinstance(found, Certificate):
        return _certificate(found)
    if isinstance(found, TenantRuns):
        return tr("it runs (%s), at %s") % (found.state, found.api)
    if isinstance(found, ServerVersion):
        return tr("SuperOffice %s") % " ".join(filter(None, (found.version, found.label)))
    if isinstance(found, Principal):
        return _principal(found)
    return _count(found)


def _reached(found: Reached) -> str:
    if found.proxy:
        return tr("reached through the proxy %s") % found.proxy
    return tr("connected to %s") % found.peer


def _certificate(found: Certificate) -> str:
    store = (
        tr(", trusting %s in place of the system’s certificates") % found.store
        if found.store
        else ""
    )
    if found.expires is None:
        return tr("it cannot be read") + store
    end = QDate(found.expires.year, found.expires.month, found.expires.day)
    day = QLocale().toString(end, QLocale.FormatType.ShortFormat)
    parts = (found.subject, found.issuer, day, found.protocol)
    return tr("for %s, by %s, until %s, %s") % parts + store


def _principal(found: Principal) -> str:
    who = found.full_name or found.user_name
    if found.function_rights and not set(HINTS) & set(found.function_rights):
        return tr("signed in as %s; without the right “Service administration”") % who
    return tr("signed in as %s") % who


def _count(found: MailboxCount) -> str:
    return tr("1 in the list") if found.count == 1 else tr("%d in the list") % found.count


def right_request(profile: Profile, who: Principal | None, missed: Missed) -> str:
    """What to send to the SuperOffice administrator; empty where no right is missing."""
    if not isinstance(missed.trouble, NoRight):
        return ""
    user = (who.user_name or who.full_name) if who else profile.user_name
    place = profile.tenant.id if profile.tenant else profile.address
    return tr(
        "Please give the user “%s” of %s the functional right “Service administration” (cs-system) "
        "in SuperOffice, so that the mailboxes of SuperOffice Service can be listed and changed "
        "through the WebAPI.\nWhat the server said: %s"
    ) % (user, place, explain(missed.trouble).detail)
