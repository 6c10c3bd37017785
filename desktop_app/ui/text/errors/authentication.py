"""Messages for failed sign-ins and wrong addresses."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import BrowserSignInFailure, SignInPart
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_BROWSER_SIGN_IN = {
    BrowserSignInFailure.DENIED: QT_TRANSLATE_NOOP(
        "errors",
        "The sign-in in the browser was refused.\n"
        "Try again, or ask the SuperOffice administrator to approve this program.",
    ),
    BrowserSignInFailure.UNEXPECTED_RESPONSE: QT_TRANSLATE_NOOP(
        "errors",
        "The browser brought an answer that does not belong to this sign-in.\n"
        "It was not used. Start the sign-in again, and use the page that opens.",
    ),
    BrowserSignInFailure.INVALID_ID_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice's proof of who signed in is not genuine, so it was not used.\n"
        "Start the sign-in again; if it stays, pass the details on.",
    ),
    BrowserSignInFailure.WRONG_TENANT: QT_TRANSLATE_NOOP(
        "errors",
        "You signed in to another SuperOffice customer than that of the profile.\n"
        "Sign out in the browser, then start the sign-in again.",
    ),
    BrowserSignInFailure.ACCOUNT_REJECTED: QT_TRANSLATE_NOOP(
        "errors",
        "The browser signed in another user, so that sign-in was not used.\n"
        "Sign out in the browser, then start the sign-in again.",
    ),
    BrowserSignInFailure.TIMED_OUT: QT_TRANSLATE_NOOP(
        "errors",
        "Nobody signed in in the browser in time.\nStart the sign-in again when you are ready.",
    ),
    BrowserSignInFailure.PORT_IN_USE: QT_TRANSLATE_NOOP(
        "errors",
        "Another program uses the port that the browser is to answer on.\n"
        "Close that program, or choose another registered port in the profile.",
    ),
    BrowserSignInFailure.NO_BROWSER: QT_TRANSLATE_NOOP(
        "errors",
        "The browser could not be opened.\n"
        "Set a default browser on this computer, then start the sign-in again.",
    ),
    BrowserSignInFailure.INVALID_REGISTRATION: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice does not know this registration of the program.\n"
        "Check client id, client secret and redirect address in the profile.",
    ),
}

_UNSENDABLE = {
    SignInPart.PASSWORD: QT_TRANSLATE_NOOP(
        "errors",
        "The password cannot be sent: it contains a damaged character.\n"
        "Nothing was sent. Type the password again instead of pasting it.",
    ),
    SignInPart.TICKET: QT_TRANSLATE_NOOP(
        "errors",
        "The ticket cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole ticket again, and nothing else.",
    ),
    SignInPart.APP_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "The app token cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole app token again, and nothing else.",
    ),
    SignInPart.ACCESS_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "The access token cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole access token again, and nothing else.",
    ),
    SignInPart.COOKIES: QT_TRANSLATE_NOOP(
        "errors",
        "The cookies that were pasted cannot be sent: they contain a line break or a character "
        "such as “é”.\n"
        "Nothing was sent. In the browser's developer tools, copy a request to SuperOffice as "
        "cURL, and paste that.",
    ),
}

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.SignInRefused: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the user name or password.\n"
        "Nothing more is tried until you act, so that nobody is locked out.",
    ),
    errors.UserNameUnusable: QT_TRANSLATE_NOOP(
        "errors",
        "The user name of this profile contains a colon, a line end or another control character. "
        "Nothing was sent.\n"
        "Edit the profile and enter the user name again.",
    ),
    errors.TicketRefused: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the ticket.\n"
        "A ticket ends six hours after its last use, and Online wants the right app token too.",
    ),
    errors.TokenRefused: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the access token.\n"
        "It has ended, or belongs to another installation: get a new one.",
    ),
    errors.BrowserSessionExpired: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the session of the browser.\n"
        "Sign in in the browser again, and copy its cookies anew.",
    ),
    errors.BrowserSessionUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "The text that was pasted contains no cookies, so nothing was sent.\n"
        "In the browser's developer tools, copy a request to SuperOffice as cURL, or copy its "
        "request headers, and paste that.",
    ),
    errors.SignInUnsendable: Choice("part", _UNSENDABLE),
    errors.SignInNeeded: QT_TRANSLATE_NOOP(
        "errors",
        "You are not signed in to SuperOffice Online.\n"
        "Sign in in your browser; what you have typed stays as it is.",
    ),
    errors.AnonymousSession: QT_TRANSLATE_NOOP(
        "errors",
        "The server answers, but takes you for nobody: you are not signed in.\n"
        "Check how you sign in, and ask whether this server accepts it.",
    ),
    errors.WindowsAuthOnly: QT_TRANSLATE_NOOP(
        "errors",
        "The server takes nothing but Windows sign-in, which this program cannot do.\n"
        "Ask for user names and passwords to be allowed (AuthorizeWithUsername), "
        "or sign in with a ticket.",
    ),
    errors.WebServerAuthRequired: QT_TRANSLATE_NOOP(
        "errors",
        "Not SuperOffice, but the web server before it (IIS) asks for a password.\n"
        "It knows Windows users only: ask for Basic authentication to be switched off in IIS.",
    ),
    errors.TenantNotRunning: QT_TRANSLATE_NOOP(
        "errors",
        "This SuperOffice Online installation is not running: its state is “{state}”.\n"
        "Wait until it runs again, or ask SuperOffice's status page or your administrator.",
    ),
    errors.TenantUnknown: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice Online does not know this customer number.\n"
        "Check the number (Cust…) and the environment in the profile.",
    ),
    errors.ApiOutsideDomain: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice Online names {host} as the server of this customer, which does not belong to "
        "{domain}. Nothing was sent there.\n"
        "Check the environment and the state address in the profile. If they are right, ask the "
        "administrator of {domain} before you sign in.",
    ),
    errors.ApiMoved: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice's WebAPI is not at this address, but at {address}.\n"
        "Use that address, then test again.",
    ),
    errors.InsecureHttp: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent: over plain http the password could be read on its way.\n"
        "Use an https address, or allow plain http in the profile.",
    ),
    errors.BrowserSignInFailed: Choice("kind", _BROWSER_SIGN_IN),
}
