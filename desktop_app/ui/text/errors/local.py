"""What this computer could not keep, find or allow."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.text.errors.message import Message, message_for, tr


@message_for.register
def _(_trouble: errors.SecretMissing) -> Message:
    return Message(
        tr("The password of this profile is not kept on this computer."),
        tr("Type it once more in the profile."),
    )


@message_for.register
def _(trouble: errors.SecretOriginMismatch) -> Message:
    return Message(
        tr("This profile leads elsewhere now: %s, before %s.") % (trouble.now, trouble.before),
        tr(
            "Its secret was not sent. If the change is right, type it once more in the profile, "
            "or sign in once more."
        ),
    )


@message_for.register
def _(_trouble: errors.PasswordNotStored) -> Message:
    return Message(
        tr("The password of this mailbox is no longer kept on this computer; nothing was sent."),
        tr("Type it under “Replace it”."),
    )


@message_for.register
def _(trouble: errors.PasswordLoginMismatch) -> Message:
    return Message(
        tr("The kept password was typed for %s, not for %s; nothing was sent.")
        % (trouble.before, trouble.now),
        tr("If the change is right, type it under “Replace it”."),
    )


@message_for.register
def _(_trouble: errors.ProfileLocked) -> Message:
    return Message(
        tr("This profile is read-only now; nothing was sent."),
        tr("Unlock to save. What you typed is kept."),
    )


@message_for.register
def _(_trouble: errors.MachineProfilesInvalid) -> Message:
    return Message(
        tr("The profiles that the administrator gives out cannot be used."),
        tr("Until that file is put right, your own profiles are read-only."),
    )


@message_for.register
def _(_trouble: errors.ImportFailed) -> Message:
    return Message(
        tr("This file holds no profiles; nothing was taken over."),
        tr("Choose a file that this program has exported."),
    )


@message_for.register
def _(trouble: errors.FileNotWritten) -> Message:
    return Message(
        tr("The file could not be written: %s.") % trouble.detail,
        tr("Choose another folder."),
    )


@message_for.register
def _(trouble: errors.SecretStoreError) -> Message:
    return Message(*_store_message(trouble))


def _store_message(error: errors.SecretStoreError) -> tuple[str, str]:
    kind = error.kind.name
    vault = _vault_messages().get(kind)
    if vault is not None:
        return vault
    told, advice = _keyring_messages().get(
        kind, (tr("The keyring of this computer failed."), tr("Check it, then try again."))
    )
    session = tr("Until then a secret is used for this session only, and asked for again.")
    return told, f"{advice} {session}"


def _keyring_messages() -> dict[str, tuple[str, str]]:
    return {
        "MISSING": (
            tr("This computer has no keyring for passwords."),
            tr("Install GNOME Keyring, KWallet or KeePassXC, or choose the encrypted file."),
        ),
        "LOCKED": (
            tr("The keyring of this computer is locked."),
            tr("Unlock it, for example in “Passwords and Keys”, then try again."),
        ),
        "TIMEOUT": (
            tr("The keyring of this computer does not answer."),
            tr("Look for a window of it that waits for an answer; else log out and in again."),
        ),
        "UNSAFE": (
            tr("The keyring of this computer would keep passwords readable."),
            tr("Install a safe one, or choose the encrypted file; the details name it."),
        ),
        "NOT_PERSISTED": (
            tr("The keyring of this computer took the password and forgot it."),
            tr("Look whether its disk is full, or choose the encrypted file."),
        ),
    }


def _vault_messages() -> dict[str, tuple[str, str]]:
    again = tr("Nothing of it was changed; put back a copy of the file, or start a new one.")
    return {
        "VAULT_LOCKED": (
            tr("The encrypted file of secrets is shut."),
            tr("Open it with its passphrase under Profile, Where secrets live."),
        ),
        "WRONG_PASSPHRASE": (
            tr("This passphrase does not open the encrypted file."),
            tr("Type it again; mind capital letters and the keyboard's language."),
        ),
        "DAMAGED": (tr("The encrypted file of secrets is damaged."), again),
        "TAMPERED": (tr("The encrypted file of secrets was changed by another hand."), again),
        "NOT_WRITTEN": (
            tr("The encrypted file of secrets could not be written; it is as it was."),
            tr("Check that the disk has room and that the folder may be written."),
        ),
    }


@message_for.register
def _(_trouble: errors.ProfilesDamaged) -> Message:
    return Message(
        tr("The profiles file could not be read."),
        tr("It was set aside, nothing of it was deleted; the details say where it is."),
    )


@message_for.register
def _(_trouble: errors.ProfilesUnreadable) -> Message:
    return Message(
        tr("The profiles file cannot be read, and was left as it is."),
        tr(
            "The profiles of the last good file are shown, if there is one: they can be used, "
            "not changed. Look at the rights of the data folder, then start again."
        ),
    )


@message_for.register
def _(_trouble: errors.ProfilesTooNew) -> Message:
    return Message(
        tr("The profiles were written by a newer version of this program."),
        tr("They can be used, but not changed here. Install the newer version to change them."),
    )


@message_for.register
def _(_trouble: errors.ProfilesNotWritten) -> Message:
    return Message(
        tr("The profiles could not be written; the file is as it was before."),
        tr("Check that the disk has room and that the folder may be written, then try again."),
    )


@message_for.register
def _(_trouble: errors.StoreUnavailable) -> Message:
    return Message(
        tr("Unsaved edits cannot be kept on this computer, so a crash would lose them."),
        tr("Check that the disk has room and that the data folder may be written."),
    )


@message_for.register
def _(_trouble: errors.InternalError) -> Message:
    return Message(
        tr("This program made a mistake."),
        tr("Nothing you typed is lost. Pass the details on to whoever maintains it."),
    )


@message_for.register
def _(_trouble: errors.StoreReplaced) -> Message:
    return Message(
        tr("What was kept on this computer (lists, unsaved edits, the journal) was damaged."),
        tr(
            "It was set aside, nothing of it was deleted; the details say where it is. What could "
            "be read of the journal and of your edits was carried over: look through both."
        ),
    )


@message_for.register
def _(_trouble: errors.PendingChangesUnreadable) -> Message:
    return Message(
        tr("Some changes that wait to be sent cannot be read any more, and are not listed."),
        tr("The details name their mailboxes. Make these changes again; what was kept stays."),
    )


@message_for.register
def _(_trouble: errors.JournalWriteFailed) -> Message:
    return Message(
        tr("Nothing was sent, because the journal of this computer could not take it."),
        tr("Check that the disk has room and that the data folder may be written, then try again."),
    )


@message_for.register
def _(_trouble: errors.JournalExportFailed) -> Message:
    return Message(
        tr("The journal cannot be copied to where your administrator wants it."),
        tr("Saves go on; what is missing there is copied later. Tell your administrator."),
    )


@message_for.register
def _(trouble: errors.AlreadySent) -> Message:
    if trouble.saved:
        return Message(
            tr("This change was saved before."),
            tr("Nothing was sent again. Take it out of the list of changes."),
        )
    return Message(
        tr("This change was sent before, and it is not known yet whether it was saved."),
        tr("Nothing was sent again. Refresh the list: what became of it is looked up then."),
    )
