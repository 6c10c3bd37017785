"""What happened, and what to do now: one sentence each for every kind of trouble."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors
from desktop_app.core.errors import BrowserTrouble, Reach


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble in words. ``detail`` is technical text for whoever wants it."""

    happened: str
    advice: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.happened} {self.advice}".strip()


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("troubles", text)


def explain(trouble: errors.Trouble) -> Said:
    """A trouble in words; when the request may have been executed, that is said too."""
    said = words_for(trouble)
    return Said(said.happened, said.advice, _detail(trouble))


def _detail(trouble: errors.Trouble) -> str:
    parts = [type(trouble).__name__]
    if isinstance(trouble, errors.ServerSaid):
        parts += [f"HTTP {trouble.status}"] if trouble.status else []
        parts += [trouble.error_type] if trouble.error_type else []
    if isinstance(trouble, errors.Unreachable):
        parts.append(trouble.reach.name)
    if trouble.detail:
        parts.append(trouble.detail)
    return " · ".join(parts)


@singledispatch
def words_for(trouble: errors.Trouble) -> Said:
    """The sentences for a type of trouble; rooms register their own types."""
    return Said(
        tr("Something went wrong: %s.") % type(trouble).__name__,
        tr("Try again; if it stays, pass the details on to whoever maintains this program."),
    )


@words_for.register
def _(trouble: errors.Unreachable) -> Said:
    return _UNREACHABLE[trouble.reach]()


_UNREACHABLE = {
    Reach.NAME_NOT_FOUND: lambda: Said(
        tr("The server's name was not found."),
        tr("Check the address of the profile, and whether this computer has a network or VPN."),
    ),
    Reach.REFUSED: lambda: Said(
        tr("The server refuses connections."),
        tr("It may be stopped, or the port in the profile's address may be wrong."),
    ),
    Reach.NO_ROUTE: lambda: Said(
        tr("There is no way to the server from this computer."),
        tr("Check the network or VPN, then refresh."),
    ),
    Reach.RESET: lambda: Said(
        tr("The server closed the connection."),
        tr("Try again; if it stays, ask whoever runs the server."),
    ),
    Reach.TIMED_OUT: lambda: Said(
        tr("The server did not answer in time."),
        tr("Check the network or VPN, then try again."),
    ),
    Reach.TLS: lambda: Said(
        tr("The server's certificate was not accepted, so nothing was sent."),
        tr("The details say why. Ask whoever runs the server, or your IT department."),
    ),
    Reach.PROXY: lambda: Said(
        tr("The proxy between this computer and the server stopped the call."),
        tr("It cannot be reached, or does not allow this address. Ask your IT department."),
    ),
    Reach.PROXY_SIGN_IN: lambda: Said(
        tr("The proxy between this computer and the server wants a sign-in of its own."),
        tr("Put its user name and password into the profile; yours for SuperOffice is untouched."),
    ),
}


@words_for.register
def _(_trouble: errors.Cancelled) -> Said:
    return Said(tr("Stopped."), tr("Nothing more was done."))


@words_for.register
def _(_trouble: errors.DeadlinePassed) -> Said:
    return Said(
        tr("The server answers too slowly, so the call was given up."),
        tr("Try again later, or ask whoever runs the server."),
    )


@words_for.register
def _(trouble: errors.AnswerTooLarge) -> Said:
    size = trouble.limit // (1024 * 1024)
    return Said(
        tr("The server's answer is larger than %d MiB, so it was not read.") % size,
        tr("Check that the profile's address is SuperOffice's own."),
    )


@words_for.register
def _(_trouble: errors.AnswerCut) -> Said:
    return Said(
        tr("The server's answer broke off in the middle."),
        tr("Try again; if it stays, ask whoever runs the server or the network."),
    )


@words_for.register
def _(trouble: errors.Redirected) -> Said:
    return Said(
        tr("The server wants to send this program on to %s, which it does not follow.")
        % trouble.target,
        tr("If that is the right server, put its address into the profile."),
    )


@words_for.register
def _(trouble: errors.NotTheApi) -> Said:
    page = tr("a web page (“%s”)") % trouble.title if trouble.title else tr("something else")
    return Said(
        tr("The address answers, but not as SuperOffice's WebAPI: it sent %s.") % page,
        tr("Check the address of the profile; it usually ends in /api."),
    )


def _their_words(trouble: errors.ServerSaid) -> str:
    return tr("The server says: “%s”.") % trouble.message.rstrip(".") if trouble.message else ""


