"""What this computer could not keep, find or allow."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.message import Message, message_for


@message_for.register
def _(_trouble: errors.SecretMissing) -> Message:
    return Message(
        translate("errors", "The password of this profile is not kept on this computer."),
        translate("errors", "Type it once more in the profile."),
    )


@message_for.register
def _(error: errors.SecretOriginMismatch) -> Message:
    return Message(
        translate("errors", "This profile leads elsewhere now: {now}, before {before}.").format(
            now=error.now, before=error.before
        ),
        translate(
            "errors",
            "Its secret was not sent. If the change is right, type it once more in the profile, "
            "or sign in once more.",
        ),
    )


@message_for.register
def _(_trouble: errors.PasswordNotStored) -> Message:
    return Message(
        translate(
            "errors",
            "The password of this mailbox is no longer kept on this computer; nothing was sent.",
        ),
        translate("errors", "Type it under “Replace it”."),
    )


@message_for.register
def _(error: errors.PasswordLoginMismatch) -> Message:
    return Message(
        translate(
            "errors", "The kept password was typed for {before}, not for {now}; nothing was sent."
        ).format(before=error.before, now=error.now),
        translate("errors", "If the change is right, type it under “Replace it”."),
    )


@message_for.register
def _(_trouble: errors.ProfileLocked) -> Message:
    return Message(
        translate("errors", "This profile is read-only now; nothing was sent."),
        translate("errors", "Unlock to save. What you typed is kept."),
    )


@message_for.register
def _(_trouble: errors.MachineProfilesInvalid) -> Message:
    return Message(
        translate("errors", "The profiles that the administrator gives out cannot be used."),
        translate("errors", "Until that file is put right, your own profiles are read-only."),
    )


@message_for.register
def _(_trouble: errors.ImportFailed) -> Message:
    return Message(
        translate("errors", "This file holds no profiles; nothing was taken over."),
        translate("errors", "Choose a file that this program has exported."),
    )


@message_for.register
def _(error: errors.FileNotWritten) -> Message:
    return Message(
        translate("errors", "The file could not be written: {detail}.").format(detail=error.detail),
        translate("errors", "Choose another folder."),
    )


@message_for.register
def _(error: errors.SecretStoreError) -> Message:
    return Message(*_store_message(error))


def _store_message(error: errors.SecretStoreError) -> tuple[str, str]:
    kind = error.kind.name
    vault = _vault_messages().get(kind)
    if vault is not None:
        return vault
    told, advice = _keyring_messages().get(
        kind,
        (
            translate("errors", "The keyring of this computer failed."),
            translate("errors", "Check it, then try again."),
        ),
    )
    session = translate(
        "errors", "Until then a secret is used for this session only, and asked for again."
    )
    return told, f"{advice} {session}"


def _keyring_messages() -> dict[str, tuple[str, str]]:
    return {
        "MISSING": (
            translate("errors", "This computer has no keyring for passwords."),
            translate(
                "errors",
                "Install GNOME Keyring, KWallet or KeePassXC, or choose the encrypted file.",
            ),
        ),
        "LOCKED": (
            translate("errors", "The keyring of this computer is locked."),
            translate("errors", "Unlock it, for example in “Passwords and Keys”, then try again."),
        ),
        "TIMEOUT": (
            translate("errors", "The keyring of this computer does not answer."),
            translate(
                "errors",
                "Look for a window of it that waits for an answer; else log out and in again.",
            ),
        ),
        "UNSAFE": (
            translate("errors", "The keyring of this computer would keep passwords readable."),
            translate(
                "errors", "Install a safe one, or choose the encrypted file; the details name it."
            ),
        ),
        "NOT_PERSISTED": (
            translate("errors", "The keyring of this computer took the password and forgot it."),
            translate("errors", "Look whether its disk is full, or choose the encrypted file."),
        ),
    }


def _vault_messages() -> dict[str, tuple[str, str]]:
    again = translate(
        "errors", "Nothing of it was changed; put back a copy of the file, or start a new one."
    )
    return {
        "VAULT_LOCKED": (
            translate("errors", "The encrypted file of secrets is shut."),
            translate("errors", "Open it with its passphrase under Profile, Where secrets live."),
        ),
        "WRONG_PASSPHRASE": (
            translate("errors", "This passphrase does not open the encrypted file."),
            translate("errors", "Type it again; mind capital letters and the keyboard's language."),
        ),
        "DAMAGED": (translate("errors", "The encrypted file of secrets is damaged."), again),
        "TAMPERED": (
            translate("errors", "The encrypted file of secrets was changed by another hand."),
            again,
        ),
        "NOT_WRITTEN": (
            translate(
                "errors", "The encrypted file of secrets could not be written; it is as it was."
            ),
            translate("errors", "Check that the disk has room and that the folder may be written."),
        ),
    }


@message_for.register
def _(_trouble: errors.ProfilesDamaged) -> Message:
    return Message(
        translate("errors", "The profiles file could not be read."),
        translate(
            "errors", "It was set aside, nothing of it was deleted; the details say where it is."
        ),
    )


@message_for.register
def _(_trouble: errors.ProfilesUnreadable) -> Message:
    return Message(
        translate("errors", "The profiles file cannot be read, and was left as it is."),
        translate(
            "errors",
            "The profiles of the last good file are shown, if there is one: they can be used, "
            "not changed. Look at the rights of the data folder, then start again.",
        ),
    )


@message_for.register
def _(_trouble: errors.ProfilesTooNew) -> Message:
    return Message(
        translate("errors", "The profiles were written by a newer version of this program."),
        translate(
            "errors",
            "They can be used, but not changed here. Install the newer version to change them.",
        ),
    )


@message_for.register
def _(_trouble: errors.ProfilesNotWritten) -> Message:
    return Message(
        translate("errors", "The profiles could not be written; the file is as it was before."),
        translate(
            "errors",
            "Check that the disk has room and that the folder may be written, then try again.",
        ),
    )


@message_for.register
def _(_trouble: errors.StoreUnavailable) -> Message:
    return Message(
        translate(
            "errors", "Unsaved edits cannot be kept on this computer, so a crash would lose them."
        ),
        translate(
            "errors", "Check that the disk has room and that the data folder may be written."
        ),
    )


@message_for.register
def _(_trouble: errors.InternalError) -> Message:
    return Message(
        translate("errors", "This program made a mistake."),
        translate(
            "errors", "Nothing you typed is lost. Pass the details on to whoever maintains it."
        ),
    )


@message_for.register
def _(_trouble: errors.StoreReplaced) -> Message:
    return Message(
        translate(
            "errors",
            "What was kept on this computer (lists, unsaved edits, the journal) was damaged.",
        ),
        translate(
            "errors",
            "It was set aside, nothing of it was deleted; the details say where it is. What could "
            "be read of the journal and of your edits was carried over: look through both.",
        ),
    )


@message_for.register
def _(_trouble: errors.PendingChangesUnreadable) -> Message:
    return Message(
        translate(
            "errors",
            "Some changes that wait to be sent cannot be read any more, and are not listed.",
        ),
        translate(
            "errors",
            "The details name their mailboxes. Make these changes again; what was kept stays.",
        ),
    )


@message_for.register
def _(_trouble: errors.JournalWriteFailed) -> Message:
    return Message(
        translate(
            "errors", "Nothing was sent, because the journal of this computer could not take it."
        ),
        translate(
            "errors",
            "Check that the disk has room and that the data folder may be written, then try again.",
        ),
    )


@message_for.register
def _(_trouble: errors.JournalExportFailed) -> Message:
    return Message(
        translate("errors", "The journal cannot be copied to where your administrator wants it."),
        translate(
            "errors", "Saves go on; what is missing there is copied later. Tell your administrator."
        ),
    )


@message_for.register
def _(error: errors.AlreadySent) -> Message:
    if error.saved:
        return Message(
            translate("errors", "This change was saved before."),
            translate("errors", "Nothing was sent again. Take it out of the list of changes."),
        )
    return Message(
        translate(
            "errors", "This change was sent before, and it is not known yet whether it was saved."
        ),
        translate(
            "errors",
            "Nothing was sent again. Refresh the list: what became of it is looked up then.",
        ),
    )
