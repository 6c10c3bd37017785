"""Messages for errors of this computer: secrets, profiles, files, the local store."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import SecretStoreFailure
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_SECRET_STORE = {
    SecretStoreFailure.MISSING: QT_TRANSLATE_NOOP(
        "errors",
        "This computer has no keyring for passwords.\n"
        "Install GNOME Keyring, KWallet or KeePassXC, or choose the password vault. Until then, "
        "passwords are kept for this session only.",
    ),
    SecretStoreFailure.NO_COLLECTION: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring has no open password database.\n"
        "Open your database in KeePassXC and enable its Secret Service integration, or create a "
        "default keyring in “Passwords and Keys”, then try again. Until then, passwords are "
        "kept for this session only.",
    ),
    SecretStoreFailure.LOCKED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring is locked.\n"
        "Unlock it, for example in “Passwords and Keys”, then try again. Until then, passwords "
        "are kept for this session only.",
    ),
    SecretStoreFailure.TIMEOUT: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring does not respond.\n"
        "It may be waiting for you in a window behind others. A password that you entered is "
        "used for this session and stored as soon as the keyring responds.",
    ),
    SecretStoreFailure.UNSAFE: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring would store passwords unencrypted.\n"
        "Install a secure keyring, or choose the password vault. The details name this one. "
        "Until then, passwords are kept for this session only.",
    ),
    SecretStoreFailure.NOT_PERSISTED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring accepted the password but did not store it.\n"
        "Check whether its disk is full, or choose the password vault. Until then, passwords "
        "are kept for this session only.",
    ),
    SecretStoreFailure.FAILED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring reported an error.\n"
        "Check the keyring, then try again. Until then, passwords are kept for this session "
        "only.",
    ),
    SecretStoreFailure.VAULT_LOCKED: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault is locked.\nUnlock it with its passphrase to sign in.",
    ),
    SecretStoreFailure.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase does not unlock the password vault.\n"
        "Enter it again. Check Caps Lock and the keyboard layout.",
    ),
    SecretStoreFailure.DAMAGED: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault is damaged.\n"
        "Its file was not changed. Restore a copy of the file, or start a new vault.",
    ),
    SecretStoreFailure.TAMPERED: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault was modified outside this program.\n"
        "This program did not change the file. Restore a copy of it, or start a new vault.",
    ),
    SecretStoreFailure.VAULT_OLDER: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault is an older copy. What was stored since then is missing.\n"
        "If you restored the copy yourself, enter the passphrase again to use it. Otherwise, "
        "look for the newer file.",
    ),
    SecretStoreFailure.VAULT_CHANGED: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault was replaced while it was open, so nothing was written to it.\n"
        "Lock the program, unlock the vault again, then enter the password again. Until then, "
        "passwords are kept for this session only.",
    ),
    SecretStoreFailure.NOT_WRITTEN: QT_TRANSLATE_NOOP(
        "errors",
        "The password vault could not be saved and is unchanged.\n"
        "Check that the disk has free space and that you may write to the folder.",
    ),
}

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.SecretMissing: QT_TRANSLATE_NOOP(
        "errors",
        "The password of this profile is not stored on this computer.\nEnter it again.",
    ),
    errors.SecretOriginMismatch: QT_TRANSLATE_NOOP(
        "errors",
        "This profile now signs in to {now} instead of {before}.\n"
        "The password was not sent. If the change is right, sign in again.",
    ),
    errors.PasswordNotStored: QT_TRANSLATE_NOOP(
        "errors",
        "The password of this mailbox is no longer stored on this computer, so nothing was "
        "sent.\n"
        "Enter it under “Replace it”.",
    ),
    errors.PasswordLoginMismatch: QT_TRANSLATE_NOOP(
        "errors",
        "The stored password was entered for {before}, not for {now}, so nothing was sent.\n"
        "If the change is right, enter the password under “Replace it”.",
    ),
    errors.ProfileLocked: QT_TRANSLATE_NOOP(
        "errors",
        "This profile is now read-only, so nothing was sent.\n"
        "Unlock it to save. What you entered is kept.",
    ),
    errors.MachineProfilesInvalid: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles provided by your administrator cannot be used.\n"
        "Your own profiles are read-only until the administrator's file is corrected.",
    ),
    errors.ImportFailed: QT_TRANSLATE_NOOP(
        "errors",
        "This file contains no profiles, so nothing was imported.\n"
        "Choose a file exported by this program.",
    ),
    errors.FileNotWritten: QT_TRANSLATE_NOOP(
        "errors", "The file could not be saved: {detail}.\nChoose another folder."
    ),
    errors.SecretStoreError: Choice("kind", _SECRET_STORE),
    errors.ProfilesDamaged: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles file could not be read.\n"
        "It was moved aside and nothing was deleted. The details say where it is.",
    ),
    errors.ProfilesUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles file cannot be read and was left as it is.\n"
        "If there is an earlier good copy, its profiles are shown. You can use them but not "
        "change them. Check the permissions of the data folder, then restart the program.",
    ),
    errors.ProfilesTooNew: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles were saved by a newer version of this program.\n"
        "You can use them but not change them here. Install the newer version to change them.",
    ),
    errors.ProfilesNotWritten: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles could not be saved, and the file is unchanged.\n"
        "Check that the disk has free space and that you may write to the folder, then try "
        "again.",
    ),
    errors.DataFolderUnsafe: Choice(
        "is_foreign",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "The data folder {folder} belongs to another user, so it was not read.\n"
                "Choose a folder of your own with --data-dir, or have its owner changed.",
            ),
            False: QT_TRANSLATE_NOOP(
                "errors",
                "Every user of this computer may write to the data folder {folder}, so it was "
                "not read.\n"
                "Check what is in the folder, then remove that permission (chmod o-w).",
            ),
        },
    ),
    errors.StoreUnavailable: QT_TRANSLATE_NOOP(
        "errors",
        "Unsaved edits cannot be stored on this computer, so a crash would lose them.\n"
        "Check that the disk has free space and that you may write to the data folder.",
    ),
    errors.FileLocksMissing: QT_TRANSLATE_NOOP(
        "errors",
        "The data folder is on a file system without file locks, so nothing can be stored "
        "there.\n"
        "Move the data folder to a local disk, or ask for the share to be mounted with locks. "
        "Until then, a crash loses unsaved edits.",
    ),
    errors.InternalError: QT_TRANSLATE_NOOP(
        "errors",
        "An internal error occurred.\n"
        "Nothing you entered is lost. Send the details to the people who maintain this program.",
    ),
    errors.StoreReplaced: QT_TRANSLATE_NOOP(
        "errors",
        "The data stored on this computer (lists, unsaved edits, the journal) was damaged.\n"
        "It was moved aside and nothing was deleted. The details say where it is. What could be "
        "read of the journal and your edits was recovered. Check both.",
    ),
    errors.PendingChangesUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "Some pending changes can no longer be read and are not listed.\n"
        "The details name their mailboxes. Make these changes again. The unreadable data is "
        "kept.",
    ),
    errors.JournalWriteFailed: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because the journal on this computer could not be written.\n"
        "Check that the disk has free space and that you may write to the data folder, then try "
        "again.",
    ),
    errors.JournalLocksMissing: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because the journal is on a file system without file locks.\n"
        "Move the data folder to a local disk, or ask for the share to be mounted with locks, "
        "then restart the program.",
    ),
    errors.JournalExportFailed: QT_TRANSLATE_NOOP(
        "errors",
        "The journal cannot be copied to the place that your administrator has set.\n"
        "You can keep saving. Missing entries are copied later. Tell your administrator.",
    ),
    errors.AlreadySent: Choice(
        "saved",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "This change has already been saved, so nothing was sent again.\n"
                "Discard it from the pending changes.",
            ),
            False: QT_TRANSLATE_NOOP(
                "errors",
                "This change was already sent, and it is unknown whether it was saved.\n"
                "Nothing was sent again. Refresh the list to find out.",
            ),
        },
    ),
}
