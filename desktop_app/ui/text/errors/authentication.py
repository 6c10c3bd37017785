"""Messages for failed sign-ins and wrong addresses."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import BrowserSignInFailure, SignInPart
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_BROWSER_SIGN_IN = {
    BrowserSignInFailure.DENIED: QT_TRANSLATE_NOOP(
        "errors",
        "Sign-in in the browser was refused.\n"
        "Try again, or ask the SuperOffice administrator to approve this program.",
    ),
    BrowserSignInFailure.UNEXPECTED_RESPONSE: QT_TRANSLATE_NOOP(
        "errors",
        "The browser returned a response that does not belong to this sign-in, so it was not "
        "used.\n"
        "Start the sign-in again and use the page that opens.",
    ),
    BrowserSignInFailure.INVALID_ID_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "The identity token from SuperOffice is not valid, so it was not used.\n"
        "Start the sign-in again. If the problem persists, send the details to your SuperOffice "
        "administrator.",
    ),
    BrowserSignInFailure.WRONG_TENANT: QT_TRANSLATE_NOOP(
        "errors",
        "You signed in to a different SuperOffice customer than the profile's.\n"
        "Sign out in the browser, then start the sign-in again.",
    ),
    BrowserSignInFailure.ACCOUNT_REJECTED: QT_TRANSLATE_NOOP(
        "errors",
        "The browser signed in a different user, so the sign-in was not used.\n"
        "Sign out in the browser, then start the sign-in again.",
    ),
    BrowserSignInFailure.TIMED_OUT: QT_TRANSLATE_NOOP(
        "errors",
        "Sign-in in the browser timed out.\nStart it again when you are ready.",
    ),
    BrowserSignInFailure.PORT_IN_USE: QT_TRANSLATE_NOOP(
        "errors",
        "Another program is using the port for the browser's response.\n"
        "Close that program, or choose another registered port in the profile.",
    ),
    BrowserSignInFailure.NO_BROWSER: QT_TRANSLATE_NOOP(
        "errors",
        "The browser could not be opened.\n"
        "Set a default browser on this computer, then start the sign-in again.",
    ),
    BrowserSignInFailure.INVALID_REGISTRATION: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice does not recognize this application.\n"
        "Check the client ID, client secret and redirect address in the profile.",
    ),
}

_UNSENDABLE = {
    SignInPart.PASSWORD: QT_TRANSLATE_NOOP(
        "errors",
        "The password cannot be sent: it contains a damaged character.\n"
        "Nothing was sent. Enter the password by hand instead of pasting it.",
    ),
    SignInPart.TICKET: QT_TRANSLATE_NOOP(
        "errors",
        "The ticket cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole ticket again, with nothing around it.",
    ),
    SignInPart.APP_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "The app token cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole app token again, with nothing around it.",
    ),
    SignInPart.ACCESS_TOKEN: QT_TRANSLATE_NOOP(
        "errors",
        "The access token cannot be sent: it is empty, or contains a space, a line break or a "
        "character such as “é”.\n"
        "Nothing was sent. Copy the whole access token again, with nothing around it.",
    ),
    SignInPart.COOKIES: QT_TRANSLATE_NOOP(
        "errors",
        "The pasted cookies cannot be sent: they contain a line break or a character such as "
        "“é”.\n"
        "Nothing was sent. In the browser's developer tools, copy a request to SuperOffice as "
        "cURL, and paste that.",
    ),
}

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.SignInRefused: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the user name or password.\n"
        "To avoid locking the account, the program will not try again until you do.",
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
        "A ticket expires six hours after its last use. Online also requires the right app "
        "token.",
    ),
    errors.TokenRefused: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the access token.\n"
        "It has expired or belongs to another installation. Get a new one.",
    ),
    errors.BrowserSessionExpired: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice did not accept the browser session.\n"
        "Sign in to SuperOffice in the browser again, then copy its cookies again.",
    ),
    errors.BrowserSessionUnreadable: QT_TRANSLATE_NOOP(
        "errors",
        "The pasted text contains no cookies, so nothing was sent.\n"
        "In the browser's developer tools, copy a request to SuperOffice as cURL, or copy its "
        "request headers, and paste that.",
    ),
    errors.SignInUnsendable: Choice("part", _UNSENDABLE),
    errors.SignInNeeded: QT_TRANSLATE_NOOP(
        "errors",
        "You are not signed in to SuperOffice Online.\n"
        "Sign in in your browser. What you have entered is kept.",
    ),
    errors.AnonymousSession: QT_TRANSLATE_NOOP(
        "errors",
        "The server responds but treats you as anonymous. You are not signed in.\n"
        "Check the sign-in method in the profile, and ask the SuperOffice administrator whether "
        "this server accepts it.",
    ),
    errors.WindowsAuthOnly: QT_TRANSLATE_NOOP(
        "errors",
        "The server accepts only Windows sign-in, which this program does not support.\n"
        "Ask the SuperOffice administrator to allow user names and passwords "
        "(AuthorizeWithUsername), or sign in with a ticket.",
    ),
    errors.WebServerAuthRequired: QT_TRANSLATE_NOOP(
        "errors",
        "The web server in front of SuperOffice (IIS) asks for a password of its own.\n"
        "It accepts Windows users only. Ask the server administrator to turn off Basic "
        "authentication in IIS.",
    ),
    errors.TenantNotRunning: QT_TRANSLATE_NOOP(
        "errors",
        "This SuperOffice Online installation is not running. Its state is “{state}”.\n"
        "Try again later. SuperOffice's status page or your administrator may know more.",
    ),
    errors.TenantUnknown: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice Online does not recognize this customer number.\n"
        "Check the number (Cust…) and the environment in the profile.",
    ),
    errors.ApiOutsideDomain: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice Online names {host} as the server of this customer, which does not belong to "
        "{domain}. Nothing was sent there.\n"
        "Check the environment and the state address in the profile. If they are right, allow this "
        "server only if the administrator of {domain} confirms it.",
    ),
    errors.ApiMoved: QT_TRANSLATE_NOOP(
        "errors",
        "The SuperOffice WebAPI is not at this address but at {address}.\n"
        "Enter that address, then test again.",
    ),
    errors.InsecureHttp: QT_TRANSLATE_NOOP(
        "errors",
        "Nothing was sent, because others could read the password over plain http.\n"
        "Use an https address, or allow plain http in the profile.",
    ),
    errors.BrowserSignInFailed: Choice("kind", _BROWSER_SIGN_IN),
}
