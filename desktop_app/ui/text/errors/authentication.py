"""Why nobody is signed in, and where a profile really leads."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import BrowserSignInFailure
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.message import Message, message_for


@message_for.register
def _(_trouble: errors.SignInRefused) -> Message:
    return Message(
        translate("errors", "SuperOffice did not accept the user name or password."),
        translate("errors", "Nothing more is tried until you act, so that nobody is locked out."),
    )


@message_for.register
def _(_trouble: errors.TicketRefused) -> Message:
    return Message(
        translate("errors", "SuperOffice did not accept the ticket."),
        translate(
            "errors",
            "A ticket ends six hours after its last use, and Online wants the right app token too.",
        ),
    )


@message_for.register
def _(_trouble: errors.TokenRefused) -> Message:
    return Message(
        translate("errors", "SuperOffice did not accept the access token."),
        translate("errors", "It has ended, or belongs to another installation: get a new one."),
    )


@message_for.register
def _(_trouble: errors.BrowserSessionExpired) -> Message:
    return Message(
        translate("errors", "SuperOffice did not accept the session of the browser."),
        translate("errors", "Sign in in the browser again, and copy its cookies anew."),
    )


@message_for.register
def _(_trouble: errors.SignInNeeded) -> Message:
    return Message(
        translate("errors", "You are not signed in to SuperOffice Online."),
        translate("errors", "Sign in in your browser; what you have typed stays as it is."),
    )


@message_for.register
def _(_trouble: errors.AnonymousSession) -> Message:
    return Message(
        translate("errors", "The server answers, but takes you for nobody: you are not signed in."),
        translate("errors", "Check how you sign in, and ask whether this server accepts it."),
    )


@message_for.register
def _(_trouble: errors.WindowsAuthOnly) -> Message:
    return Message(
        translate(
            "errors", "The server takes nothing but Windows sign-in, which this program cannot do."
        ),
        translate(
            "errors",
            "Ask for user names and passwords to be allowed (AuthorizeWithUsername), "
            "or sign in with a ticket.",
        ),
    )


@message_for.register
def _(_trouble: errors.WebServerAuthRequired) -> Message:
    return Message(
        translate(
            "errors", "Not SuperOffice, but the web server before it (IIS) asks for a password."
        ),
        translate(
            "errors",
            "It knows Windows users only: ask for Basic authentication to be switched off in IIS.",
        ),
    )


@message_for.register
def _(error: errors.TenantNotRunning) -> Message:
    return Message(
        translate(
            "errors", "This SuperOffice Online installation is not running: its state is “{state}”."
        ).format(state=error.state),
        translate(
            "errors",
            "Wait until it runs again, or ask SuperOffice's status page or your administrator.",
        ),
    )


@message_for.register
def _(_trouble: errors.TenantUnknown) -> Message:
    return Message(
        translate("errors", "SuperOffice Online does not know this customer number."),
        translate("errors", "Check the number (Cust…) and the environment in the profile."),
    )


@message_for.register
def _(error: errors.ApiMoved) -> Message:
    return Message(
        translate(
            "errors", "SuperOffice's WebAPI is not at this address, but at {address}."
        ).format(address=error.address),
        translate("errors", "Use that address, then test again."),
    )


@message_for.register
def _(_trouble: errors.InsecureHttp) -> Message:
    return Message(
        translate(
            "errors", "Nothing was sent: over plain http the password could be read on its way."
        ),
        translate("errors", "Use an https address, or allow plain http in the profile."),
    )


@message_for.register
def _(error: errors.BrowserSignInFailed) -> Message:
    return _BROWSER_MESSAGES[error.kind]()


_BROWSER_MESSAGES = {
    BrowserSignInFailure.DENIED: lambda: Message(
        translate("errors", "The sign-in in the browser was refused."),
        translate(
            "errors", "Try again, or ask the SuperOffice administrator to approve this program."
        ),
    ),
    BrowserSignInFailure.UNEXPECTED_RESPONSE: lambda: Message(
        translate("errors", "The browser brought an answer that does not belong to this sign-in."),
        translate(
            "errors", "It was not used. Start the sign-in again, and use the page that opens."
        ),
    ),
    BrowserSignInFailure.INVALID_ID_TOKEN: lambda: Message(
        translate(
            "errors", "SuperOffice's proof of who signed in is not genuine, so it was not used."
        ),
        translate("errors", "Start the sign-in again; if it stays, pass the details on."),
    ),
    BrowserSignInFailure.WRONG_TENANT: lambda: Message(
        translate(
            "errors", "You signed in to another SuperOffice customer than that of the profile."
        ),
        translate("errors", "Sign out in the browser, then start the sign-in again."),
    ),
    BrowserSignInFailure.TIMED_OUT: lambda: Message(
        translate("errors", "Nobody signed in in the browser in time."),
        translate("errors", "Start the sign-in again when you are ready."),
    ),
    BrowserSignInFailure.PORT_IN_USE: lambda: Message(
        translate("errors", "Another program uses the port that the browser is to answer on."),
        translate(
            "errors", "Close that program, or choose another registered port in the profile."
        ),
    ),
    BrowserSignInFailure.NO_BROWSER: lambda: Message(
        translate("errors", "The browser could not be opened."),
        translate("errors", "Copy the address and open it yourself, or set a default browser."),
    ),
    BrowserSignInFailure.INVALID_REGISTRATION: lambda: Message(
        translate("errors", "SuperOffice does not know this registration of the program."),
        translate("errors", "Check client id, client secret and redirect address in the profile."),
    ),
}
