"""Texts for the results of a connection test, and a request for a missing right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QDate, QLocale

from desktop_app.core.errors import Forbidden
from desktop_app.core.profiles.connection_test import Stage, StageFailed, StageOutcome, StagePassed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import (
    Certificate,
    ConnectionInfo,
    MailboxCount,
    Principal,
    ServerVersion,
    TenantInfo,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.numbers import duration_text

ADMIN_RIGHTS = ("cs-system", "admin-all")
"""Functional rights that let a user administer the Service; a hint only."""


def stage_name(stage: Stage) -> str:
    """Return the translated name of a stage, in a word."""
    return {
        Stage.ADDRESS: translate("profiles", "Address"),
        Stage.TLS: translate("profiles", "Certificate"),
        Stage.TENANT: translate("profiles", "Tenant"),
        Stage.VERSION: translate("profiles", "Version"),
        Stage.IDENTITY: translate("profiles", "Sign-in"),
        Stage.MAILBOXES: translate("profiles", "Mailboxes"),
    }[stage]


def planned_stages(profile: Profile, ran: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Return the stages of a test of this profile in order: those that ran, then those to come.

    The server may tell its version before or after the sign-in.
    """
    is_online = profile.tenant is not None
    is_https = is_online or profile.address.startswith("https:")
    left_out = {Stage.TENANT: not is_online, Stage.TLS: not is_https}
    to_come = [each for each in Stage if each not in ran and not left_out.get(each, False)]
    return (*ran, *to_come)


def connection_result_text(outcomes: Iterable[StageOutcome]) -> str:
    """Return the result of a test that passed, with who signed in and what they see."""
    found = [each.finding for each in outcomes if isinstance(each, StagePassed)]
    who = next((each for each in found if isinstance(each, Principal)), None)
    seen = next((each for each in found if isinstance(each, MailboxCount)), None)
    if who is None or seen is None:
        return translate("profiles", "The connection works.")
    count = seen.count
    return translate("profiles", "The connection works. Signed in as {user}, {mailboxes}.").format(
        user=who.full_name or who.user_name,
        mailboxes=translate("mailbox_list", "%n mailbox(es)", None, count),
    )


def connection_stage_text(outcome: StageOutcome) -> str:
    """Return a line for a stage: mark, name, result and duration. Translated."""
    duration = duration_text(outcome.seconds)
    mark = "✓" if isinstance(outcome, StagePassed) else "✗"
    return f"{mark} {stage_name(outcome.stage)}: {stage_outcome_text(outcome)} ({duration})"


def stage_outcome_text(outcome: StageOutcome) -> str:
    """Return what a stage found, or why the stage failed and what to do. Translated."""
    if isinstance(outcome, StageFailed):
        return explain(outcome.error).full_text
    found = outcome.finding
    if isinstance(found, ConnectionInfo):
        return _connection_text(found)
    if isinstance(found, Certificate):
        return _certificate_text(found)
    if isinstance(found, TenantInfo):
        return translate("profiles", "running ({state}), at {api}").format(
            state=found.state, api=found.api
        )
    if isinstance(found, ServerVersion):
        return translate("profiles", "SuperOffice {version}").format(
            version=" ".join(filter(None, (found.version, found.label)))
        )
    if isinstance(found, Principal):
        return _principal_text(found)
    return _count_text(found)


def _connection_text(found: ConnectionInfo) -> str:
    if found.proxy:
        return translate("profiles", "reached through the proxy {proxy}").format(proxy=found.proxy)
    return translate("profiles", "connected to {peer}").format(peer=found.peer)


def _certificate_text(found: Certificate) -> str:
    certificate = _issued_text(found)
    if not found.trust_store:
        return certificate
    return translate(
        "profiles", "{certificate}; trusts {trust_store} instead of the system’s certificates"
    ).format(certificate=certificate, trust_store=found.trust_store)


def _issued_text(found: Certificate) -> str:
    if found.expires is None:
        return translate("profiles", "the certificate cannot be read")
    end = QDate(found.expires.year, found.expires.month, found.expires.day)
    day = QLocale().toString(end, QLocale.FormatType.ShortFormat)
    return translate(
        "profiles", "for {subject}, issued by {issuer}, expires {day}, {protocol}"
    ).format(subject=found.subject, issuer=found.issuer, day=day, protocol=found.protocol)


def _principal_text(found: Principal) -> str:
    who = found.full_name or found.user_name
    if found.function_rights and not set(ADMIN_RIGHTS) & set(found.function_rights):
        return translate(
            "profiles", "signed in as {user}; without the right “Service administration”"
        ).format(user=who)
    return translate("profiles", "signed in as {user}").format(user=who)


def _count_text(found: MailboxCount) -> str:
    return translate("profiles", "{count} in the list").format(count=found.count)


def missing_right_request(
    profile: Profile, principal: Principal | None, failed: StageFailed
) -> str:
    """Return a request to the SuperOffice administrator; empty if no right is missing."""
    if not isinstance(failed.error, Forbidden):
        return ""
    user = (principal.user_name or principal.full_name) if principal else profile.user_name
    place = profile.tenant.id if profile.tenant else profile.address
    return translate(
        "profiles",
        "Please give the user “{user}” of {place} the functional right “Service administration” "
        "(cs-system) "
        "in SuperOffice, so that they can list and change the mailboxes of SuperOffice Service "
        "through the WebAPI.\nReply of the server: {detail}",
    ).format(user=user, place=place, detail=explain(failed.error).detail)