@words_for.register
def _(trouble: errors.ServerSaid) -> Said:
    return Said(
        _their_words(trouble) or tr("The server answered with status %d.") % trouble.status,
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@words_for.register
def _(_trouble: errors.SignInRefused) -> Said:
    return Said(
        tr("SuperOffice did not accept the user name or password."),
        tr("Nothing more is tried until you act, so that nobody is locked out."),
    )


@words_for.register
def _(_trouble: errors.SignInNeeded) -> Said:
    return Said(
        tr("You are not signed in to SuperOffice Online any more."),
        tr("Sign in in your browser; what you have typed stays as it is."),
    )


@words_for.register
def _(_trouble: errors.TakenForNobody) -> Said:
    return Said(
        tr("The server answers, but takes you for nobody: you are not signed in."),
        tr("Check how you sign in, and ask whether this server accepts it."),
    )


@words_for.register
def _(_trouble: errors.WindowsSignInOnly) -> Said:
    return Said(
        tr("The server takes nothing but Windows sign-in, which this program cannot do."),
        tr(
            "Ask for user names and passwords to be allowed (AuthorizeWithUsername), "
            "or sign in with a ticket."
        ),
    )


@words_for.register
def _(_trouble: errors.WebServerAsks) -> Said:
    return Said(
        tr("Not SuperOffice, but the web server before it (IIS) asks for a password."),
        tr("It knows Windows users only: ask for Basic authentication to be switched off in IIS."),
    )


@words_for.register
def _(trouble: errors.TenantNotRunning) -> Said:
    return Said(
        tr("This SuperOffice Online installation is not running: its state is “%s”.")
        % trouble.state,
        tr("Wait until it runs again, or ask SuperOffice's status page or your administrator."),
    )


@words_for.register
def _(_trouble: errors.TenantUnknown) -> Said:
    return Said(
        tr("SuperOffice Online does not know this customer number."),
        tr("Check the number (Cust…) and the environment in the profile."),
    )


@words_for.register
def _(trouble: errors.ApiElsewhere) -> Said:
    return Said(
        tr("SuperOffice's WebAPI is not at this address, but at %s.") % trouble.address,
        tr("Use that address, then test again."),
    )


@words_for.register
def _(_trouble: errors.PlainHttp) -> Said:
    return Said(
        tr("Nothing was sent: over plain http the password could be read on its way."),
        tr("Use an https address, or allow plain http in the profile."),
    )


@words_for.register
def _(trouble: errors.BrowserSignInFailed) -> Said:
    return _BROWSER[trouble.kind]()


_BROWSER = {
    BrowserTrouble.DENIED: lambda: Said(
        tr("The sign-in in the browser was refused."),
        tr("Try again, or ask the SuperOffice administrator to approve this program."),
    ),
    BrowserTrouble.STRANGE_ANSWER: lambda: Said(
        tr("The browser brought an answer that does not belong to this sign-in."),
        tr("It was not used. Start the sign-in again, and use the page that opens."),
    ),
    BrowserTrouble.NOT_PROVED: lambda: Said(
        tr("SuperOffice's proof of who signed in is not genuine, so it was not used."),
        tr("Start the sign-in again; if it stays, pass the details on."),
    ),
    BrowserTrouble.OTHER_TENANT: lambda: Said(
        tr("You signed in to another SuperOffice customer than that of the profile."),
        tr("Sign out in the browser, then start the sign-in again."),
    ),
    BrowserTrouble.TOO_LATE: lambda: Said(
        tr("Nobody signed in in the browser in time."),
        tr("Start the sign-in again when you are ready."),
    ),
    BrowserTrouble.PORT_TAKEN: lambda: Said(
        tr("Another program uses the port that the browser is to answer on."),
        tr("Close that program, or choose another registered port in the profile."),
    ),
    BrowserTrouble.NO_BROWSER: lambda: Said(
        tr("The browser could not be opened."),
        tr("Copy the address and open it yourself, or set a default browser."),
    ),
    BrowserTrouble.REGISTRATION: lambda: Said(
        tr("SuperOffice does not know this registration of the program."),
        tr("Check client id, client secret and redirect address in the profile."),
    ),
}


@words_for.register
def _(trouble: errors.NoRight) -> Said:
    return Said(
        tr("SuperOffice does not allow this user to do that.") + _after(_their_words(trouble)),
        tr("Ask the SuperOffice administrator for the right “Service administration”."),
    )


@words_for.register
def _(trouble: errors.InvalidFields) -> Said:
    return Said(
        tr("SuperOffice did not accept the values.") + _after(_their_words(trouble)),
        tr("Correct them and save again."),
    )


@words_for.register
def _(_trouble: errors.NotFound) -> Said:
    return Said(
        tr("The server does not know this address."),
        tr("Check the address of the profile; it usually ends in /api."),
    )


@words_for.register
def _(_trouble: errors.WrongSubdomain) -> Said:
    return Said(
        tr("This installation has moved to another address."),
        tr("Look up its address in SuperOffice Online and put it into the profile."),
    )


@words_for.register
def _(_trouble: errors.Busy) -> Said:
    return Said(
        tr("The server is too busy, or being maintained."),
        tr("Try again in a few minutes."),
    )


@words_for.register
def _(trouble: errors.ServerFault) -> Said:
    return Said(
        tr("The server failed.") + _after(_their_words(trouble)),
        tr("Try again; if it stays, ask the SuperOffice administrator."),
    )


@words_for.register
def _(_trouble: errors.MailboxGone) -> Said:
    return Said(
        tr("This mailbox is not there any more."),
        tr("Refresh the list to see what is."),
    )


@words_for.register
def _(_trouble: errors.Halted) -> Said:
    return Said(
        tr("Nothing was sent, because SuperOffice refused the password before."),
        tr("Change the password of the profile, or refresh to try again."),
    )


@words_for.register
def _(_trouble: errors.SecretMissing) -> Said:
    return Said(
        tr("The password of this profile is not kept on this computer."),
        tr("Type it once more in the profile."),
    )


@words_for.register
def _(trouble: errors.SecretElsewhere) -> Said:
    return Said(
        tr("This profile leads elsewhere now: %s, before %s.") % (trouble.now, trouble.before),
        tr("Its secret was not sent. If the change is right, type it once more in the profile."),
    )


@words_for.register
def _(_trouble: errors.ProfileLocked) -> Said:
    return Said(
        tr("This profile is read-only now; nothing was sent."),
        tr("Unlock to save. What you typed is kept."),
    )


@words_for.register
def _(_trouble: errors.MachineWideRefused) -> Said:
    return Said(
        tr("The profiles that the administrator gives out cannot be used."),
        tr("Until that file is put right, your own profiles are read-only."),
    )


@words_for.register
def _(_trouble: errors.ImportRefused) -> Said:
    return Said(
        tr("This file holds no profiles; nothing was taken over."),
        tr("Choose a file that this program has exported."),
    )


@words_for.register
def _(trouble: errors.SecretStoreTrouble) -> Said:
    return Said(*_store_words(trouble))


def _store_words(trouble: errors.SecretStoreTrouble) -> tuple[str, str]:
    kind = trouble.kind.name
    vault = _vault_words().get(kind)
    if vault is not None:
        return vault
    told, advice = _keyring_words().get(
        kind, (tr("The keyring of this computer failed."), tr("Check it, then try again."))
    )
    session = tr("Until then a secret is used for this session only, and asked for again.")
    return told, f"{advice} {session}"


def _keyring_words() -> dict[str, tuple[str, str]]:
    return {
        "MISSING": (
            tr("This computer has no keyring for passwords."),
            tr("Install GNOME Keyring, KWallet or KeePassXC, or choose the encrypted file."),
        ),
        "LOCKED": (
            tr("The keyring of this computer is locked."),
            tr("Unlock it, for example in “Passwords and Keys”, then try again."),
        ),
        "SILENT": (
            tr("The keyring of this computer does not answer."),
            tr("Look for a window of it that waits for an answer; else log out and in again."),
        ),
        "UNSAFE": (
            tr("The keyring of this computer would keep passwords readable."),
            tr("Install a safe one, or choose the encrypted file; the details name it."),
        ),
        "FORGETFUL": (
            tr("The keyring of this computer took the password and forgot it."),
            tr("Look whether its disk is full, or choose the encrypted file."),
        ),
    }


def _vault_words() -> dict[str, tuple[str, str]]:
    again = tr("Nothing of it was changed; put back a copy of the file, or start a new one.")
    return {
        "SHUT": (
            tr("The encrypted file of secrets is shut."),
            tr("Open it with its passphrase under Profile, Where secrets live."),
        ),
        "WRONG_PASSPHRASE": (
            tr("This passphrase does not open the encrypted file."),
            tr("Type it again; mind capital letters and the keyboard's language."),
        ),
        "DAMAGED": (tr("The encrypted file of secrets is damaged."), again),
        "FORGED": (tr("The encrypted file of secrets was changed by another hand."), again),
        "NOT_WRITTEN": (
            tr("The encrypted file of secrets could not be written; it is as it was."),
            tr("Check that the disk has room and that the folder may be written."),
        ),
    }


@words_for.register
def _(_trouble: errors.ProfilesDamaged) -> Said:
    return Said(
        tr("The profiles file could not be read."),
        tr("It was set aside, nothing of it was deleted; the details say where it is."),
    )


@words_for.register
def _(_trouble: errors.ProfilesNewer) -> Said:
    return Said(
        tr("The profiles were written by a newer version of this program."),
        tr("They can be used, but not changed here. Install the newer version to change them."),
    )


@words_for.register
def _(_trouble: errors.ProfilesNotWritten) -> Said:
    return Said(
        tr("The profiles could not be written; the file is as it was before."),
        tr("Check that the disk has room and that the folder may be written, then try again."),
    )


@words_for.register
def _(_trouble: errors.NothingKept) -> Said:
    return Said(
        tr("Unsaved edits cannot be kept on this computer, so a crash would lose them."),
        tr("Check that the disk has room and that the data folder may be written."),
    )


@words_for.register
def _(_trouble: errors.Unexpected) -> Said:
    return Said(
        tr("This program made a mistake."),
        tr("Nothing you typed is lost. Pass the details on to whoever maintains it."),
    )


def _after(sentence: str) -> str:
    return f" {sentence}" if sentence else ""
