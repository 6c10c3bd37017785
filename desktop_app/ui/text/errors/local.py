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
        "Install GNOME Keyring, KWallet or KeePassXC, or choose the encrypted file. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.NO_COLLECTION: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer has no open database for passwords.\n"
        "Open your database in KeePassXC and enable its Secret Service integration, or create a "
        "default keyring in “Passwords and Keys”, then try again. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.LOCKED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer is locked.\n"
        "Unlock it, for example in “Passwords and Keys”, then try again. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.TIMEOUT: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer does not answer.\n"
        "Look for a window of the keyring that waits for you, maybe behind others. A secret that "
        "you entered is used for this session, and stored as soon as the keyring answers.",
    ),
    SecretStoreFailure.UNSAFE: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer would keep passwords readable.\n"
        "Install a safe one, or choose the encrypted file; the details name it. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.NOT_PERSISTED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer took the password and forgot it.\n"
        "Look whether its disk is full, or choose the encrypted file. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.FAILED: QT_TRANSLATE_NOOP(
        "errors",
        "The keyring of this computer failed.\n"
        "Check it, then try again. "
        "Until then a secret is used for this session only, and asked for again.",
    ),
    SecretStoreFailure.VAULT_LOCKED: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets is shut.\n"
        "Open it with its passphrase under Profile, Where secrets live.",
    ),
    SecretStoreFailure.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP(
        "errors",
        "This passphrase does not open the encrypted file.\n"
        "Type it again; mind capital letters and the keyboard's language.",
    ),
    SecretStoreFailure.DAMAGED: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets is damaged.\n"
        "Nothing of it was changed; put back a copy of the file, or start a new one.",
    ),
    SecretStoreFailure.TAMPERED: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets was changed by another hand.\n"
        "Nothing of it was changed; put back a copy of the file, or start a new one.",
    ),
    SecretStoreFailure.VAULT_OLDER: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets is an older copy: what was stored since is missing in it.\n"
        "If you put back a copy yourself, enter the passphrase again to use it. Otherwise look "
        "for the newer file.",
    ),
    SecretStoreFailure.VAULT_CHANGED: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets was replaced while it was open; nothing was written to it."
        "\n"
        "Lock the program, open the file again, then enter the secret again. "
        "Until then a secret is used for this session only.",
    ),
    SecretStoreFailure.NOT_WRITTEN: QT_TRANSLATE_NOOP(
        "errors",
        "The encrypted file of secrets could not be written; it is as it was.\n"
        "Check that the disk has room and that the folder may be written.",
    ),
}

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.SecretMissing: QT_TRANSLATE_NOOP(
        "errors",
        "The password of this profile is not kept on this computer.\n"
        "Type it once more in the profile.",
    ),
    errors.SecretOriginMismatch: QT_TRANSLATE_NOOP(
        "errors",
        "This profile leads elsewhere now: {now}, before {before}.\n"
        "Its secret was not sent. If the change is right, type it once more in the profile, "
        "or sign in once more.",
    ),
    errors.PasswordNotStored: QT_TRANSLATE_NOOP(
        "errors",
        "The password of this mailbox is no longer kept on this computer; nothing was sent.\n"
        "Type it under “Replace it”.",
    ),
    errors.PasswordLoginMismatch: QT_TRANSLATE_NOOP(
        "errors",
        "The kept password was typed for {before}, not for {now}; nothing was sent.\n"
        "If the change is right, type it under “Replace it”.",
    ),
    errors.ProfileLocked: QT_TRANSLATE_NOOP(
        "errors",
        "This profile is read-only now; nothing was sent.\nUnlock to save. What you typed is kept.",
    ),
    errors.MachineProfilesInvalid: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles that the administrator gives out cannot be used.\n"
        "Until that file is put right, your own profiles are read-only.",
    ),
    errors.ImportFailed: QT_TRANSLATE_NOOP(
        "errors",
        "This file holds no profiles; nothing was taken over.\n"
        "Choose a file that this program has exported.",
    ),
    errors.FileNotWritten: QT_TRANSLATE_NOOP(
        "errors", "The file could not be written: {detail}.\nChoose another folder."
    ),
    errors.SecretStoreError: Choice("kind", _SECRET_STORE),
    errors.ProfilesDamaged: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles file could not be read.\n"
        "It was set aside, nothing of it was deleted; the details say where it is.",
    ),
    errors.ProfilesUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles file cannot be read, and was left as it is.\n"
        "The profiles of the last good file are shown, if there is one: they can be used, "
        "not changed. Look at the rights of the data folder, then start again.",
    ),
    errors.ProfilesTooNew: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles were written by a newer version of this program.\n"
        "They can be used, but not changed here. Install the newer version to change them.",
    ),
    errors.ProfilesNotWritten: QT_TRANSLATE_NOOP(
        "errors",
        "The profiles could not be written; the file is as it was before.\n"
        "Check that the disk has room and that the folder may be written, then try again.",
    ),
    errors.DataFolderUnsafe: Choice(
        "is_foreign",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "The data folder {folder} belongs to another user, so nothing in it was read.\n"
                "Choose a folder of your own with --data-dir, or have its owner changed.",
            ),
            False: QT_TRANSLATE_NOOP(
                "errors",
                "Every user of this computer may write to the data folder {folder}, so nothing in "
                "it was read.\n"
                "Take that right away (chmod o-w), after looking at what is in the folder.",
            ),
        },
    ),
    errors.StoreUnavailable: QT_TRANSLATE_NOOP(
        "errors",
        "Unsaved edits cannot be kept on this computer, so a crash would lose them.\n"
        "Check that the disk has room and that the data folder may be written.",
    ),
    errors.FileLocksMissing: QT_TRANSLATE_NOOP(
        "errors",
        "The data folder is on a file system without file locks, so nothing can be kept there.\n"
        "Move the data folder to a disk of this computer, or ask for the share to be mounted with "
        "locks. Until then an edit that is not saved is lost in a crash.",
    ),
    errors.InternalError: QT_TRANSLATE_NOOP(
        "errors",
        "This program made a mistake.\n"
        "Nothing you typed is lost. Pass the details on to whoever maintains it.",
    ),
    errors.StoreReplaced: QT_TRANSLATE_NOOP(
        "errors",
        "What was kept on this computer (lists, unsaved edits, the journal) was damaged.\n"
        "It was set aside, nothing of it was deleted; the details say where it is. What could "
        "be read of the journal and of your edits was carried over: look through both.",
    ),
    errors.PendingChangesUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "Some pending changes cannot be read any more, and are not listed.\n"
        "The details name their mailboxes. Make these changes again; what was kept stays.",
    ),
    errors.JournalWriteFailed: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because the journal of this computer could not take it.\n"
        "Check that the disk has room and that the data folder may be written, then try again.",
    ),
    errors.JournalLocksMissing: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent: the journal is on a file system without file locks.\n"
        "Move the data folder to a disk of this computer, or ask for the share to be mounted with "
        "locks, then start the program again.",
    ),
    errors.JournalExportFailed: QT_TRANSLATE_NOOP(
        "errors",
        "The journal cannot be copied to where your administrator wants it.\n"
        "Saves go on; what is missing there is copied later. Tell your administrator.",
    ),
    errors.AlreadySent: Choice(
        "saved",
        {
            True: QT_TRANSLATE_NOOP(
                "errors",
                "This change was saved before.\n"
                "Nothing was sent again. Take it out of the pending changes.",
            ),
            False: QT_TRANSLATE_NOOP(
                "errors",
                "This change was sent before, and it is not known yet whether it was saved.\n"
                "Nothing was sent again. Refresh the list: what became of it is looked up then.",
            ),
        },
    ),
}
