"""Messages for servers that cannot be reached, or do not reply as SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import CaFileProblem, NetworkFailure, TlsCause
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_UNREACHABLE = {
    NetworkFailure.NAME_NOT_FOUND: QT_TRANSLATE_NOOP(
        "errors",
        "The server's name was not found.\n"
        "Check the address of the profile, and whether this computer has a network or VPN.",
    ),
    NetworkFailure.REFUSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server refuses connections.\n"
        "It may be stopped, or the port in the profile's address may be wrong.",
    ),
    NetworkFailure.NO_ROUTE: QT_TRANSLATE_NOOP(
        "errors",
        "There is no network route to the server.\nCheck the network or VPN, then refresh.",
    ),
    NetworkFailure.RESET: QT_TRANSLATE_NOOP(
        "errors",
        "The server closed the connection.\n"
        "Try again. If the problem persists, contact the server administrator.",
    ),
    NetworkFailure.TIMED_OUT: QT_TRANSLATE_NOOP(
        "errors",
        "The server did not answer in time.\nCheck the network or VPN, then try again.",
    ),
    NetworkFailure.TLS: QT_TRANSLATE_NOOP(
        "errors",
        "No secure connection: TLS with the server failed.\n"
        "The details say why. Contact the server administrator or your IT department.",
    ),
    NetworkFailure.PROXY: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy blocked the connection or could not be reached.\n"
        "It may not allow this address. Contact your IT department.",
    ),
    NetworkFailure.PROXY_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy requires its own sign-in.\n"
        "Enter the proxy's user name and password in the profile. Your SuperOffice password is "
        "not affected.",
    ),
    NetworkFailure.PROXY_ADDRESS: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy that is set is not an http proxy, so nothing was sent.\n"
        "Enter an http proxy in the profile, or choose no proxy. The details say what is set.",
    ),
    NetworkFailure.NETWORK_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "This network requires you to sign in first.\n"
        "Open any web page in your browser, sign in to the network there, then refresh.",
    ),
}

_TLS = {
    TlsCause.UNKNOWN_ISSUER: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate was issued by an authority that this computer does not trust, "
        "so nothing was sent.\n"
        "If it is your company's own authority, choose its CA file in the profile. Otherwise, "
        "ask the server administrator whether the server sends its intermediate certificates.",
    ),
    TlsCause.SELF_SIGNED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is self-signed and not trusted, so nothing was sent.\n"
        "If it is your company's own, choose this certificate as the CA file in the profile.",
    ),
    TlsCause.WRONG_NAME: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is not valid for this server name, so nothing was sent.\n"
        "Enter a name from the certificate in the profile's address; the connection test shows "
        "which. If the name is right, ask the server administrator for a new certificate.",
    ),
    TlsCause.EXPIRED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate has expired, so nothing was sent.\n"
        "Ask the server administrator to renew it. If it is new, check this computer's clock.",
    ),
    TlsCause.NOT_YET: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is not valid yet, so nothing was sent.\n"
        "Check the date and time of this computer first.",
    ),
    TlsCause.REVOKED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate was revoked, so nothing was sent.\n"
        "Do not use this server until its administrator has replaced the certificate.",
    ),
    TlsCause.WEAK_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The key or signature of the server's certificate is too weak to be safe, so nothing "
        "was sent.\n"
        "Ask the server administrator for a certificate with a stronger key.",
    ),
    TlsCause.TOO_OLD: QT_TRANSLATE_NOOP(
        "errors",
        "The server supports only TLS versions or ciphers that are too old to be safe, so "
        "nothing was sent.\n"
        "Ask the server administrator to enable TLS 1.2 or 1.3.",
    ),
    TlsCause.CLIENT_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The server requires a client certificate, which this program cannot send.\n"
        "Ask the server administrator for an address that does not require one.",
    ),
    TlsCause.NAME_REFUSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server does not recognize the server name in the profile's address.\n"
        "Check the name; an alias or an IP address may not be enough.",
    ),
    TlsCause.NOT_TLS: QT_TRANSLATE_NOOP(
        "errors",
        "The server does not use TLS on this port, so nothing was sent.\n"
        "Check the port in the profile's address. The usual port for https is 443.",
    ),
    TlsCause.CLOSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server closed the connection while TLS was being set up, so nothing was sent.\n"
        "Try again. If it happens again, check the port, and ask whether a firewall blocks it.",
    ),
}

_CA_FILE = {
    CaFileProblem.NOT_FOUND: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file was not found, so nothing was sent.\n"
        "Choose the file again in the profile, or leave the field empty.",
    ),
    CaFileProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file cannot be read, so nothing was sent.\n"
        "Check that it is a file and that you may read it, or choose another one in the profile.",
    ),
    CaFileProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file is larger than 8 MiB, so it was not read, and nothing was sent.\n"
        "Choose a file that contains only certificates of authorities.",
    ),
    CaFileProblem.NO_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file contains no certificate that can be read, so nothing was sent.\n"
        "Choose a file of certificates: PEM or DER (.pem, .crt, .cer) or PKCS #7 (.p7b).",
    ),
    CaFileProblem.PASSWORD_STORE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file is a certificate store with a password (.pfx, .p12), so nothing "
        "was sent.\nChoose the authority's certificate alone: PEM, DER or PKCS #7 (.p7b).",
    ),
}

_UNEXPECTED_STATUS = Choice(
    "status",
    {
        0: QT_TRANSLATE_NOOP(
            "errors",
            "Something answers at this address, but not the SuperOffice WebAPI.\n"
            "Check the profile's address. It usually ends in /api.",
        )
    },
    QT_TRANSLATE_NOOP(
        "errors",
        "Something answers at this address with status {status}, but not the SuperOffice "
        "WebAPI.\n"
        "Check the profile's address. It usually ends in /api.",
    ),
)

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.Unreachable: Choice("failure", _UNREACHABLE),
    errors.TlsError: Choice("cause", _TLS, _UNREACHABLE[NetworkFailure.TLS]),
    errors.CaFileError: Choice("problem", _CA_FILE),
    errors.Cancelled: QT_TRANSLATE_NOOP("errors", "Stopped.\nNothing more was done."),
    errors.DeadlineExceeded: QT_TRANSLATE_NOOP(
        "errors",
        "The server responds too slowly, so the request was stopped.\n"
        "Try again later. If the problem persists, contact the server administrator.",
    ),
    errors.ResponseTooLarge: QT_TRANSLATE_NOOP(
        "errors",
        "The server's response is larger than {limit_mib} MiB, so it was not read.\n"
        "Check that the profile's address is the address of SuperOffice.",
    ),
    errors.TruncatedResponse: QT_TRANSLATE_NOOP(
        "errors",
        "The server's response was cut off.\n"
        "Try again. If the problem persists, contact the server or network administrator.",
    ),
    errors.RedirectRefused: QT_TRANSLATE_NOOP(
        "errors",
        "The server redirects to {target}. This program does not follow redirects.\n"
        "If that is the right server, enter its address in the profile.",
    ),
    errors.UnreadableMailbox: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice responded, but this program cannot read the mailbox that it sent.\n"
        "Try again. If the problem persists, give the details to the SuperOffice administrator.",
    ),
    errors.UnexpectedResponse: Choice(
        "title",
        {"": _UNEXPECTED_STATUS},
        QT_TRANSLATE_NOOP(
            "errors",
            "Something answers at this address with a web page (“{title}”), but not the "
            "SuperOffice WebAPI.\n"
            "Check the profile's address. It usually ends in /api.",
        ),
    ),
}
