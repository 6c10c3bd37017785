"""What this computer keeps, secrets, profiles, edits and journal, is not there or not usable."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError


class SecretMissing(AppError):
    """The profile's secret is not where it should be; one field has to be filled in."""


class SecretOriginMismatch(SecretMissing):
    """The kept secret was entered for another server: ``before`` and ``now`` say which.

    It is not sent. Neither text holds a secret.
    """

    written_name = "SecretElsewhere"

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class PasswordNotStored(AppError):
    """No password is kept for this mailbox; it has to be typed."""

    written_name = "MailboxPasswordGone"


class PasswordLoginMismatch(AppError):
    """The kept password of a mailbox was typed for another login, or another SuperOffice.

    It is not sent. ``before`` and ``now`` say which; neither holds a secret.
    """

    written_name = "MailboxPasswordElsewhere"

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class SecretStoreFailure(Enum):
    """Why secrets cannot be kept or read; each has a sentence of its own."""

    MISSING = auto()
    LOCKED = auto()
    TIMEOUT = auto()
    UNSAFE = auto()
    NOT_PERSISTED = auto()
    FAILED = auto()
    VAULT_LOCKED = auto()
    WRONG_PASSPHRASE = auto()
    DAMAGED = auto()
    TAMPERED = auto()
    NOT_WRITTEN = auto()


class SecretStoreError(AppError):
    """The place for secrets does not work. ``kind`` says how, ``detail`` may name the place."""

    written_name = "SecretStoreTrouble"

    def __init__(self, kind: SecretStoreFailure, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


class ProfilesDamaged(AppError):
    """The profiles file could not be read; it was set aside, ``detail`` says where."""


class ProfilesUnreadable(ProfilesDamaged):
    """The profiles file could neither be read nor set aside; it was left as it is."""


class ProfilesTooNew(AppError):
    """The profiles file is of a newer version of this program; it is not written."""

    written_name = "ProfilesNewer"


class ProfilesNotWritten(AppError):
    """The profiles file could not be written; the old one is as it was."""


class ImportFailed(AppError):
    """A file that was to be imported holds no profiles; nothing was taken over."""

    written_name = "ImportRefused"


class MachineProfilesInvalid(AppError):
    """The administrator's file of profiles cannot be used; ``detail`` says why."""

    written_name = "MachineWideRefused"


class ProfileLocked(AppError):
    """Nothing was sent: the profile is read-only until the user unlocks it."""


class InternalError(AppError):
    """A fault of this program. ``detail`` names the kind of exception, never its text."""

    written_name = "Unexpected"


class StoreUnavailable(AppError):
    """Drafts cannot be kept on this computer; the program works, but a crash loses edits."""

    written_name = "NothingKept"


class StoreReplaced(AppError):
    """What was kept on this computer was damaged; ``detail`` says where it lies, unused.

    What could be read of it, and cannot be asked for again, was carried over.
    """

    written_name = "StoreSetAside"


class PendingChangesUnreadable(AppError):
    """Edits that wait cannot be read; they stay where they are. ``detail`` names the mailboxes."""

    written_name = "EditsUnreadable"


class JournalWriteFailed(AppError):
    """Nothing was sent: the journal could not take the save."""

    written_name = "NotWrittenDown"


class JournalExportFailed(AppError):
    """The administrator's folder or system log does not take the journal's lines now."""

    written_name = "JournalNotCopied"


class FileNotWritten(AppError):
    """A file that the user wanted could not be written; ``detail`` is the system's reason."""


class AlreadySent(AppError):
    """Nothing was sent: this very edit was sent before. ``saved`` says whether it is known to be

    saved; otherwise nobody knows yet, and it is looked up.
    """

    written_name = "SentBefore"

    def __init__(self, detail: str = "", *, saved: bool = False) -> None:
        super().__init__(detail)
        self.saved = saved
