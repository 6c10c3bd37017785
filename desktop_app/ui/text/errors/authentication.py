"""Why nobody is signed in, and where a profile really leads."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import BrowserTrouble
from desktop_app.ui.text.errors.message import Said, tr, words_for


@words_for.register
def _(_trouble: errors.SignInRefused) -> Said:
    return Said(
        tr("SuperOffice did not accept the user name or password."),
        tr("Nothing more is tried until you act, so that nobody is locked out."),
    )


@words_for.register
def _(_trouble: errors.TicketRefused) -> Said:
    return Said(
        tr("SuperOffice did not accept the ticket."),
        tr("A ticket ends six hours after its last use, and Online wants the right app token too."),
    )


@words_for.register
def _(_trouble: errors.TokenRefused) -> Said:
    return Said(
        tr("SuperOffice did not accept the access token."),
        tr("It has ended, or belongs to another installation: get a new one."),
    )


@words_for.register
def _(_trouble: errors.BrowserSessionOver) -> Said:
    return Said(
        tr("SuperOffice did not accept the session of the browser."),
        tr("Sign in in the browser again, and copy its cookies anew."),
    )


@words_for.register
def _(_trouble: errors.SignInNeeded) -> Said:
    return Said(
        tr("You are not signed in to SuperOffice Online."),
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
