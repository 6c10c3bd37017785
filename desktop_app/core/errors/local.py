"""What this computer keeps, secrets, profiles, edits and journal, is not there or not usable."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import Trouble


class SecretMissing(Trouble):
    """The profile's secret is not where it should be; one field has to be filled in."""


class SecretElsewhere(SecretMissing):
    """The kept secret was entered for another server: ``before`` and ``now`` say which.

    It is not sent. Neither text holds a secret.
    """

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class MailboxPasswordGone(Trouble):
    """No password is kept for this mailbox; it has to be typed."""


class MailboxPasswordElsewhere(Trouble):
    """The kept password of a mailbox was typed for another login, or another SuperOffice.

    It is not sent. ``before`` and ``now`` say which; neither holds a secret.
    """

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class SecretStoreFault(Enum):
    """Why secrets cannot be kept or read; each has a sentence of its own."""

    MISSING = auto()
    LOCKED = auto()
    SILENT = auto()
    UNSAFE = auto()
    FORGETFUL = auto()
    FAILED = auto()
    SHUT = auto()
    WRONG_PASSPHRASE = auto()
    DAMAGED = auto()
    FORGED = auto()
    NOT_WRITTEN = auto()


class SecretStoreTrouble(Trouble):
    """The place for secrets does not work. ``kind`` says how, ``detail`` may name the place."""

    def __init__(self, kind: SecretStoreFault, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


class ProfilesDamaged(Trouble):
    """The profiles file could not be read; it was set aside, ``detail`` says where."""


class ProfilesUnreadable(ProfilesDamaged):
    """The profiles file could neither be read nor set aside; it was left as it is."""


class ProfilesNewer(Trouble):
    """The profiles file is of a newer version of this program; it is not written."""


class ProfilesNotWritten(Trouble):
    """The profiles file could not be written; the old one is as it was."""


class ImportRefused(Trouble):
    """A file that was to be imported holds no profiles; nothing was taken over."""


class MachineWideRefused(Trouble):
    """The administrator's file of profiles cannot be used; ``detail`` says why."""


class ProfileLocked(Trouble):
    """Nothing was sent: the profile is read-only until the user unlocks it."""


class Unexpected(Trouble):
    """A fault of this program. ``detail`` names the kind of exception, never its text."""


class NothingKept(Trouble):
    """Drafts cannot be kept on this computer; the program works, but a crash loses edits."""


class StoreSetAside(Trouble):
    """What was kept on this computer was damaged; ``detail`` says where it lies, unused.

    What could be read of it, and cannot be asked for again, was carried over.
    """


class EditsUnreadable(Trouble):
    """Edits that wait cannot be read; they stay where they are. ``detail`` names the mailboxes."""


class NotWrittenDown(Trouble):
    """Nothing was sent: the journal could not take the save."""


class JournalNotCopied(Trouble):
    """The administrator's folder or system log does not take the journal's lines now."""


class FileNotWritten(Trouble):
    """A file that the user wanted could not be written; ``detail`` is the system's reason."""


class SentBefore(Trouble):
    """Nothing was sent: this very edit was sent before. ``saved`` says whether it is known to be

    saved; otherwise nobody knows yet, and it is looked up.
    """

    def __init__(self, detail: str = "", *, saved: bool = False) -> None:
        super().__init__(detail)
        self.saved = saved
