"""What the administrator of this computer allows, as read from the machine-wide profiles file."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class JournalPolicy:
    """The administrator's requirements for the journal.

    ``keep_days`` is the minimum number of days to keep entries (0: the user decides), ``folder``
    receives a copy of each line (empty: none), ``system_log`` copies each line to the system log.
    """

    keep_days: int = 0
    folder: str = ""
    system_log: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The administrator's permissions; everything is allowed unless the file says otherwise.

    For one profile use ``Workspace.policy``, for the program ``ProfileService.policy``.
    ui/text/policy.py has a sentence for each thing that can be forbidden.
    """

    own_profiles: bool = True
    """The user may add profiles to those of the administrator."""
    write: bool = True
    """The user may unlock profiles; otherwise every profile is read-only."""
    create: bool = True
    """The user may create mailboxes."""
    store_secrets: bool = True
    """Secrets may be stored in the keyring or vault; otherwise they last for the session."""
    vault: bool = True
    """Secrets may be stored in the vault, an encrypted file."""
    plain_http: bool = True
    """Secrets may be sent to addresses without TLS."""
    discovery: bool = True
    """External servers may be queried for the settings of a mail provider."""
    mail_check: bool = True
    """The settings of a mailbox may be tested on its mail server."""
    journal: JournalPolicy = JournalPolicy()
    """The requirements for the journal; these forbid nothing."""


UNRESTRICTED = Policy()


def strictest(first: Policy, second: Policy) -> Policy:
    """Return the policy under which everything is forbidden that either of two forbids.

    The journal is kept for the longer time, and copied to every place that is asked for; of two
    folders the first counts.
    """
    one, two = first.journal, second.journal
    journal = JournalPolicy(
        max(one.keep_days, two.keep_days),
        one.folder or two.folder,
        one.system_log or two.system_log,
    )
    flags = {
        field.name: getattr(first, field.name) and getattr(second, field.name)
        for field in fields(Policy)
        if field.name != "journal"
    }
    return Policy(**flags, journal=journal)
