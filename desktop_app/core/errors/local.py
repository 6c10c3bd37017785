"""Errors of local data: secrets, profiles, drafts or the journal are missing or unusable."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError


class SecretMissing(AppError):
    """The password storage does not have the profile's secret; the user must enter it."""


class SecretOriginMismatch(SecretMissing):
    """The stored secret was entered for another server and is not sent.

    ``before`` and ``now`` are the two ``Profile.secret_origin`` texts; neither holds a secret.
    """

    written_name = "SecretElsewhere"

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class PasswordNotStored(AppError):
    """No password is saved for this mailbox; the user must enter it."""

    written_name = "MailboxPasswordGone"


class PasswordLoginMismatch(AppError):
    """The saved password of a mailbox was entered for another login or another SuperOffice.

    The password is not sent. ``before`` and ``now`` name the two; neither holds a secret.
    """

    written_name = "MailboxPasswordElsewhere"

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class SecretStoreFailure(Enum):
    """Why secrets cannot be stored or read; the user interface has one sentence for each."""

    MISSING = auto()
    NO_COLLECTION = auto()
    LOCKED = auto()
    TIMEOUT = auto()
    UNSAFE = auto()
    NOT_PERSISTED = auto()
    FAILED = auto()
    VAULT_LOCKED = auto()
    WRONG_PASSPHRASE = auto()
    DAMAGED = auto()
    TAMPERED = auto()
    VAULT_OLDER = auto()
    VAULT_CHANGED = auto()
    NOT_WRITTEN = auto()


class SecretStoreError(AppError):
    """The password storage failed. ``kind`` says how, ``detail`` may name the storage."""

    written_name = "SecretStoreTrouble"

    def __init__(self, kind: SecretStoreFailure, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


class ProfilesDamaged(AppError):
    """The profiles file could not be read and was renamed; ``detail`` is where it is now."""


class ProfilesUnreadable(ProfilesDamaged):
    """The profiles file could be neither read nor renamed; it is unchanged."""


class ProfilesTooNew(AppError):
    """The profiles file was written by a newer version of this program and is left unchanged."""

    written_name = "ProfilesNewer"


class ProfilesNotWritten(AppError):
    """The profiles file could not be written; the old file is unchanged."""


class ImportFailed(AppError):
    """The file to import contains no profiles; nothing was imported."""

    written_name = "ImportRefused"


class MachineProfilesInvalid(AppError):
    """The machine-wide profiles file cannot be used; ``detail`` says why."""

    written_name = "MachineWideRefused"


class ProfileLocked(AppError):
    """Nothing was sent: the profile is read-only until the user unlocks it."""


class InternalError(AppError):
    """A bug in this program. ``detail`` names the exception class, never its text."""

    written_name = "Unexpected"


class DataFolderUnsafe(AppError):
    """The data folder belongs to another user (``is_foreign``), or everyone may write there.

    Someone else could have put profiles, a policy or an encrypted file there. Nothing was read.
    """

    def __init__(self, folder: str, *, is_foreign: bool = False) -> None:
        super().__init__(folder)
        self.folder = folder
        self.is_foreign = is_foreign


class StoreUnavailable(AppError):
    """The local database is unavailable; the program works, but a crash loses unsaved edits."""

    written_name = "NothingKept"


class FileLocksMissing(StoreUnavailable):
    """The local database is unavailable: the file system of the data folder has no file locks."""


class StoreReplaced(AppError):
    """The local database was damaged and replaced; ``detail`` is where the damaged file is now.

    Readable data that the server cannot supply again was copied to the new database.
    """

    written_name = "StoreSetAside"


class PendingChangesUnreadable(AppError):
    """Pending changes cannot be read and stay stored. ``detail`` names the mailboxes."""

    written_name = "EditsUnreadable"


class JournalWriteFailed(AppError):
    """Nothing was sent: the save could not be written to the journal first."""

    written_name = "NotWrittenDown"


class JournalLocksMissing(JournalWriteFailed):
    """Nothing was sent: the file system of the journal has no file locks."""


class JournalExportFailed(AppError):
    """Journal lines cannot be copied to the administrator's folder or the system log."""

    written_name = "JournalNotCopied"


class FileNotWritten(AppError):
    """A file that the user asked for could not be written; ``detail`` is the system's reason."""


class AlreadySent(AppError):
    """Nothing was sent: this edit was already sent before.

    ``saved`` is True if the edit is known to be saved; otherwise its outcome is still unknown.
    """

    written_name = "SentBefore"

    def __init__(self, detail: str = "", *, saved: bool = False) -> None:
        super().__init__(detail)
        self.saved = saved
