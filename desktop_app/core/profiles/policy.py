"""What the administrator of this computer allows; the machine-wide profiles file says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JournalPolicy:
    """What is asked of the journal: for how many days it is kept at least (0 leaves that to the

    user), a folder that gets a copy of each line, and whether the system's log gets one.
    """

    keep_days: int = 0
    folder: str = ""
    system_log: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything is allowed unless the file says otherwise.

    What concerns a profile asks ``Workplace.policy``, what concerns the program ``ProfileService.
    policy``; ui/text/policy.py has a sentence for each thing that can be forbidden.
    """

    own_profiles: bool = True
    """Profiles of the user's own, beside the administrator's."""
    write: bool = True
    """Unlocking a profile; without it every profile is read-only."""
    create: bool = True
    """Making mailboxes."""
    store_secrets: bool = True
    """Keeping secrets in keyring or vault; without it they last for the session."""
    vault: bool = True
    """Keeping secrets in an encrypted file."""
    plain_http: bool = True
    """Addresses without TLS."""
    discovery: bool = True
    """Asking servers outside for the settings of a mail provider."""
    mail_check: bool = True
    """Trying the settings of a mailbox on its mail server."""
    journal: JournalPolicy = JournalPolicy()
    """How the journal is kept; it forbids nothing."""


UNRESTRICTED = Policy()
